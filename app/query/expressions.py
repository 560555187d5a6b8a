"""A field as SQL: as it is stored, as it is compared and sorted, and as JSON.

Names come from the field table only, never from a question.
"""

from app.domain.fields import Field, Kind
from app.query.dialect import Dialect
from app.query.fragment import Fragment, Slot, compose, joined
from app.query.resource import Resource


def stored(field: Field, dialect: Dialect) -> Fragment:
    """The field's own value; a status follows from the day."""
    return _status(dialect) if field.name == "status" else Fragment(field.name)


def compared(field: Field, dialect: Dialect) -> Fragment:
    """What literals are compared with and records sorted by: the collation key of a text."""
    if field.kind is Kind.TEXT or is_text_list(field):
        return Fragment(f"{field.name}_key")
    return stored(field, dialect)


def is_text_list(field: Field) -> bool:
    """Whether a list holds free texts, which have a joint key, and no codes."""
    return field.kind is Kind.LIST and not field.codes


def folded(field: Field, dialect: Dialect) -> Fragment:
    """A text's folded part with the separator in front, which `contains` looks into."""
    if field.flags.long or is_text_list(field):  # such a key has no other part
        return Fragment(f"{field.name}_key")
    return Fragment(dialect.tail.format(key=f"{field.name}_key"))


def json_row(
    resource: Resource, dialect: Dialect, columns: tuple[str, ...], *, personal: bool = False
) -> Fragment:
    """One JSON text with these columns; contact data is null unless `personal`."""
    pairs = (
        json_pair(
            name,
            shown(resource, name, dialect, personal),
            _template(resource.fields[name], dialect),
        )
        for name in columns
    )
    return compose(dialect.row, pairs=joined(", ", pairs))


def shown(resource: Resource, name: str, dialect: Dialect, personal: bool) -> Fragment:
    """A column's value as a row has it; contact data is null unless `personal`."""
    field = resource.fields[name]
    if field.flags.personal and not personal:
        return Fragment("NULL")
    apart = resource.set_apart.get(name) if personal else None
    return Fragment(f"coalesce({name}, {apart})") if apart else stored(field, dialect)


def json_pair(name: str, value: Fragment, template: str = "{column}") -> Fragment:
    """A key of a JSON object with its value, as its kind is written."""
    return Fragment(f"'{name}', {template.format(column=value.text)}", value.slots)


def _template(field: Field, dialect: Dialect) -> str:
    if is_text_list(field):
        return dialect.json_texts
    return dialect.json.get(field.kind, "{column}")


def _status(dialect: Dialect) -> Fragment:
    mark = dialect.placeholder
    return Fragment(
        f"CASE WHEN start_date > {mark} THEN 'planned' WHEN end_date < {mark} THEN 'ended'"
        " WHEN start_date IS NOT NULL AND end_date IS NOT NULL THEN 'ongoing'"
        " ELSE 'unknown' END",
        (_today(dialect), _today(dialect)),
    )


def _today(dialect: Dialect) -> Slot:
    return lambda given: dialect.stored(given.today)
