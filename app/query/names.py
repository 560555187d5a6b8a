"""Which parameter names what: a control, a plain word, or a field with an operator.

Refuses the others, each with the name that was most likely meant.
"""

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.collation import fold
from app.domain.fields import Field
from app.faults import ValueRefused, quoted
from app.query.nearest import nearest
from app.query.operators import BY_KEY, Operator, operators_of
from app.query.resource import Resource, Word

_OTHER_WORDS = {
    "page": "offset",
    "skip": "offset",
    "per_page": "limit",
    "page_size": "limit",
    "top": "limit",
    "order": "sort",
    "order_by": "sort",
    "sort_by": "sort",
    "search": "q",
    "query": "q",
    "columns": "fields",
    "select": "fields",
    "year": "period",
    "date": "period",
    "county": "region",
    "nuts2": "region",
}
"""What the same thing is called elsewhere."""
_OTHER_OPERATORS = {
    "=": "eq",
    "==": "eq",
    "!=": "ne",
    ">": "gt",
    ">=": "gte",
    "<": "lt",
    "<=": "lte",
    "after": "gt",
    "before": "lt",
    "from": "gte",
    "ilike": "contains",
    "like": "contains",
    "max": "lte",
    "min": "gte",
    "neq": "ne",
    "nin": "notin",
    "not": "ne",
    "null": "isnull",
    "range": "between",
    "to": "lte",
    "until": "lte",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a filter parameter names."""

    field: Field
    operator: Operator


def read_target(resource: Resource, name: str, controls: Collection[str]) -> Target:
    """The field and operator of a parameter; raises `ValueRefused`."""
    base, mark, suffix = name.rpartition("__") if "__" in name else (name, "", "eq")
    field = resource.fields.get(base)
    if field is None:
        raise _no_field(resource, name, base, f"{mark}{suffix}" if mark else "", controls)
    if field.flags.personal:
        raise personal(field)
    if not mark:
        return Target(field, BY_KEY["eq"])
    allowed = tuple(row.key for row in operators_of(field) if row.suffix)
    try:
        return Target(field, read_operator(field, suffix, allowed))
    except ValueRefused as refused:
        hint = field.name if suffix == "eq" else refused.hint and f"{field.name}__{refused.hint}"
        raise ValueRefused(refused.code, refused.detail, hint, allowed) from refused


def read_field(resource: Resource, name: str, known: Collection[str] | None = None) -> Field:
    """The field of this name; raises `ValueRefused`. `known` are the names that may be meant, where
    not all of fields and plain words can be."""
    if not name:
        raise ValueRefused("empty-value", "A field's name is empty.")
    if name not in resource.fields:
        known = (*resource.fields, *resource.words) if known is None else known
        hint = nearest_name(resource, name, known)
        raise ValueRefused("unknown-field", f"There is no field {quoted(name)}.", hint)
    return resource.fields[name]


def read_operator(field: Field, key: str, allowed: tuple[str, ...]) -> Operator:
    """The operator of this key, one of those allowed; raises `ValueRefused`."""
    if key in allowed:
        return BY_KEY[key]
    if key in BY_KEY and key != "eq":
        detail = f"The operator {key} does not fit {field.name} ({field.kind.value})."
        raise ValueRefused("unknown-operator", detail, None, allowed)
    near = _OTHER_OPERATORS.get(key.casefold()) or nearest(key, allowed)
    detail = f"There is no operator {quoted(key)}."
    raise ValueRefused("unknown-operator", detail, near if near in allowed else None, allowed)


def personal(field: Field) -> ValueRefused:
    """The refusal of contact data; its value is never repeated."""
    return ValueRefused("personal-field", f"{field.name} is contact data.")


def unknown_parameter(
    resource: Resource, name: str, controls: Collection[str], *, filters: bool = True
) -> ValueRefused:
    """The refusal of a name that this address does not take."""
    known = (*resource.fields, *resource.words, *controls) if filters else tuple(controls)
    allowed = () if filters else tuple(controls)
    hint = nearest_name(resource, name, known)
    detail = f"There is no parameter {quoted(name)} here."
    return ValueRefused("unknown-parameter", detail, hint, allowed)


def _no_field(
    resource: Resource, name: str, base: str, suffix: str, controls: Collection[str]
) -> ValueRefused:
    if not suffix:
        return unknown_parameter(resource, name, controls)
    if base in controls:
        return ValueRefused("unknown-operator", f"{base} takes no operator.", base)
    operator = suffix.removeprefix("__")
    if word := resource.words.get(base):
        return ValueRefused(
            "unknown-operator", f"{base} takes no operator.", _field_of(word, operator, suffix)
        )
    near = nearest_name(resource, base, (*resource.fields, *resource.words))
    word = resource.words.get(near or "")
    hint = _field_of(word, operator, suffix) if word else near and f"{near}{suffix}"
    return ValueRefused("unknown-field", f"There is no field {quoted(base)}.", hint)


def _field_of(word: Word, operator: str, suffix: str) -> str:
    return f"{word.floor if operator in {'gt', 'gte'} else word.ceiling}{suffix}"


def nearest_name(resource: Resource, name: str, known: Collection[str]) -> str | None:
    """The known name that was most likely meant: spelt otherwise, a label, or what the same thing
    is called elsewhere; for a plain word that cannot be meant, its field."""
    plain = fold(name).replace("-", "_").replace(" ", "_").removesuffix("[]")
    if plain in known:
        return plain
    if _OTHER_WORDS.get(plain) in known:
        return _OTHER_WORDS[plain]
    for field in resource.fields.values():
        if field.name in known and plain in _labels(field):
            return field.name
    near = nearest(plain, (*known, *resource.words))
    word = resource.words.get(near or "") if near not in known else None
    if word is None:
        return near
    return word.ceiling if word.ceiling in known else None


def _labels(field: Field) -> tuple[str, ...]:
    return tuple(fold(label).replace(" ", "_") for label in (field.label_sv, field.label_en))
