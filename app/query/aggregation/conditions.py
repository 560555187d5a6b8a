"""Reads what is asked of the columns of an aggregate: `having__…` and `sort`."""

from collections.abc import Mapping, Sequence

from app.domain.fields import Field
from app.faults import Fault, ValueRefused, collected, quoted
from app.query.aggregation.question import Having
from app.query.model import Range, SortKey
from app.query.nearest import nearest
from app.query.once import refuse_repeated
from app.query.operators import BY_KEY, Arity
from app.query.ranges import read_range, write_range
from app.query.values import read_value, write_value
from app.query.wire import Pair

HAVING = "having__"
OPERATORS = ("eq", "ne", "gt", "gte", "lt", "lte", "between")
MAX_SORT = 8

Columns = Mapping[str, Field]


def is_having(name: str) -> bool:
    """Whether a parameter is a condition on a figure."""
    return name.startswith(HAVING)


def read_having(pairs: Sequence[Pair], columns: Columns, faults: list[Fault]) -> tuple[Having, ...]:
    """The conditions on figures, in canonical order."""
    found: dict[str, Having] = {}
    for pair in filter(lambda pair: is_having(pair.name), pairs):
        if pair.name in found:
            faults.append(Fault(pair.name, "repeated", f"{pair.name} may be given once only."))
            continue
        try:
            found[pair.name] = _read_condition(pair, columns)
        except ValueRefused as refused:
            faults.append(refused.at(pair.name))
    order = list(columns)
    return tuple(
        sorted(found.values(), key=lambda one: (order.index(one.column), OPERATORS.index(one.op)))
    )


def write_having(having: Having, columns: Columns) -> tuple[str, str]:
    """The parameter that says a condition."""
    kind, value = columns[having.column].kind, having.value
    text = write_range(kind, value) if isinstance(value, Range) else write_value(kind, value)
    return f"{HAVING}{having.column}{BY_KEY[having.op].suffix}", text


def read_sort(text: str, columns: Columns, sink: list[ValueRefused]) -> tuple[SortKey, ...]:
    """The columns to sort by, `-` for descending."""
    parts = text.split(",")
    if len(parts) > MAX_SORT:
        raise ValueRefused("too-long", f"Groups are sorted by at most {MAX_SORT} columns.")
    keys: list[SortKey] = []
    for part in parts:
        with collected(sink):
            name = part.removeprefix("-")
            column = _read_column(name, columns, "-" * (part != name))
            keys.append(SortKey(column.name, part != name))
    refuse_repeated([key.field for key in keys], sink)
    return tuple(keys)


def _read_condition(pair: Pair, columns: Columns) -> Having:
    name, mark, op = pair.name.removeprefix(HAVING).partition("__")
    column = _read_column(name, columns, HAVING, f"{mark}{op}")
    op = op if mark else "eq"
    if op not in OPERATORS or (mark and op == "eq"):
        near = nearest(op, OPERATORS)
        hint = f"{HAVING}{name}{BY_KEY[near].suffix}" if near else None
        detail = f"Figures have no operator {quoted(op)}."
        raise ValueRefused("unknown-operator", detail, hint, OPERATORS[1:])
    if BY_KEY[op].arity is Arity.RANGE:
        return Having(name, op, read_range(column.kind, pair.value))
    return Having(name, op, read_value(column.kind, pair.value))


def _read_column(name: str, columns: Columns, before: str, behind: str = "") -> Field:
    """The column of this name; what stands around it stands around the hint too."""
    if name not in columns:
        detail, near = f"The answer has no column {quoted(name)}.", nearest(name, columns)
        hint = near and f"{before}{near}{behind}"
        raise ValueRefused("unknown-field", detail, hint, tuple(columns))
    return columns[name]
