"""A tree of conditions as compact JSON: what `where` of a canonical question is.

Reading it is tree_reading.py.
"""

import json

from app.query.literal_text import write_literal
from app.query.model import All, Condition, Filter, Not, Range, Value
from app.query.operators import BY_KEY, Arity
from app.query.resource import Resource

AND, OR, NOT = "and", "or", "not"
FIELD, OP, VALUE = "field", "op", "value"


def write_tree(resource: Resource, where: Condition) -> str:
    """The JSON text of a condition; reading it gives the condition again."""
    if isinstance(where, Filter):
        return _leaf(resource, where)
    if isinstance(where, Not):
        return f'{{"{NOT}":{write_tree(resource, where.part)}}}'
    parts = ",".join(write_tree(resource, part) for part in where.parts)
    return f'{{"{AND if isinstance(where, All) else OR}":[{parts}]}}'


def _leaf(resource: Resource, asked: Filter) -> str:
    values = [_value(resource, asked, value) for value in asked.values]
    listed = len(values) > 1 or BY_KEY[asked.op].arity is Arity.MANY
    written = f"[{','.join(values)}]" if listed else values[0]
    return f'{{"{FIELD}":"{asked.field}","{OP}":"{asked.op}","{VALUE}":{written}}}'


def _value(resource: Resource, asked: Filter, value: Value | Range) -> str:
    """Numbers, true and false stand for themselves; all else is a text."""
    text = write_literal(resource, asked, value)
    return text if isinstance(value, int) else json.dumps(text, ensure_ascii=False)
