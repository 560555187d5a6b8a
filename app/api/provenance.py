"""Provenance as the answer shows it: each value with its document beside it."""

from dataclasses import asdict
from typing import Any

from app.domain.fields import BY_NAME, FIELDS, PERSONAL_FIELDS
from app.domain.provenance import Source, Statement, UnknownLabel
from app.domain.quality import Acceptance
from app.domain.representation import to_json as value_to_json
from app.domain.swedish import is_personal_number
from app.store.evidence import Evidence

_NUMBER = "owner_organisation_number"


def to_json(
    key: str, version: int, evidence: Evidence, *, personal: bool, names_authors: bool
) -> dict[str, Any]:
    """Every field with an origin, in table order; contact data, and who set a value by hand, only
    where they may be shown."""
    statements = evidence.statements
    hidden = set() if personal else {*PERSONAL_FIELDS, *_personal_number(statements)}
    names = (field.name for field in FIELDS if field.name in statements)
    return {
        "id": key,
        "version": version,
        "fields": {
            name: _statement(name, statements[name], names_authors=names_authors)
            for name in names
            if name not in hidden
        },
        "unknown_labels": [
            _unknown_label(label, sha256, personal)
            for sha256, labels in evidence.unknown_labels.items()
            for label in labels
        ],
        "accepted": [
            _acceptance(code, one, names_authors=names_authors)
            for code, one in sorted(evidence.accepted.items())
        ],
    }


def _unknown_label(label: UnknownLabel, sha256: str, personal: bool) -> dict[str, Any]:
    """Nobody knows what an unknown label states: it may be a contact person."""
    shown = asdict(label) if personal else {"label": None, "raw": None, "line": label.line}
    return {**shown, "document": sha256}


def _acceptance(code: str, acceptance: Acceptance, *, names_authors: bool) -> dict[str, Any]:
    return {
        "code": code,
        "by": acceptance.by if names_authors else None,
        "reason": acceptance.reason,
        "at": acceptance.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _personal_number(statements: dict[str, Statement]) -> set[str]:
    """The number where it is, or as it cannot be read may be, a natural person's."""
    value = statements[_NUMBER].value if _NUMBER in statements else None
    return set() if isinstance(value, str) and not is_personal_number(value) else {_NUMBER}


def _statement(name: str, statement: Statement, *, names_authors: bool) -> dict[str, Any]:
    return {
        "value": value_to_json(BY_NAME[name], statement.value),
        "origin": statement.origin,
        "label": statement.label or None,
        "raw": statement.raw or None,
        "line": statement.line or None,
        "last_line": statement.last_line or None,
        "issues": list(statement.issues),
        "rule": statement.rule or None,
        "document": _document(statement.source) if statement.source else None,
        "by": statement.by or None if names_authors else None,
        "reason": statement.reason or None,
        "at": statement.at.strftime("%Y-%m-%dT%H:%M:%SZ") if statement.at else None,
    }


def _document(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "sha256": source.sha256,
        "layout": source.layout,
        "reader_version": source.reader_version,
        "read_at": source.read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "dated": source.dated.isoformat() if source.dated else None,
    }
