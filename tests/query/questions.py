"""Strategies: made-up records, and questions that every part of the language can ask of them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.query import oracle
from tests.query.asked import Asked, Tree, depth, split
from tests.query.records import ORGANISATIONS, Record, make_record

FIRST = date(2020, 1, 1)
_COMMON = st.sampled_from(("Åre", "åRE ", "öl", "Zäta"))
TEXTS = (
    _COMMON
    | st.sampled_from(
        (
            "Åre",
            "åRE ",
            "are",
            "Ab, c",
            'ab "C"',
            "Öl  och zäta",
            "zz",
            "a%b_c",
            "(Åre)/öl",
            "öl-ab",
        )
    )
    | st.text("aAbåÄöÖ %_,\"-'(", min_size=1, max_size=4)
)
PARTS = TEXTS | st.sampled_from(("re", " och ", "%", "_", '"', "Ö", " "))
WORDS = st.sampled_from(("åre", "ÖL", "ab", "re", "b_c", "zä", "c", "OR", "NOT", "AND"))
CODES = {
    "programme_period": st.sampled_from(("2007-2013", "2014-2020", "2021-2027")),
    "fund": st.sampled_from(("ESF", "ESF+")),
    "programme_area": st.sampled_from(("1", "2", "A")),
    "region": st.sampled_from(("SE0", "SE11", "SE12", "SE21")),
    "quality_issues": st.sampled_from(("budget-not-stated", "period-not-stated")),
    "status": st.sampled_from(("planned", "ongoing", "ended", "unknown")),
}
_ASKED_CODES = CODES | {
    "programme_area": CODES["programme_area"] | st.sampled_from(("2014-2020:1", "2021-2027:A")),
    "region": CODES["region"] | st.sampled_from(tuple(oracle.REGIONS)),
}
DAYS = st.integers(0, 900).map(lambda days: FIRST + timedelta(days=days)) | st.sampled_from(
    (date(2021, 6, 15), date(2021, 1, 1), date(2021, 12, 31), date(2021, 3, 31))
)
MOMENTS = st.tuples(DAYS, st.integers(0, 86_399)).map(
    lambda moment: datetime.combine(moment[0], datetime.min.time()) + timedelta(seconds=moment[1])
)
AMOUNTS = st.sampled_from(("0", "0.05", "1", "12.5", "300000")) | st.integers(0, 40).map(str)
COUNTS = st.integers(0, 5)
OWNERS = st.sampled_from(
    [(id_, name) for id_, (_, names) in ORGANISATIONS.items() for name in names]
)
_ASKED_OWNERS = st.sampled_from(
    ("åre KOMMUN", "212000-3005", "8020022767", "556000-0001", "n-00000001", "abf", "nobody")
)

_LITERALS = {
    **dict.fromkeys(("number", "name", "summary", "owner_unit"), TEXTS),
    **_ASKED_CODES,
    "owner": _ASKED_OWNERS,
    "id": st.sampled_from(("r1", "r2", "r3", "R1")),
    "start_date": DAYS.map(str),
    "end_date": DAYS.map(str),
    "updated_at": MOMENTS.map(lambda moment: f"{moment.isoformat()}Z"),
    "planned_participants": COUNTS.map(str),
    "total_budget": AMOUNTS,
    "eu_cofinancing_rate": AMOUNTS,
    "tackles_child_poverty": st.sampled_from(("true", "false")),
}
_EQUAL = ("eq", "ne", "in", "notin")
_ORDER = ("gt", "gte", "lt", "lte", "between")
_OPERATORS = {
    **dict.fromkeys(("number", "owner_unit"), (*_EQUAL, *_ORDER, "contains", "startswith")),
    **dict.fromkeys(("name", "owner", "id"), (*_EQUAL, *_ORDER, "contains", "startswith")),
    **dict.fromkeys(CODES, (*_EQUAL, "startswith")),
    **dict.fromkeys(("start_date", "end_date", "total_budget"), (*_EQUAL, *_ORDER)),
    **dict.fromkeys(("updated_at", "planned_participants"), (*_EQUAL, *_ORDER)),
    "eu_cofinancing_rate": (*_EQUAL, *_ORDER),
    "summary": (*_EQUAL, "contains", "startswith"),
    "quality_issues": _EQUAL,
    "tackles_child_poverty": ("eq", "ne"),
}
_NEVER_MISSING = {"name", "owner", "id", "status", "quality_issues", "updated_at"}
SORTABLE = tuple(name for name in _OPERATORS if name not in {"summary", "quality_issues"})


_VALUES = st.fixed_dictionaries(
    {
        **{name: st.none() | CODES[name] for name in ("programme_period", "fund")},
        **{name: st.none() | CODES[name] for name in ("programme_area", "region")},
        **dict.fromkeys(("number", "summary", "owner_unit"), st.none() | TEXTS),
        **dict.fromkeys(("start_date", "end_date"), st.none() | DAYS),
        **dict.fromkeys(("total_budget", "eu_cofinancing_rate"), st.none() | AMOUNTS.map(Decimal)),
        "planned_participants": st.none() | COUNTS,
        "tackles_child_poverty": st.none() | st.booleans(),
        "quality_issues": st.lists(CODES["quality_issues"], unique=True).map(tuple),
        "name": TEXTS,
        "owner": OWNERS,
        "updated_at": MOMENTS,
    }
)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Up to eight records, each value often missing and often the same as another's."""
    drawn = draw(st.lists(_VALUES, max_size=8))
    return [_record(f"{'rR'[place % 2]}{place}", values) for place, values in enumerate(drawn)]


