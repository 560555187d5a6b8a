"""`/v1/schema`: the tables as data, so that no client needs to be told twice."""

from dataclasses import asdict
from typing import Any

from app import __version__
from app.api.making import MAX_FILES
from app.api.problems import PROBLEM_TYPES
from app.api.stream import MAX_STREAMS
from app.api.uploads import MAX_FILES as MAX_UPLOADED
from app.domain.fields import Field
from app.domain.quality import RULES
from app.domain.vocabulary import CODES
from app.importer.traps import MAX_MEMBERS
from app.mirror.grouping import MAX_GROUPS
from app.query.accepts import FACETS, LIST, SIMILAR, SUGGEST
from app.query.aggregation.keys import MAX_KEYS
from app.query.aggregation.metrics import MAX_METRICS
from app.query.body import MAX_BYTES as MAX_QUESTION_BYTES
from app.query.filters import MAX_VALUES
from app.query.leaf_reading import MAX_CONDITIONS
from app.query.operators import OPERATORS, operators_of
from app.query.resource import CONTROLS, ORGANISATIONS, PROJECTS, Resource
from app.query.tree_reading import MAX_DEPTH
from app.query.wire import MAX_BYTES
from app.settings import Settings
from app.store.jobs import MAX_WAITING
from app.store.replays import KEPT_FOR
from app.writing.reason import MAX_REASON
from app.writing.rows import MAX_ROWS
from app.writing.rules import MAX_CHARACTERS, MAX_LONG_CHARACTERS


def describe_schema(settings: Settings) -> dict[str, Any]:
    """Everything a client may want to know before it asks."""
    return {
        "version": __version__,
        "resources": {one.name: _resource(one) for one in (PROJECTS, ORGANISATIONS)},
        "controls": list(CONTROLS),
        "operators": [
            {
                "name": row.key,
                "suffix": row.suffix,
                "kinds": sorted(row.kinds),
                "takes": row.arity.value,
                "phrase_en": row.phrase_en,
                "phrase_sv": row.phrase_sv,
                "example": row.example,
            }
            for row in OPERATORS
        ],
        "quality_rules": [
            {
                "code": rule.code,
                "severity": rule.severity,
                "sentence_sv": rule.sentence_sv,
                "sentence_en": rule.sentence_en,
                "rule": rule.rule,
            }
            for rule in RULES.values()
        ],
        "problems": [asdict(problem) for problem in PROBLEM_TYPES.values()],
        "limits": {
            "max_limit": LIST.max_limit,
            "default_limit": LIST.default_limit,
            "max_query_bytes": MAX_BYTES,
            "max_question_bytes": MAX_QUESTION_BYTES,
            "max_conditions": MAX_CONDITIONS,
            "max_depth": MAX_DEPTH,
            "max_values": MAX_VALUES,
            "max_keys": MAX_KEYS,
            "max_figures": MAX_METRICS,
            "max_groups": MAX_GROUPS,
            "max_facet_values": FACETS.max_limit,
            "max_suggestions": SUGGEST.max_limit,
            "max_similar": SIMILAR.max_limit,
            "max_body_bytes": settings.max_body_bytes,
            "max_upload_bytes": settings.max_upload_bytes,
            "max_upload_files": MAX_UPLOADED,
            "max_archive_members": MAX_MEMBERS,
            "max_waiting_imports": MAX_WAITING,
            "max_bulk_rows": MAX_ROWS,
            "max_text_characters": MAX_CHARACTERS,
            "max_long_text_characters": MAX_LONG_CHARACTERS,
            "max_reason_characters": MAX_REASON,
            "idempotency_hours": int(KEPT_FOR.total_seconds() // 3600),
            "max_streams": MAX_STREAMS,
            "max_files": MAX_FILES,
            "query_seconds": settings.query_seconds,
        },
    }


def _resource(resource: Resource) -> dict[str, Any]:
    return {
        "fields": [_field(field) for field in resource.fields.values()],
        "default_fields": list(resource.default),
        "as_of": bool(resource.past),
        "words": [
            {
                "name": word.name,
                "fields": sorted({word.floor, word.ceiling}),
                "phrase_en": word.phrase_en,
                "phrase_sv": word.phrase_sv,
                "example": word.example,
            }
            for word in resource.words.values()
        ],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "type": field.kind.value,
        "unit": field.unit or None,
        "label_sv": field.label_sv,
        "label_en": field.label_en,
        "definition": field.definition,
        "caveat": field.caveat or None,
        "nullable": field.flags.nullable,
        "computed": field.flags.computed,
        "personal": field.flags.personal,
        "sortable": field.flags.sortable,
        "facet": field.is_facet,
        "operators": [row.key for row in operators_of(field)],
        "codes": _codes(field),
    }


def _codes(field: Field) -> list[str] | None:
    """The values of a coded field, with their period where it decides the meaning."""
    if not field.codes:
        return None
    if field.codes not in CODES:
        return list(RULES)
    return [f"{row.period}:{row.code}" if row.period else row.code for row in CODES[field.codes]]
