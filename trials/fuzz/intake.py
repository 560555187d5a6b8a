"""Takes mutated documents into a database, and looks whether every one of them is there."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from itertools import groupby, islice
from pathlib import Path

from app.database import Database
from app.errors import REJECTIONS, DocumentRejected, RecordConflict, RecordDeleted
from app.faults import MappingRejected
from app.importer.archives import expand
from app.importer.incoming import Incoming, Options
from app.importer.mapping import Mapping
from app.importer.report import Result
from app.importer.run import import_documents
from app.importer.tables import open_table
from app.migration import migrate
from trials.fuzz.sample import Sample
from trials.integrity import broken_integrity
from trials.laws import broken_laws

_BATCH = 250
_CODES = {*REJECTIONS, RecordConflict.code, RecordDeleted.code, "set-by-hand"} - {"reader-failed"}
_KEPT = """
    SELECT CASE WHEN q.code IS NOT NULL THEN 'quarantine' WHEN d.layout IS NULL THEN 'nowhere'
        WHEN d.project_id IS NOT NULL THEN 'record' ELSE 'list' END,
        (SELECT count(*) FROM refused_row AS r WHERE r.sha256 = d.sha256)
    FROM document AS d LEFT JOIN quarantine AS q ON q.sha256 = d.sha256 WHERE d.sha256 = ?
"""


class Intake:
    """A database that takes in documents; `counts` tells what became of them."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.counts: Counter[str] = Counter()
        self._database = Database(f"sqlite:///{file}")
        migrate(self._database)

    def close(self) -> None:
        self._database.close()

    def take_in(self, samples: Iterator[Sample]) -> Iterator[str]:
        """Imports them in batches; every fault of a result, and each document that is lost."""
        while batch := list(islice(samples, _BATCH)):
            batch.sort(key=lambda sample: sample.mapping or "")
            for mapping, group in groupby(batch, lambda sample: sample.mapping):
                with suppress(MappingRejected):
                    options = Options(mapping=Mapping(mapping) if mapping is not None else None)
                    yield from self._import([*group], options)

    def broken(self) -> list[str]:
        """Laws that the database breaks."""
        return [*broken_laws(self.file), *broken_integrity(self.file)]

    def _import(self, samples: Sequence[Sample], options: Options) -> Iterator[str]:
        sent = [Incoming(sample.name, content=sample.content) for sample in samples]
        documents = [one for incoming in sent for one in expand(incoming)]
        try:
            results = list(import_documents(self._database, sent, options))
        except Exception as error:  # noqa: BLE001  (one document must not stop the others)
            yield f"the import broke off: {type(error).__name__}: {error!s:.300}"
            return
        if len(results) != len(documents):
            yield f"{len(results)} results of {len(documents)} documents"
        with closing(sqlite3.connect(self.file)) as connection:
            for result, document in zip(results, documents, strict=False):
                self.counts[result.outcome] += 1
                yield from self._judge(connection, result, document, options)

    def _judge(
        self,
        connection: sqlite3.Connection,
        result: Result,
        document: Incoming,
        options: Options,
    ) -> Iterator[str]:
        code = (result.reason or "set-by-hand").partition(":")[0]
        if code not in _CODES:
            yield f"{result.document}: {result.reason}"
        if document.content is None:
            self.counts["told of by name only"] += 1
            return
        sha256 = hashlib.sha256(document.content).hexdigest()
        kept = connection.execute(_KEPT, (sha256,)).fetchone()
        place, refused = kept or ("nowhere", 0)
        self.counts[f"in {place}"] += 1
        if place == "nowhere":
            yield f"LOST: {result.document}, {result.outcome}, {result.reason}"
        if result.rows is not None:
            yield from self._judge_rows(result, refused, document, options)

    def _judge_rows(
        self, result: Result, refused: int, document: Incoming, options: Options
    ) -> Iterator[str]:
        rows = result.rows
        if rows is None:
            raise TypeError(result)
        self.counts.update({f"row {outcome}": count for outcome, count in rows.counts.items()})
        told = sum(rows.counts.values())
        there = _count_rows(document, options)
        if told != there:
            yield f"LOST: {result.document} has {there} rows, {told} are told of"
        without = sum(count for name, count in rows.counts.items() if name == "rejected")
        if refused < without:
            yield f"LOST: {result.document}: {without} rows refused, {refused} kept"
        for rejected in rows.rejects:
            if rejected.code not in _CODES:
                yield f"{result.document}, row {rejected.row}: {rejected.code}: {rejected.detail}"


def _count_rows(document: Incoming, options: Options) -> int:
    with suppress(DocumentRejected):
        table = open_table(document.content or b"", document.name, options.mapping)
        return sum(1 for _ in table.rows()) if table else 0
    return 0
