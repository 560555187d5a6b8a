"""The tree of a question, walked: its leaves in order, and those of them that missing values fail.

Changes nothing: the one form in which a tree is kept is made in tree_form.py.
"""

from collections.abc import Iterator

from app.query.model import Condition, Filter, Not, Query


def leaves_of(where: Condition | None) -> Iterator[Filter]:
    """Every filter of the tree, from left to right."""
    if isinstance(where, Filter):
        yield where
    elif isinstance(where, Not):
        yield from leaves_of(where.part)
    elif where is not None:
        for part in where.parts:
            yield from leaves_of(part)


def conditions_of(query: Query) -> tuple[Filter, ...]:
    """Every filter of the question, those of its tree behind the plain ones."""
    return query.filters if query.where is None else (*query.filters, *leaves_of(query.where))


def asserted(query: Query) -> tuple[Filter, ...]:
    """The filters that stand under no `Not`: elsewhere a missing value drops no record."""
    return query.filters if query.where is None else (*query.filters, *_asserted(query.where))


def _asserted(where: Condition | None) -> Iterator[Filter]:
    if isinstance(where, Filter):
        yield where
    elif where is not None and not isinstance(where, Not):
        for part in where.parts:
            yield from _asserted(part)
