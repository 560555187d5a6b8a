"""Options of a list of entities → one canonical `Query`, or all that is wrong with them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import quote

from app.domain.fields import Kind
from app.faults import Fault, QueryNotSupported, QueryRejected, Rejected, ValueRefused, collected
from app.query.accepts import Accepts
from app.query.cursor import read_cursor
from app.query.filters import FilterReader
from app.query.lookups import Lookups
from app.query.model import Query
from app.query.odata.clauses import names_of, sort_of, spoken_sort, words_of
from app.query.odata.filter import read_filter
from app.query.odata.options import (
    APPLY,
    COUNT,
    FILTER,
    ORDER,
    SEARCH,
    SELECT,
    SKIP,
    TOKEN,
    TOP,
    Options,
)
from app.query.odata.verdicts import as_tree
from app.query.reading import Parts, put_together
from app.query.resource import Resource
from app.query.values import read_value
from app.query.wire import MAX_BYTES

DEFAULT_PAGE, MAX_PAGE = 1_000, 10_000
"""Rows of a page where nobody asks for more or less, and the most there are in one: what `$top`
wants goes in one, because a client library in use follows no next link where it sent `$top`."""
ACCEPTS = Accepts(
    controls=("q", "sort", "fields", "limit", "offset", "cursor", "count"),
    filters=False,
    default_limit=DEFAULT_PAGE,
    max_limit=MAX_PAGE,
)
_OPTION_OF: Mapping[str, str] = MappingProxyType(
    {"q": SEARCH, "sort": ORDER, "fields": SELECT, "limit": TOP, "offset": SKIP, "cursor": TOKEN,
     "count": COUNT, "group_by": APPLY}
)  # fmt: skip
"""How a control of the query model is called here."""
_AS_THEY_ARE = (("offset", SKIP), ("cursor", TOKEN))
"""Controls that are written as at other doors."""
_LACKING = frozenset({"not-supported", "not-sortable"})
_READABLE = ",:*/()'$"
_COUNTS = {"true": "exact", "false": "none"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of entities; `top` is how many are wanted in all, the page and those behind it."""

    query: Query
    top: int | None
    options: Options  # as they came

    @property
    def selected(self) -> tuple[str, ...] | None:
        """The properties of `$select`, in the order of the metadata; None where it asks for all."""
        return self.query.fields if self.options.get(SELECT, "*") != "*" else None

    @property
    def limit(self) -> int:
        """Rows of this page at most."""
        return DEFAULT_PAGE if self.query.limit is None else self.query.limit

    def following(self, token: str) -> str | None:
        """The options of the page that begins at this token; None where nothing more is wanted."""
        return write_following(self.options, self.top, self.limit, TOKEN, token)


def write_following(
    options: Options, top: int | None, limit: int, place: str, value: str
) -> str | None:
    """The options of the page behind one of `limit` rows, which begins at a place; None where
    nothing of what is wanted in all is left."""
    if top is not None and top <= limit:
        return None
    kept = {name: text for name, text in options.items() if name not in {SKIP, TOKEN}}
    left = {} if top is None else {TOP: str(top - limit)}
    return write_options({**kept, **left, place: value})


def read_listing(
    resource: Resource,
    options: Options,
    faults: list[Fault],
    lookups: Lookups,
    preferred: int | None,
) -> Listing:
    """The page that options ask for, of `preferred` rows where the caller named a number; raises
    `QueryRejected`, `QueryNotSupported`."""
    top = read_top(options, faults)
    tree = None
    if FILTER in options:
        reader = FilterReader(resource, lookups, ())
        verdict, more = read_filter(reader, options[FILTER], FILTER)
        faults.extend(more)
        tree = as_tree(resource, verdict)
    controls = {
        **_converted(options, faults),
        "limit": page_size(top, preferred),
        **{name: options[option] for name, option in _AS_THEY_ARE if option in options},
        "count": _count(options, faults),
    }
    parts = Parts((), tree, controls, not faults)
    query = put_together(
        resource, ACCEPTS, parts, lambda name, refused: faults.append(_fault(name, refused))
    )
    refuse(faults)
    query = replace(query, fields=_selected(resource, query, options))
    with told_of_options():
        read_cursor(resource, query)
    return Listing(query, top, options)


