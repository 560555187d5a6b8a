"""Finding pieces of text in SQL: what `contains` and `startswith` look for, and the terms of `q`.

Never a LIKE: a user's text is only ever bound, and its % and _ are letters like all others.
"""

from app.domain.collation import SEPARATOR
from app.domain.fields import Field, Kind
from app.query.dialect import Dialect
from app.query.expressions import folded, stored
from app.query.fragment import (
    NEVER,
    Fragment,
    Given,
    Parameter,
    all_of,
    any_of,
    compose,
    joined,
    untrue,
)
from app.query.operators import Operator
from app.query.resource import Resource
from app.query.search import folded_part, match_all
from app.query.shape import TermShape, WordsShape

BEFORE_WORDS = (SEPARATOR, " ", '"', "'", "(", "-", "/")
"""What may stand before the beginning of a word; the separator stands before the text."""


def found_in(field: Field, operator: Operator, dialect: Dialect, index: int) -> Fragment:
    """Whether the filter's one literal stands in the field, or at its beginning."""
    is_text = field.kind is Kind.TEXT
    at_start = operator.key == "startswith"

    def part(given: Given) -> Parameter:
        literal = str(given.conditions[index].values[0])
        if not is_text:
            return literal
        return f"{SEPARATOR}{folded_part(literal)}" if at_start else folded_part(literal)

    text = folded(field, dialect) if is_text else stored(field, dialect)
    position = compose(dialect.position, text=text, part=Fragment(dialect.placeholder, (part,)))
    return compose(operator.sql, position=position)


def words_found(dialect: Dialect, shape: WordsShape) -> Fragment:
    """Whether every word sought stands in the record, and none that must not."""

    def match(excluded: bool) -> Fragment:
        def slot(given: Given) -> Parameter:
            return match_all(given.query.sought or ())[excluded]

        return compose(dialect.in_words, match=Fragment(dialect.placeholder, (slot,)))

    conditions = [match(False)] if shape.wanted else []
    if shape.unwanted:
        conditions.append(untrue(match(True)))
    return all_of(conditions) if conditions else NEVER


def rank(dialect: Dialect, shape: WordsShape | None) -> Fragment:
    """How well the words sought were found: the sum of their tiers, the smaller the better."""
    tiers = shape.tiers if shape else ()
    if not tiers:
        return Fragment("CAST(0 AS INTEGER)")  # a bare number would be the place of a column
    return joined(" + ", (_tier(dialect, index, ways) for index, ways in enumerate(tiers)))


def _tier(dialect: Dialect, index: int, tiers: tuple[int, ...]) -> Fragment:
    """That of the best way by which the word is found."""

    def match(way: int) -> Fragment:
        def slot(given: Given) -> Parameter:
            wanted = [one for one in given.query.sought or () if not one.excluded]
            return wanted[index].ways[way].match

        return compose(dialect.in_words, match=Fragment(dialect.placeholder, (slot,)))

    cases = (
        compose(f"WHEN {{found}} THEN {tier}", found=match(way)) for way, tier in enumerate(tiers)
    )
    return compose("CASE {cases} END", cases=joined(" ", cases))


def term_found(resource: Resource, dialect: Dialect, index: int, shape: TermShape) -> Fragment:
    """Whether a term of `q` stands in one of the searched fields, or in none of them."""
    fields = (resource.fields[name] for name in resource.searched)
    columns = (folded(field, dialect) for field in fields)
    found = any_of(_term_in(column, dialect, index, shape) for column in columns)
    return untrue(found) if shape.excluded else found


def _term_in(column: Fragment, dialect: Dialect, index: int, shape: TermShape) -> Fragment:
    anywhere = _position(column, dialect, index, "")
    if not shape.prefix:
        return anywhere
    begun = any_of(_position(column, dialect, index, mark) for mark in BEFORE_WORDS)
    # Most texts hold the term nowhere: they are then read once instead of seven times.
    return compose("({anywhere} AND {begun})", anywhere=anywhere, begun=begun)


def _position(column: Fragment, dialect: Dialect, index: int, mark: str) -> Fragment:
    def part(given: Given) -> Parameter:
        return f"{mark}{given.terms[index].text}"

    placeholder = Fragment(dialect.placeholder, (part,))
    position = compose(dialect.position, text=column, part=placeholder)
    return compose("{position} > 0", position=position)