def _record(id_: str, values: dict[str, Any]) -> Record:
    owner_id, owner = values["owner"]
    return make_record(id_, **{**values, "owner": owner, "owner_id": owner_id})


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """A question of up to four conditions, with or without search, order and `or_missing`."""
    conditions = dict(draw(st.lists(_conditions(), max_size=4)))
    tree = draw(st.just(()) | TREES)
    asked = Asked(tuple(conditions.items()), q=draw(st.just("") | _searches()), tree=tree)
    droppable = sorted(_droppable(asked))
    kept = draw(st.lists(st.sampled_from(droppable), unique=True)) if droppable else []
    names = draw(st.lists(st.sampled_from(SORTABLE), unique=True, max_size=3))
    sort = tuple(draw(st.sampled_from(("", "-"))) + name for name in names)
    return Asked(asked.conditions, asked.q, tuple(kept), sort, tree)


def _droppable(asked: Asked) -> set[str]:
    fields = [split(name) for name, _ in oracle.asserted(asked)]
    positive = {
        field
        for field, op in fields
        if op not in {"ne", "notin", "isnull"} and field not in _NEVER_MISSING | oracle.WORDS
    }
    words = {field for field, _ in fields} & {"period", "budget"}
    return positive | oracle.ranged(asked) | words


@st.composite
def _conditions(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    name = draw(st.sampled_from((*_OPERATORS, "period", "budget", "active_on")))
    if name in oracle.WORDS:
        return name, tuple(draw(st.lists(_word(name), min_size=1, max_size=2, unique=True)))
    if name not in _NEVER_MISSING and draw(st.integers(0, 9)) == 0:
        return f"{name}__isnull", (draw(st.sampled_from(("true", "false"))),)
    op = draw(st.sampled_from(_OPERATORS[name]))
    return (name if op == "eq" else f"{name}__{op}"), draw(_texts(name, op))


def _branches(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.tuples(st.sampled_from(("and", "or")), st.lists(inner, min_size=1, max_size=3))
    return several.map(lambda drawn: (drawn[0], *drawn[1])) | st.tuples(st.just("not"), inner)


TREES: st.SearchStrategy[Tree] = st.recursive(_conditions(), _branches, max_leaves=5).filter(
    lambda tree: depth(tree) <= 4
)
"""Trees of conditions; with one more branch around them as deep as the API takes them."""


@cache
def _texts(name: str, op: str) -> st.SearchStrategy[tuple[str, ...]]:
    literals = _LITERALS[name]
    if op in {"eq", "ne"}:
        return st.lists(literals, min_size=1, max_size=3, unique=True).map(tuple)
    if op in {"in", "notin"}:
        listed = st.lists(literals, min_size=1, max_size=3, unique=True)
        return listed.map(lambda texts: (",".join(map(_quoted, texts)),))
    if name == "owner":
        literals = PARTS
    if op == "between":
        return _ranges(name, literals).map(lambda text: (text,))
    if op in {"contains", "startswith"} and name in oracle.TEXTS:
        literals = PARTS
    elif op == "startswith":
        literals = st.sampled_from(("S", "SE1", "r", "2", "20", "E", "p", "u"))
    return literals.map(lambda text: (text,))


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if "," in text or '"' in text else text


def _ranges(name: str, literals: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ends = literals
    if name in {"start_date", "end_date", "updated_at"}:
        ends = literals | st.sampled_from(("2020", "2021", "2021-02", "2021-12", "2020-02-29"))
    pair = st.tuples(ends, ends).filter(lambda pair: _is_ordered(name, *pair))
    one = st.tuples(ends, st.just("")) | st.tuples(st.just(""), ends)
    return (pair | one).map("..".join)


def _is_ordered(name: str, low: str, high: str) -> bool:
    first, last = oracle._ends(name, f"{low}..{high}")
    return bool(oracle._order(name, first) <= oracle._order(name, last))


@cache
def _word(name: str) -> st.SearchStrategy[str]:
    if name == "active_on":
        return DAYS.map(str)
    field = "total_budget" if name == "budget" else "start_date"
    single = AMOUNTS if name == "budget" else DAYS.map(str) | st.sampled_from(("2021", "2020-02"))
    return _ranges(field, AMOUNTS if name == "budget" else DAYS.map(str)) | single


@cache
def _searches() -> st.SearchStrategy[str]:
    phrase = st.tuples(WORDS, WORDS).map(lambda words: '"' + " ".join(words) + '"')
    term = WORDS | phrase | WORDS.map(lambda word: f"{word}*")
    return st.lists(
        st.builds("".join, st.tuples(st.sampled_from(("", "-")), term)), max_size=3
    ).map(" ".join)