def read_top(options: Options, faults: list[Fault]) -> int | None:
    """How many rows `$top` wants."""
    if TOP not in options:
        return None
    sink: list[ValueRefused] = []
    top = 0
    with collected(sink):
        top = int(str(read_value(Kind.INTEGER, options[TOP])))
    if top < 0:
        sink.append(ValueRefused("out-of-range", "It must be 0 or more.", "0"))
    faults.extend(refused.at(TOP) for refused in sink)
    return top


def page_size(top: int | None, preferred: int | None) -> str:
    """The rows of a page as a control: what is wanted in all goes in one page, up to a limit."""
    most = min(preferred or (DEFAULT_PAGE if top is None else MAX_PAGE), MAX_PAGE)
    return str(max(1, most if top is None else min(top, most)))


def rejection(faults: Sequence[Fault]) -> Rejected:
    """The refusal of a question; another one where nothing is wrong but that it is not offered."""
    lacking = all(fault.code in _LACKING for fault in faults)
    return (QueryNotSupported if lacking else QueryRejected)(faults)


def refuse(faults: Sequence[Fault]) -> None:
    """Raises the refusal where anything is wrong."""
    if faults:
        raise rejection(faults)


@contextmanager
def told_of_options() -> Iterator[None]:
    """Tells what is refused of a control as a fault of the option that stands for it."""
    try:
        yield
    except QueryRejected as rejected:
        raise QueryRejected([_of_option(one) for one in rejected.faults]) from rejected


def _of_option(fault: Fault) -> Fault:
    option = _OPTION_OF.get(fault.where, fault.where)
    hint = "Follow @odata.nextLink as it is." if option == TOKEN else fault.hint
    return replace(fault, where=option, hint=hint)


def write_options(options: Mapping[str, str]) -> str:
    """The text of options in an address; raises `QueryRejected` where it could not be read."""
    written = "&".join(f"{name}={quote(text, safe=_READABLE)}" for name, text in options.items())
    if len(written) > MAX_BYTES:
        detail = "The question is too long to ask for the page behind this one too."
        raise QueryRejected([Fault(FILTER, "too-long", detail, f"{TOP}={MAX_PAGE}")])
    return written


def _converted(options: Options, faults: list[Fault]) -> dict[str, str]:
    """What is written otherwise here than at other doors."""
    ways: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("q", SEARCH, words_of),
        ("sort", ORDER, sort_of),
        ("fields", SELECT, names_of),
    )
    found = {}
    for control, option, convert in ways:
        sink: list[ValueRefused] = []
        with collected(sink):
            if option in options:
                found[control] = convert(options[option])
        faults.extend(refused.at(option) for refused in sink)
    return found


def _count(options: Options, faults: list[Fault]) -> str:
    text = options.get(COUNT, "false")
    if text not in _COUNTS:
        near = text.lower() if text.lower() in _COUNTS else None
        refused = ValueRefused("bad-value", "It must be true or false.", near, tuple(_COUNTS))
        faults.append(refused.at(COUNT))
    return _COUNTS.get(text, "none")


def _selected(resource: Resource, query: Query, options: Options) -> tuple[str, ...]:
    if query.fields is None:
        return resource.public
    named = {name.strip() for name in options[SELECT].split(",")}
    keyed = bool(named & {"id", "*"})
    return tuple(name for name in query.fields if keyed or name != "id")


def _fault(name: str, refused: ValueRefused) -> Fault:
    hint = refused.hint
    if hint:
        hint = spoken_sort(hint) if name == "sort" else _OPTION_OF.get(hint, hint)
    option = _OPTION_OF.get(name, name)
    return Fault(option, refused.code, refused.detail, hint, refused.allowed)
