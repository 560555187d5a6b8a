"""Which groups of an `$apply` are kept, and in which order: `$filter` and `$orderby` of figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.fields import Field
from app.faults import Fault, ValueRefused, collected, quoted
from app.query.aggregation.columns import columns_of, figure_columns
from app.query.aggregation.conditions import HAVING, read_having, read_sort
from app.query.aggregation.question import Aggregation
from app.query.model import SortKey
from app.query.nearest import nearest
from app.query.odata.apply import Apply
from app.query.odata.clauses import sort_of
from app.query.odata.expression import parse_expression
from app.query.odata.filter import OPERATORS, at_character
from app.query.odata.nodes import Comparison, Junction, Literal, Name, Node
from app.query.odata.options import FILTER, ORDER, Options
from app.query.odata.tokens import not_offered
from app.query.operators import BY_KEY
from app.query.typed import text_of
from app.query.wire import Pair


def keep_and_sort(
    asked: Aggregation,
    shown: Mapping[str, str],
    parts: Apply,
    options: Options,
    faults: list[Fault],
) -> Aggregation:
    """The same, of the groups that are kept, in the order asked for."""
    figures = {column.name: column for column in figure_columns(asked.metrics)}
    nodes = list(parts.kept)
    sink: list[ValueRefused] = []
    with collected(sink):
        nodes += [parse_expression(options[FILTER])] if FILTER in options else []
    pairs = []
    for node in _conjuncts(nodes):
        with collected(sink):
            pairs.append(_having(node, shown, figures))
    faults.extend(at_character(FILTER, refused) for refused in sink)
    refused_pairs: list[Fault] = []
    having = read_having(pairs, figures, refused_pairs)
    faults.extend(replace(fault, where=FILTER, hint=None) for fault in refused_pairs)
    sort = _sort(options[ORDER], asked, shown, faults) if ORDER in options else ()
    return replace(asked, having=having, sort=sort)


def _conjuncts(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Junction) and node.word == "and":
            yield from _conjuncts(node.parts)
        else:
            yield node


def _having(node: Node, shown: Mapping[str, str], figures: Mapping[str, Field]) -> Pair:
    """A condition on a figure, as a parameter of an address has it."""
    match node:
        case Comparison(op, Name(name), Literal(value)) if value is not None:
            column = _column(name, shown)
            if column not in figures:
                raise not_offered(f"Keeping groups by {name}", "filter(…)/groupby(…)")
            text = text_of(figures[column].kind, value)
            return Pair(f"{HAVING}{column}{BY_KEY[OPERATORS[op]].suffix}", text)
        case _:
            raise not_offered("This condition on groups")


def _column(name: str, shown: Mapping[str, str]) -> str:
    if name not in shown:
        detail = f"The groups have no property {quoted(name)}."
        raise ValueRefused("unknown-field", detail, nearest(name, shown), tuple(shown))
    return shown[name]


def _sort(
    text: str, asked: Aggregation, shown: Mapping[str, str], faults: list[Fault]
) -> tuple[SortKey, ...]:
    sink: list[ValueRefused] = []
    keys: tuple[SortKey, ...] = ()
    columns = {column.name: column for column in columns_of(asked)}
    with collected(sink):
        parts = [
            (part.startswith("-"), part.removeprefix("-")) for part in sort_of(text).split(",")
        ]
        named = ",".join(f"{'-' * down}{_column(name, shown)}" for down, name in parts)
        keys = read_sort(named, columns, sink)
    faults.extend(refused.at(ORDER) for refused in sink)
    return keys


def _sort_key(part: str, shown: Mapping[str, str]) -> str:
    sign = "-" if part.startswith("-") else ""
    return f"{sign}{_column(part.removeprefix('-'), shown)}"
