"""Provenance as it is stored: one JSON value a version, each reading of a document told once, and
which quality issues people have accepted.

What goes without saying is left out: a value that is the raw text, the origin `stated`. A field
tells its document by its place among them; rows of one list may be of different days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic_core import from_json as from_text
from pydantic_core import to_json as to_text

from app.domain.fields import BY_NAME
from app.domain.provenance import Source, Statement, UnknownLabel
from app.domain.quality import Acceptance
from app.domain.representation import from_json, to_json


@dataclass(slots=True)
class Evidence:
    """Everything known of where a record's values come from; `accepted` are quality issues, by
    code, that a person has declared to be as they should."""

    statements: dict[str, Statement]
    unknown_labels: dict[str, tuple[UnknownLabel, ...]] = field(default_factory=dict)
    period: str | None = None  # of the layout, where nothing printed decides the programme period
    accepted: dict[str, Acceptance] = field(default_factory=dict)

    @property
    def has_unknown_labels(self) -> bool:
        return any(self.unknown_labels.values())


def dump(evidence: Evidence) -> str:
    """The stored text."""
    # By what they are in memory: each value asks for its source, and to hash one takes its time.
    met = {id(s.source): s.source for s in evidence.statements.values() if s.source}
    sources = list(dict.fromkeys(met.values()))
    places = {key: sources.index(source) for key, source in met.items()}
    stored: dict[str, Any] = {
        "fields": {name: _to_json(name, s, places) for name, s in evidence.statements.items()},
        "documents": [_source_to_json(source) for source in sources],
        "unknown_labels": {
            sha256: [asdict(label) for label in labels]
            for sha256, labels in evidence.unknown_labels.items()
            if labels
        },
        "period": evidence.period,
    }
    if evidence.accepted:
        stored["accepted"] = {code: _accepted(one) for code, one in evidence.accepted.items()}
    return to_text(stored).decode()


def load(text: str) -> Evidence:
    """What `dump` wrote; also earlier versions, which named a document by its hash and had one time
    and day for all of it."""
    stored = from_text(text)
    documents = stored["documents"]
    if isinstance(documents, dict):
        documents = [{"sha256": sha256, **row} for sha256, row in documents.items()]
    sources: dict[str | int, Source] = {}
    for place, row in enumerate(documents):
        sources[row["sha256"]] = sources[place] = _source_from_json(row)
    return Evidence(
        {name: _from_json(name, row, sources) for name, row in stored["fields"].items()},
        {key: _labels(rows) for key, rows in stored["unknown_labels"].items()},
        stored["period"],
        {code: _acceptance(row) for code, row in stored.get("accepted", {}).items()},
    )


def is_known(evidence: Evidence, stored: Evidence) -> bool:
    """Whether it says what is stored; in which order its fields stand says nothing."""
    return load(dump(evidence)) == stored


def _accepted(acceptance: Acceptance) -> dict[str, str]:
    return {**asdict(acceptance), "at": acceptance.at.isoformat()}


def _acceptance(row: dict[str, str]) -> Acceptance:
    return Acceptance(row["by"], row["reason"], datetime.fromisoformat(row["at"]))


def _labels(rows: Iterable[dict[str, Any]]) -> tuple[UnknownLabel, ...]:
    return tuple(UnknownLabel(**row) for row in rows)


def _to_json(name: str, statement: Statement, places: Mapping[int, int]) -> dict[str, Any]:
    value, origin, label, raw, line, last_line, issues, rule, source, by, reason, at = statement
    shown = value if isinstance(value, str) else to_json(BY_NAME[name], value)
    stored: dict[str, Any] = {"label": label, "raw": raw, "line": line} if line else {}
    if not line and (label or raw):
        stored = {key: text for key, text in (("label", label), ("raw", raw)) if text}
    if shown is None or shown != raw:
        stored["value"] = shown
    if origin != "stated":
        stored["origin"] = origin
    if last_line != line:
        stored["last_line"] = last_line
    if source is not None:
        stored["document"] = places[id(source)]
    if issues:
        stored["issues"] = issues
    if rule:
        stored["rule"] = rule
    if by or reason or at:
        stored |= {"by": by, "reason": reason, "at": at.isoformat() if at else None}
    return stored


def _from_json(name: str, row: dict[str, Any], sources: Mapping[str | int, Source]) -> Statement:
    """Also of what earlier versions stored, who named the document and left nothing out."""
    line = row.get("line", 0)
    return Statement(
        value=from_json(BY_NAME[name], row["value"] if "value" in row else row["raw"]),
        origin=row.get("origin", "stated"),
        label=row.get("label", ""),
        raw=row.get("raw", ""),
        line=line,
        last_line=row.get("last_line", line),
        issues=tuple(row.get("issues", ())),
        rule=row.get("rule", ""),
        source=sources.get(row.get("document", "")),
        by=row.get("by", ""),
        reason=row.get("reason", ""),
        at=datetime.fromisoformat(row["at"]) if row.get("at") else None,
    )


def _source_to_json(source: Source) -> dict[str, Any]:
    return {
        "sha256": source.sha256,
        "name": source.name,
        "layout": source.layout,
        "reader_version": source.reader_version,
        "read_at": source.read_at.isoformat(),
        "dated": source.dated.isoformat() if source.dated else None,
    }


def _source_from_json(row: dict[str, Any]) -> Source:
    return Source(
        sha256=row["sha256"],
        name=row["name"],
        layout=row["layout"],
        reader_version=row["reader_version"],
        read_at=datetime.fromisoformat(row["read_at"]),
        dated=date.fromisoformat(row["dated"]) if row["dated"] else None,
    )
