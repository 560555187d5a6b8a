"""Parameters as OpenAPI describes them: controls, plain words, one a field, headers."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from app.api.contract.controls import CONTROLS, LIMIT, OTHER_NAMES, REQUIRED
from app.api.contract.shapes import literal_of
from app.domain.fields import Field, Kind
from app.query.operators import operators_of
from app.query.resource import Resource, Word

Parameter = dict[str, Any]

_HEADERS: Mapping[str, tuple[str, dict[str, Any]]] = MappingProxyType(
    {
        "If-Match": (
            "Tags of the record as the caller holds it, or `*`; else 412.",
            {"type": "string"},
        ),
        "If-None-Match": (
            "`*`: only where there is no such record yet; else 412.",
            {"type": "string"},
        ),
        "Change-Reason": (
            "Why, for the history; UTF-8.",
            {"type": "string", "maxLength": 500},
        ),
        "Idempotency-Key": (
            "A word of the caller's choice: the same request again gets the same answer.",
            {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        ),
        "Range": (
            "Bytes of the file, as `bytes=0-499`; what is no such range is left aside.",
            {"type": "string"},
        ),
        "If-Range": (
            "Tag of the file that the ranges are meant of; of another one all is sent.",
            {"type": "string"},
        ),
        "Last-Event-ID": ("The `id` of the last event seen.", {"type": "string"}),
    }
)
WRITE_HEADERS = ("If-Match", "If-None-Match", "Change-Reason", "Idempotency-Key")
"""What every write of a record reads."""

_PLAIN: Mapping[str, str] = MappingProxyType(
    {
        "region": "The project's region: code, name or known variant; `SE1`, `SE2`, `SE3` take "
        "that part of the country.",
        "owner": "Who owns it: any spelling seen, without case, or organisation number or id.",
        "programme_area": "Programme area: `2`, `A`, or `2014-2020:2` in one period only.",
    }
)
"""The fields that people come for, told in plain words; they stand first with the words."""


def control(name: str) -> Parameter:
    """A parameter that is no filter."""
    text, schema, example = CONTROLS[name]
    described = _parameter(OTHER_NAMES.get(name, name), text, schema, example)
    return {**described, "required": True} if name in REQUIRED else described


def controls_of(names: tuple[str, ...], *, whole: bool) -> Iterator[tuple[str, Parameter]]:
    """The named controls with their component names; a `whole` list has no limit unasked."""
    for name in names:
        if whole and name == "limit":
            schema = {key: value for key, value in LIMIT.items() if key != "default"}
            text = "Rows in a page; without it the list is whole."
            yield "control-limit-of-whole", _parameter(name, text, schema, 2)
        else:
            yield f"control-{name}", control(name)


def headers_of(names: tuple[str, ...]) -> Iterator[tuple[str, Parameter]]:
    """The named request headers with their component names."""
    for name in names:
        text, schema = _HEADERS[name]
        described = {"name": name, "in": "header", "description": text, "schema": schema}
        yield f"header-{name.lower()}", described


def plain_filters(
    resource: Resource, examples: Mapping[str, Any]
) -> Iterator[tuple[str, Parameter]]:
    """What people come for: some fields, and the words that are none. Examples are of a record."""
    yield from _fields(resource, [name for name in _PLAIN if resource.words], examples)
    for word in resource.words.values():
        yield f"{resource.name}-{word.name}", _word(word)


def other_filters(
    resource: Resource, examples: Mapping[str, Any]
) -> Iterator[tuple[str, Parameter]]:
    """Every other field that can be filtered."""
    names = [name for name in resource.fields if not (resource.words and name in _PLAIN)]
    yield from _fields(resource, names, examples)


def _fields(
    resource: Resource, names: Iterable[str], examples: Mapping[str, Any]
) -> Iterator[tuple[str, Parameter]]:
    for field in (resource.fields[name] for name in names):
        if operators_of(field):
            yield f"{resource.name}-{field.name}", _field(field, examples.get(field.name))


def _word(word: Word) -> Parameter:
    form = "a day" if word.point else "`a..b`, both ends included, either may be open"
    example = word.example.partition("=")[2]
    return _parameter(word.name, f"Record {word.phrase_en} …: {form}.", {"type": "string"}, example)


def _field(field: Field, example: object) -> Parameter:
    suffixes = " ".join(one.suffix for one in operators_of(field) if one.suffix)
    meaning = _PLAIN.get(field.name) or f"{field.definition} {field.caveat}".strip()
    text = f"{field.label_en} ({field.label_sv}). {meaning} Also with `{suffixes}`."
    shown = example[0] if isinstance(example, list) and example else example
    literal = {"type": "string"} if field.kind is Kind.TIME else literal_of(field)
    return _parameter(field.name, text, literal, shown if shown != [] else "")


def _parameter(name: str, text: str, schema: dict[str, Any], example: object) -> Parameter:
    """The example goes into the schema: a parameter's own would fill in the form of `/docs`."""
    shown = schema if example in ("", None) else {**schema, "examples": [example]}
    return {"name": name, "in": "query", "description": text, "schema": shown}
