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
    """Whether the owner has one of these ids, organisation numbers or spellings."""
    return compose(
        "owner_id IN (SELECT organisation_id FROM spelling WHERE folded IN ({names})"
        " UNION ALL SELECT id FROM organisation WHERE id IN ({ids})"
        " UNION ALL SELECT id FROM organisation WHERE number IN ({numbers}))",
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
