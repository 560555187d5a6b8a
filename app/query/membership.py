"""Equality that is more than one comparison: owners, codes in one period, lists of texts."""

from collections.abc import Sequence

from app.domain.collation import SEPARATOR, fold
from app.domain.fields import Field
from app.domain.swedish import organisation_number
from app.query import literals
from app.query.dialect import Dialect
from app.query.fragment import Fragment, any_of, compose
from app.query.model import Value


def of_organisation(dialect: Dialect, index: int, places: Sequence[int]) -> Fragment:
    """Whether the owner has one of these ids, organisation numbers or spellings, itself or through
    an organisation that was merged into it."""
    return compose(
        "owner_id IN (SELECT coalesce(o.merged_into, o.id) FROM spelling AS s"
        " JOIN organisation AS o ON o.id = s.organisation_id WHERE s.folded IN ({names})"
        " UNION ALL SELECT coalesce(merged_into, id) FROM organisation"
        " WHERE id IN ({ids}) OR number IN ({numbers}))",
        names=literals.values(dialect, index, places, lambda value: fold(str(value))),
        ids=literals.values(dialect, index, places, str),
        numbers=literals.values(dialect, index, places, _number),
    )


def of_past_organisation(dialect: Dialect, index: int, places: Sequence[int]) -> Fragment:
    """The same of a past state: its owner may have been merged since, or have joined another, of
    which then only the spelling is left."""
    return compose(
        "(owner_id IN ({same} SELECT id FROM same) OR (owner_id NOT IN (SELECT id FROM"
        " organisation) AND {owner} IN ({again} SELECT {mark} || folded FROM spelling"
        " WHERE organisation_id IN (SELECT id FROM same))))",
        same=_same_organisations(dialect, index, places),
        owner=Fragment(dialect.tail.format(key="owner_key")),
        again=_same_organisations(dialect, index, places),
        mark=Fragment(dialect.placeholder, (lambda _: SEPARATOR,)),
    )


def _same_organisations(dialect: Dialect, index: int, places: Sequence[int]) -> Fragment:
    """`same`: the organisations asked for, and all that are merged with them."""
    return compose(
        "WITH RECURSIVE same(id) AS (SELECT organisation_id FROM spelling WHERE folded IN ({names})"
        " UNION SELECT id FROM organisation WHERE id IN ({ids})"
        " UNION SELECT id FROM organisation WHERE number IN ({numbers})"
        " UNION SELECT other.id FROM same JOIN organisation AS one ON one.id = same.id"
        " JOIN organisation AS other ON other.id = one.merged_into OR other.merged_into = one.id)",
        names=literals.values(dialect, index, places, lambda value: fold(str(value))),
        ids=literals.values(dialect, index, places, str),
        numbers=literals.values(dialect, index, places, _number),
    )


def in_period(field: Field, dialect: Dialect, index: int, place: int) -> Fragment:
    """Whether the record has this code and is of the period written before it."""
    return compose(
        "({column} = {code} AND programme_period = {period})",
        column=Fragment(field.name),
        code=literals.values(dialect, index, (place,), lambda value: _parts(value)[1]),
        period=literals.values(dialect, index, (place,), lambda value: _parts(value)[0]),
    )


def in_text_list(field: Field, dialect: Dialect, index: int, places: Sequence[int]) -> Fragment:
    """Whether a list of texts holds one of these, compared without case."""
    mark = Fragment(dialect.placeholder, (lambda _: SEPARATOR,))
    text = compose("{key} || {mark}", key=Fragment(f"{field.name}_key"), mark=mark)
    parts = (literals.values(dialect, index, (place,), _whole) for place in places)
    positions = (compose(dialect.position, text=text, part=part) for part in parts)
    return any_of(compose("{position} > 0", position=position) for position in positions)


def _number(value: Value) -> str:
    return organisation_number(str(value)) or str(value)


def _parts(value: Value) -> tuple[str, str]:
    period, _, code = str(value).partition(":")
    return period, code


def _whole(value: Value) -> str:
    return f"{SEPARATOR}{fold(str(value)).replace(SEPARATOR, '')}{SEPARATOR}"
