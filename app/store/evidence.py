"""Provenance as it is stored: one JSON value a version, each document named once."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from app.domain.fields import BY_NAME
from app.domain.provenance import Source, Statement, UnknownLabel
from app.domain.representation import from_json, to_json


@dataclass(slots=True)
class Evidence:
    """Everything known of where a record's values come from."""

    statements: dict[str, Statement]
    unknown_labels: dict[str, tuple[UnknownLabel, ...]] = field(default_factory=dict)
    period: str | None = None  # of the layout, where nothing printed decides the programme period

    @property
    def has_unknown_labels(self) -> bool:
        return any(self.unknown_labels.values())


def dump(evidence: Evidence) -> str:
    """The stored text."""
    documents = {
        statement.source.sha256: _source_to_json(statement.source)
        for statement in evidence.statements.values()
        if statement.source
    }
    stored = {
        "fields": {name: _to_json(name, s) for name, s in evidence.statements.items()},
        "documents": documents,
        "unknown_labels": {
            sha256: [asdict(label) for label in labels]
            for sha256, labels in evidence.unknown_labels.items()
            if labels
        },
        "period": evidence.period,
    }
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Evidence:
    """What `dump` wrote."""
    stored = json.loads(text)
    sources = {key: _source_from_json(key, row) for key, row in stored["documents"].items()}
    return Evidence(
        {name: _from_json(name, row, sources) for name, row in stored["fields"].items()},
        {key: _labels(rows) for key, rows in stored["unknown_labels"].items()},
        stored["period"],
    )


def _labels(rows: Iterable[dict[str, Any]]) -> tuple[UnknownLabel, ...]:
    return tuple(UnknownLabel(**row) for row in rows)


def _to_json(name: str, statement: Statement) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "value": to_json(BY_NAME[name], statement.value),
        "origin": statement.origin,
        "label": statement.label,
        "raw": statement.raw,
        "line": statement.line,
        "last_line": statement.last_line,
        "issues": list(statement.issues),
        "rule": statement.rule,
        "document": statement.source.sha256 if statement.source else None,
        "by": statement.by,
        "reason": statement.reason,
        "at": statement.at.isoformat() if statement.at else None,
    }
    return {key: stored[key] for key in stored if key == "value" or stored[key]}


def _from_json(name: str, row: dict[str, Any], sources: dict[str, Source]) -> Statement:
    return Statement(
        value=from_json(BY_NAME[name], row["value"]),
        origin=row["origin"],
        label=row.get("label", ""),
        raw=row.get("raw", ""),
        line=row.get("line", 0),
        last_line=row.get("last_line", 0),
        issues=tuple(row.get("issues", ())),
        rule=row.get("rule", ""),
        source=sources.get(row.get("document", "")),
        by=row.get("by", ""),
        reason=row.get("reason", ""),
        at=datetime.fromisoformat(row["at"]) if "at" in row else None,
    )


def _source_to_json(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "layout": source.layout,
        "reader_version": source.reader_version,
        "read_at": source.read_at.isoformat(),
        "dated": source.dated.isoformat() if source.dated else None,
    }


def _source_from_json(sha256: str, row: dict[str, Any]) -> Source:
    return Source(
        sha256=sha256,
        name=row["name"],
        layout=row["layout"],
        reader_version=row["reader_version"],
        read_at=datetime.fromisoformat(row["read_at"]),
        dated=date.fromisoformat(row["dated"]) if row["dated"] else None,
    )
