"""Options with `$apply` → one `Aggregation` and the columns that are shown of it, or all that is
wrong with them. The other options are about the groups (part 1, 11.2.1: `$apply` goes first).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.domain.fields import Field
from app.faults import Fault, ValueRefused, collected, quoted
from app.query.aggregation.columns import columns_of
from app.query.aggregation.keys import GROUPED, MAX_KEYS
from app.query.aggregation.metrics import read_metrics
from app.query.aggregation.parse import COUNTED
from app.query.aggregation.question import Aggregation, GroupKey
from app.query.filters import FilterReader
from app.query.lookups import Lookups
from app.query.model import Query
from app.query.names import personal, read_field
from app.query.odata.apply import METHODS, Apply, parse_apply
from app.query.odata.filter import at_character, read_conditions
from app.query.odata.groups import keep_and_sort
from app.query.odata.options import APPLY, SEARCH, SELECT, SKIP, TOKEN, TOP, Options
from app.query.odata.question import (
    ACCEPTS,
    MAX_PAGE,
    page_size,
    read_top,
    refuse,
    rejection,
    write_following,
)
from app.query.odata.tokens import not_offered
from app.query.odata.verdicts import as_tree, joined
from app.query.once import refuse_repeated
from app.query.reading import Parts, put_together
from app.query.resource import PROJECTS

_NOT_WITH = (SEARCH, SELECT, TOKEN)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A page of groups: the question for figures, and which of its columns are shown as what."""

    asked: Aggregation
    shown: Mapping[str, str]  # columns by what they are called here
    top: int | None
    options: Options

    @property
    def limit(self) -> int:
        """Rows of this page at most."""
        return self.asked.query.limit or MAX_PAGE

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns shown, named as here."""
        columns = {column.name: column for column in columns_of(self.asked)}
        return tuple(replace(columns[column], name=name) for name, column in self.shown.items())

    @property
    def places(self) -> tuple[int, ...]:
        """Where the columns shown stand among all."""
        names = [column.name for column in columns_of(self.asked)]
        return tuple(names.index(column) for column in self.shown.values())

    def following(self, end: int) -> str | None:
        """The options of the page that begins at this group; None where nothing more is wanted."""
        return write_following(self.options, self.top, self.limit, SKIP, str(end))


def read_grouping(
    options: Options, faults: list[Fault], lookups: Lookups, preferred: int | None
) -> Grouping:
    """The groups that options ask for; raises `QueryRejected`, `QueryNotSupported`."""
    faults.extend(
        not_offered(f"{name} beside {APPLY}").at(name) for name in _NOT_WITH if name in options
    )
    try:
        parts = parse_apply(options[APPLY])
    except ValueRefused as refused:
        raise rejection([*faults, at_character(APPLY, refused)]) from refused
    top = read_top(options, faults)
    query = _records(parts, options, page_size(top, preferred), faults, lookups)
    asked, shown = _figures(parts, query, faults)
    refuse(faults)
    asked = keep_and_sort(asked, shown, parts, options, faults)
    refuse(faults)
    return Grouping(asked, shown, top, options)


def _records(
    parts: Apply, options: Options, limit: str, faults: list[Fault], lookups: Lookups
) -> Query:
    """The records that are grouped, and which groups stand on the page."""
    reader = FilterReader(PROJECTS, lookups, ())
    verdicts = []
    for node in parts.filters:
        verdict, more = read_conditions(reader, node, APPLY)
        verdicts.append(verdict)
        faults.extend(more)
    tree = as_tree(PROJECTS, joined("and", verdicts))
    window = {"limit": limit, **({"offset": options[SKIP]} if SKIP in options else {})}
    names = {"limit": TOP, "offset": SKIP}
    return put_together(
        PROJECTS,
        ACCEPTS,
        Parts((), tree, window, not faults),
        lambda name, refused: faults.append(refused.at(names.get(name, name))),
    )


def _figures(
    parts: Apply, query: Query, faults: list[Fault]
) -> tuple[Aggregation, Mapping[str, str]]:
    """The question for figures, and its columns by what they are called."""
    sink: list[ValueRefused] = []
    keys = tuple(_read_keys(parts, sink))
    texts = dict.fromkeys(f"{one.method}:{one.name}".rstrip(":") for one in parts.figures)
    metrics = read_metrics(",".join(texts), sink) if texts else COUNTED
    shown = {key.name: key.name for key in parts.keys}
    for figure in parts.figures:
        with collected(sink):
            if figure.alias in shown or figure.alias in PROJECTS.fields:
                detail = f"{quoted(figure.alias)} is the name of something else."
                raise ValueRefused("repeated", detail, f"{figure.alias}_{figure.method}")
            shown[figure.alias] = f"{figure.method}_{figure.name}".rstrip("_")
    faults.extend(map(_as_fault, sink))
    return Aggregation(query, keys, metrics), shown


def _read_keys(parts: Apply, sink: list[ValueRefused]) -> Iterator[GroupKey]:
    """The properties that records are grouped by."""
    if len(parts.keys) > MAX_KEYS:
        sink.append(ValueRefused("too-long", f"Projects are grouped by at most {MAX_KEYS} keys."))
        return
    refuse_repeated([key.name for key in parts.keys], sink)
    for key in parts.keys:
        with collected(sink):
            field = read_field(PROJECTS, key.name, PROJECTS.public)
            if field.flags.personal:
                raise personal(field)
            if field.name not in GROUPED:
                raise not_offered(f"Grouping by {field.name}", None, GROUPED)
            yield GroupKey(field.name)


def _as_fault(refused: ValueRefused) -> Fault:
    """What cannot be said of a field is sound OData all the same."""
    code = "not-supported" if refused.code == "bad-value" else refused.code
    word, mark, name = (refused.hint or "").partition(":")
    spoken = next((one for one, known in METHODS.items() if known == word), word)
    hint = f"{name} with {spoken}" if mark else refused.hint
    return Fault(APPLY, code, refused.detail, hint, refused.allowed)
