"""The canonical text of one literal of a filter: what the readers of values, ranges and plain words
read again.
"""

from app.domain.fields import Kind
from app.query.model import Filter, Range, Value
from app.query.plain import write_word
from app.query.ranges import write_range
from app.query.resource import Resource
from app.query.values import write_value


def write_literal(resource: Resource, asked: Filter, value: Value | Range) -> str:
    """The text of one of the filter's literals."""
    if isinstance(value, Range):
        word = resource.words.get(asked.field)
        return write_word(word, value) if word else write_range(_kind(resource, asked), value)
    return write_value(_kind(resource, asked), value)


def _kind(resource: Resource, asked: Filter) -> Kind:
    return resource.fields[asked.field].kind
