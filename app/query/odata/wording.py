"""A question of the query model in OData's words: the other way round than filter.py reads."""

import re
from collections.abc import Iterator
from itertools import chain

from app.domain.fields import Kind
from app.faults import ValueRefused
from app.query.model import All, AnyOf, Condition, Filter, Not, Query, Range, Value
from app.query.odata.clauses import words_of
from app.query.odata.options import FILTER, ORDER, SEARCH, SELECT, TOP
from app.query.operators import BY_KEY, Arity
from app.query.resource import PROJECTS
from app.query.search import read_terms
from app.query.values import write_value

_SIGNS = {"gt": "gt", "gte": "ge", "lt": "lt", "lte": "le"}
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_TERM = re.compile(r'(?<!\S)(-?)("[^"]*"(?!\S)|\S+)')


def wordless(query: Query) -> Iterator[str]:
    """What is asked of projects for which OData has no word."""
    if query.as_of is not None:
        yield "as_of"
    if query.q is not None and _searched(query.q) is None:
        yield "q"


def options_of(query: Query) -> dict[str, str]:
    """The same question in OData's words, but for its page and what is `wordless`."""
    conditions = chain(query.filters, (query.where,) if query.where else ())
    kept = frozenset(query.or_missing)
    words = {
        FILTER: " and ".join(f"({_said(one, kept)})" for one in conditions),
        SEARCH: _searched(query.q) if query.q is not None else None,
        ORDER: ",".join(f"{key.field} {'desc' if key.descending else 'asc'}" for key in query.sort),
        SELECT: ",".join(query.fields or ()),
        TOP: str(query.limit or ""),
    }
    return {name: text for name, text in words.items() if text}


def _searched(q: str) -> str | None:
    """The words of a search; None where they would be read as others, as brackets are."""
    text = _TERM.sub(_term, q)
    try:
        return text if read_terms(words_of(text)) == read_terms(q) else None
    except ValueRefused:
        return None


def _term(match: re.Match[str]) -> str:
    minus, word = match.groups()
    # In small letters an operator is the word that it is, in quotes its forms are not found.
    return f"{'NOT ' if minus else ''}{word.lower() if word in _OPERATORS else word}"


def _said(condition: Condition, kept: frozenset[str]) -> str:
    """One condition in OData's words; a missing value of a field in `kept` does not fail it."""
    match condition:
        case All(parts):
            return " and ".join(f"({_said(part, kept)})" for part in parts)
        case AnyOf(parts):
            return " or ".join(f"({_said(part, kept)})" for part in parts)
        case Not(part):  # of a missing value it is true, whatever is kept
            return f"not ({_said(part, frozenset())})"
    return _filter(condition, kept)


def _filter(asked: Filter, kept: frozenset[str]) -> str:
    word = PROJECTS.words.get(asked.field)
    ends = (word.floor, word.ceiling) if word else (asked.field, asked.field)
    ranges = [one for one in asked.values if isinstance(one, Range)]
    if ranges:
        return _either([_range(*ends, one, kept) for one in ranges])
    operator = BY_KEY[asked.op]
    if operator.arity is Arity.FLAG:
        return f"{asked.field} {'eq' if asked.values[0] else 'ne'} null"
    said = _stated(asked)
    return said if operator.negative else _or_missing(asked.field, said, kept)


def _or_missing(name: str, said: str, kept: frozenset[str]) -> str:
    return f"({_either([said, f'{name} eq null'])})" if name in kept else said


def _stated(asked: Filter) -> str:
    """A condition that knows nothing of missing values."""
    name, kind = asked.field, PROJECTS.fields[asked.field].kind
    literals = [_literal(kind, one) for one in asked.values]
    if kind is Kind.LIST:
        return _listed(name, asked.op, literals)
    if asked.op in {"in", "notin"}:
        listed = f"{name} in ({', '.join(literals)})"
        return listed if asked.op == "in" else f"not ({listed})"
    return _compared(name, asked.op, literals)


def _compared(name: str, op: str, literals: list[str]) -> str:
    match op:
        case "contains" | "startswith":
            return f"{op}(tolower({name}),{literals[0]})"
        case "eq":
            return _either([f"{one} eq {name}" for one in literals])
        case "ne":
            return " and ".join(f"{name} ne {one}" for one in literals)
    return f"{name} {_SIGNS[op]} {literals[0]}"


def _listed(name: str, op: str, literals: list[str]) -> str:
    found = _either([f"contains({name},{one})" for one in literals])
    return f"not ({found})" if op in {"ne", "notin"} else found


def _either(parts: list[str]) -> str:
    return " or ".join(f"({part})" for part in parts)


def _range(floor: str, ceiling: str, value: Range, kept: frozenset[str]) -> str:
    """A range that two fields are held against."""
    kind = PROJECTS.fields[floor].kind
    ends = ((floor, "ge", value.low), (ceiling, "le", value.high))
    stated = (one for one in ends if one[2] is not None)
    return " and ".join(
        _or_missing(name, f"{name} {sign} {_literal(kind, end)}", kept)
        for name, sign, end in stated
    )


def _literal(kind: Kind, value: Value | Range | None) -> str:
    if value is None or isinstance(value, Range):
        raise TypeError(value)
    text = write_value(kind, value)
    doubled = text.replace("'", "''")
    return f"'{doubled}'" if isinstance(value, str) else text
