"""Makes equal questions equal values: filters merged where they say the same, sorted, in order.

Changes only how a question is put, never what it asks.
"""

from collections.abc import Iterable
from typing import Any

from app.query.model import Filter, Range, SortKey, Value
from app.query.operators import BY_KEY, OPERATORS, fits
from app.query.resource import Resource

_RANK = {operator.key: place for place, operator in enumerate(OPERATORS)}


def canonical_filters(resource: Resource, filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """The same conditions in table order, with `eq`, `in`, `ne` and `notin` settled."""
    by_field: dict[str, list[Filter]] = {}
    for asked in filters:
        by_field.setdefault(asked.field, []).append(asked)
    names = (*resource.fields, *resource.words)
    return tuple(
        asked
        for name in names
        if name in by_field
        for asked in _settled(resource, name, by_field[name])
    )


def canonical_sort(keys: tuple[SortKey, ...]) -> tuple[SortKey, ...]:
    """Without what stands behind the id, which decides; a closing id is understood."""
    names = [key.field for key in keys]
    if "id" in names:
        keys = keys[: names.index("id") + 1]
        if len(keys) > 1 and keys[-1] == SortKey("id"):
            keys = keys[:-1]
    return keys


def _settled(resource: Resource, name: str, filters: list[Filter]) -> list[Filter]:
    wanted = [set(asked.values) for asked in filters if asked.op in {"eq", "in"}]
    unwanted = [set(asked.values) for asked in filters if asked.op in {"ne", "notin"}]
    rest = [asked for asked in filters if asked.op not in {"eq", "in", "ne", "notin"}]
    settled = [Filter(name, asked.op, _sorted(set(asked.values))) for asked in rest]
    if unwanted:  # none of these and none of those: none of all
        settled.append(_chosen(resource, name, ("ne", "notin"), set().union(*unwanted)))
    if len(wanted) == 2 and wanted[0] != wanted[1]:  # one of these and one of those
        short, long = sorted(wanted, key=lambda values: (len(values), str(_sorted(values))))
        settled += [Filter(name, "eq", _sorted(short)), Filter(name, "in", _sorted(long))]
    elif wanted:
        settled.append(_chosen(resource, name, ("eq", "in"), wanted[0]))
    return sorted(settled, key=lambda asked: _RANK[asked.op])


def _chosen(
    resource: Resource, name: str, ops: tuple[str, str], values: set[Value | Range]
) -> Filter:
    """One value is compared with the first operator, several with the second where it fits."""
    field = resource.fields.get(name)
    several = len(values) > 1 and field is not None and fits(BY_KEY[ops[1]], field)
    return Filter(name, ops[several], _sorted(values))


def _sorted(values: set[Value | Range]) -> tuple[Value | Range, ...]:
    return tuple(sorted(values, key=_order))


def _order(value: Value | Range) -> Any:  # noqa: ANN401 - the values of one filter compare
    if not isinstance(value, Range):
        return value
    return tuple(
        (end is not None, end if end is not None else 0) for end in (value.low, value.high)
    )
