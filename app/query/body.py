"""A question as a JSON body → one canonical `Query`, or `QueryRejected` with everything that is
wrong, each with its JSON pointer. The same as parse.py reads of a query string.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from app.faults import QueryRejected, ValueRefused
from app.json_text import Json, member
from app.query.accepts import LIST, Accepts
from app.query.cursor import read_cursor
from app.query.filters import FilterReader
from app.query.findings import Findings, in_body
from app.query.lookups import NO_LOOKUPS, Lookups
from app.query.model import Query
from app.query.operators import BY_KEY
from app.query.reading import Parts, controls_of, put_together
from app.query.resource import WHERE, Resource
from app.query.tree_reading import read_tree
from app.query.tree_text import FIELD, OP, VALUE
from app.query.typed import sound_text

MAX_BYTES = 256 * 1024


def parse_body(
    resource: Resource,
    given: Json,
    *,
    lookups: Lookups = NO_LOOKUPS,
    accepts: Accepts = LIST,
) -> Query:
    """The question that a JSON body asks."""
    findings = Findings(in_body)
    query = _read(resource, given, lookups, accepts, findings)
    if findings.faults or query is None:
        raise QueryRejected(findings.faults)
    if query.cursor is not None:
        with told_of_members():
            read_cursor(resource, query)
    return query


@contextmanager
def told_of_members() -> Iterator[None]:
    """Tells what is refused of a control as a fault of the body's member of its name."""
    try:
        yield
    except QueryRejected as rejected:
        moved = [replace(one, where=_pointer(one.where), place="body") for one in rejected.faults]
        raise QueryRejected(moved) from rejected


def _pointer(name: str) -> str:
    """Of a member of the body; of the whole body where there is no name."""
    return member("", name) if name else ""


def _read(
    resource: Resource, given: Json, lookups: Lookups, accepts: Accepts, findings: Findings
) -> Query | None:
    findings.refuse_repetitions(given)
    if not isinstance(given, dict):
        findings.refuse("", ValueRefused("bad-value", "A question is a JSON object."))
        return None
    known = controls_of(resource, accepts)
    findings.refuse_unknown(given, known, "", partial(_as_condition, resource))
    controls: dict[str, str] = {}
    for name in known:
        if name in given and name != WHERE:
            with findings.at(member("", name)):
                controls[name] = _text_of(name, given[name])
    tree = None
    if WHERE in given:
        reader = FilterReader(resource, lookups, known)
        tree = read_tree(reader, given[WHERE], member("", WHERE), findings)
    parts = Parts((), tree, controls, not findings.faults)
    return put_together(
        resource,
        accepts,
        parts,
        lambda name, refused: findings.refuse(_pointer(name), refused),
    )


def _as_condition(resource: Resource, name: str) -> str | None:
    """How a filter is written that stands beside the controls, as in a query string."""
    field, _, op = name.partition("__")
    if field not in resource.fields and field not in resource.words:
        return None
    condition = f'"{FIELD}": "{field}", "{OP}": "{op if op in BY_KEY else "eq"}", "{VALUE}": …'
    return f'"{WHERE}": {{{condition}}}'


def _text_of(name: str, value: Json) -> str:
    """The control as a query string has it; raises `ValueRefused`."""
    if value is None:
        raise ValueRefused("empty-value", "Leave out what is not asked for.")
    return _TEXTS[name](value)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueRefused("bad-value", "It must be a text.")
    return sound_text(value)


def _number(value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueRefused("bad-value", "It must be a whole number.")
    return str(value)


def _moment(value: Json) -> str:
    return str(value) if type(value) is int else _text(value)


def _names(value: Json) -> str:
    if not isinstance(value, list):
        raise ValueRefused("bad-value", "It must be a list of texts.")
    for name in value:
        if not isinstance(name, str) or "," in name:
            raise ValueRefused("bad-value", "Each of the list is a text that names one field.")
    return sound_text(",".join(value))


_TEXTS: Mapping[str, Callable[[Json], str]] = MappingProxyType(
    {
        "q": _text,
        "or_missing": _names,
        "as_of": _moment,
        "sort": _names,
        "fields": _names,
        "limit": _number,
        "offset": _number,
        "cursor": _text,
        "count": _text,
    }
)
