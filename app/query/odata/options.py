"""THE tables of system query options (part 1, 11.2.1): which each address takes, and which are
answered 501. Everything else in an address is refused.
"""

from collections.abc import Collection, Sequence

from app.faults import Fault, quoted
from app.query.nearest import nearest
from app.query.wire import Pair

FILTER, SEARCH, APPLY, SELECT, ORDER, TOP, SKIP, COUNT, TOKEN, FORMAT = (
    "$filter", "$search", "$apply", "$select", "$orderby", "$top", "$skip", "$count",
    "$skiptoken", "$format",
)  # fmt: skip
SET = (FILTER, SEARCH, APPLY, SELECT, ORDER, TOP, SKIP, COUNT, TOKEN, FORMAT)
"""What a list of projects takes."""
UNGROUPED = tuple(name for name in SET if name != APPLY)
"""What a list takes of which no figures are told."""
NUMBER = (FILTER, SEARCH, ORDER, TOP, SKIP)
"""What `/$count` takes; only the first two make a difference there (part 1, 11.2.9)."""
ENTITY = (SELECT, FORMAT)
DOCUMENT = (FORMAT,)
NOT_OFFERED = ("$expand", "$compute", "$levels", "$index", "$deltatoken", "$schemaversion", "$id")
"""They are OData, and answered 501."""

_OTHER_WORDS = {
    "limit": TOP, "offset": SKIP, "sort": ORDER, "order": ORDER, "fields": SELECT, "q": SEARCH,
    "cursor": TOKEN, "where": FILTER, "$inlinecount": COUNT,
}  # fmt: skip
"""What the same is called at other doors, and in older versions of OData."""

Options = dict[str, str]


def read_options(pairs: Sequence[Pair], taken: Collection[str]) -> tuple[Options, list[Fault]]:
    """The options given, of those that an address takes, and what is wrong with the others."""
    options: Options = {}
    faults: list[Fault] = []
    for pair in pairs:
        if pair.name not in taken:
            faults.append(_refuse(pair.name, taken))
        elif pair.name in options:
            detail = f"{pair.name} may be given once only."
            faults.append(Fault(pair.name, "repeated", detail))
        else:
            options[pair.name] = pair.value
    return options, faults


def _refuse(name: str, taken: Collection[str]) -> Fault:
    if name in {APPLY, *NOT_OFFERED} or name.startswith("@"):
        return Fault(name, "not-supported", f"{quoted(name)} is not offered here.")
    if name in SET:
        detail = f"{name} says nothing at this address."
        return Fault(name, "unknown-parameter", detail, None, tuple(taken))
    bare = name.lower()
    meant = f"${bare}" if f"${bare}" in taken else _OTHER_WORDS.get(bare) or nearest(bare, taken)
    hint = meant if meant in taken else None
    detail = f"There is no parameter {quoted(name)} here."
    return Fault(name, "unknown-parameter", detail, hint, tuple(taken))
