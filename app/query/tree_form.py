"""The one form in which conditions are kept, so that equal trees are equal values.

What a query string can say is plain filters, whoever wrote it as a tree. In the tree that is left
a `Not` stands over single filters only, and only where no operator says the same.
"""

from collections.abc import Iterable, Sequence

from app.query.canonical import canonical_filters
from app.query.model import All, AnyOf, Condition, Filter, Not
from app.query.operators import BY_KEY, fits
from app.query.resource import Resource
from app.query.tree_text import write_tree

_OPPOSITES = {"eq": "ne", "ne": "eq", "in": "notin", "notin": "in"}
"""Each finds just the records that the other does not, those with a missing value too."""
_WANTED, _UNWANTED = frozenset({"eq", "in"}), frozenset({"ne", "notin"})


def settle(
    resource: Resource, filters: Sequence[Filter], where: Condition | None
) -> tuple[tuple[Filter, ...], Condition | None]:
    """The same conditions as plain filters, and a tree of those that no plain filter says."""
    if where is None:
        return canonical_filters(resource, filters), None
    whole = _normal(resource, All((*filters, where)), negated=False)
    parts = whole.parts if isinstance(whole, All) else (whole,)
    plain, rest = _divided(resource, parts)
    return canonical_filters(resource, plain), _join(resource, All, rest) if rest else None


def _normal(resource: Resource, given: Condition, *, negated: bool) -> Condition:
    """The condition or its opposite, with every `Not` as far down as it goes."""
    if isinstance(given, Not):
        return _normal(resource, given.part, negated=not negated)
    if isinstance(given, Filter):
        (leaf,) = canonical_filters(resource, (given,))
        return _opposite(resource, leaf) if negated else leaf
    kind = AnyOf if isinstance(given, All) is negated else All
    parts = (_normal(resource, part, negated=negated) for part in given.parts)
    return _join(resource, kind, parts)


def _opposite(resource: Resource, leaf: Filter) -> Condition:
    if leaf.op == "isnull":
        return Filter(leaf.field, leaf.op, (not leaf.values[0],))
    if leaf.field in resource.words or leaf.op not in _OPPOSITES:
        return Not(leaf)
    return Filter(leaf.field, _OPPOSITES[leaf.op], leaf.values)


def _join(
    resource: Resource, kind: type[All] | type[AnyOf], parts: Iterable[Condition]
) -> Condition:
    """The parts as one condition: nested ones of the same kind opened, sorted, each once."""
    flat = (
        inner
        for part in parts
        for inner in (
            part.parts if isinstance(part, All | AnyOf) and type(part) is kind else (part,)
        )
    )
    ordered = sorted(dict.fromkeys(flat), key=lambda part: write_tree(resource, part))
    return ordered[0] if len(ordered) == 1 else kind(tuple(ordered))


def _divided(
    resource: Resource, parts: Iterable[Condition]
) -> tuple[list[Filter], list[Condition]]:
    """What a query string can say, and the rest: it names a field and operator once."""
    plain: list[Filter] = []
    rest: list[Condition] = []
    named: dict[tuple[str, frozenset[str]], int] = {}
    for part in parts:
        if not isinstance(part, Filter):
            rest.append(part)
            continue
        same = next((ops for ops in (_WANTED, _UNWANTED) if part.op in ops), frozenset({part.op}))
        times = named[part.field, same] = named.get((part.field, same), 0) + 1
        (plain if times <= _times(resource, part) else rest).append(part)
    return plain, rest


def _times(resource: Resource, asked: Filter) -> float:
    """How many conditions of its kind a query string can hold beside one another."""
    if asked.op in _UNWANTED:  # none of these and none of those: none of all
        return float("inf")
    field = resource.fields.get(asked.field)
    listed = asked.op in _WANTED and field is not None and fits(BY_KEY["in"], field)
    return 2 if listed else 1
