"""What a write left in the database: versions by its token, and the stored answer."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

_MOVED = '["owner_id"]'
"""What changes in records of the same owner when a write is the first to tell its number."""


class Effect(NamedTuple):
    """One version of one record."""

    id: str
    version: int
    op: str
    dataset_version: int


@dataclass(frozen=True, slots=True)
class Traces:
    """Of every write, by its token; records that only followed their owner stand apart."""

    effects: Mapping[str, tuple[Effect, ...]]
    moved: Mapping[str, tuple[Effect, ...]]
    answers: Mapping[str, Mapping[str, Any]]
    moments: Mapping[tuple[str, int], int]
    """Record and version → dataset version."""

    @classmethod
    def read(cls, file: Path) -> "Traces":
        """All that there are at this moment."""
        effects: defaultdict[str, list[Effect]] = defaultdict(list)
        moved: defaultdict[str, list[Effect]] = defaultdict(list)
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("BEGIN")
            rows = connection.execute(
                "SELECT v.reason, c.changed_fields, v.project_id, v.version, v.op,"
                " c.dataset_version"
                " FROM project_version v JOIN change c USING (project_id, version)"
                " WHERE v.reason IS NOT NULL ORDER BY c.seq"
            )
            for token, changed, *effect in rows:
                (moved if changed == _MOVED else effects)[token].append(Effect(*effect))
            rows = connection.execute("SELECT project_id, version, dataset_version FROM change")
            moments = {(key, version): moment for key, version, moment in rows}
            kept = connection.execute("SELECT idempotency_key, answer FROM replay").fetchall()
        answers = {token: json.loads(answer) for token, answer in kept}
        return cls(_frozen(effects), _frozen(moved), answers, moments)


def _frozen(found: Mapping[str, list[Effect]]) -> Mapping[str, tuple[Effect, ...]]:
    return {token: tuple(effects) for token, effects in found.items()}
