"""Statements that take long, read in threads, on connections of their own. They are of the same
data as the question that needs them, or of no use.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing

from app.database import Database, Reader, Row
from app.errors import QueryTooSlow
from app.store.reads import DatasetState, dataset_state, redaction_stamp
from app.store.snapshot import Snapshot

Statement = tuple[str, tuple[object, ...]]
"""SQL and its parameters."""
_Data = tuple[DatasetState, str | None]
"""What is told of: a version of the dataset, and the last redaction, which makes no version."""


class Lengthy(Exception):
    """A statement takes longer than others can wait: it is to be read beside, then asked again."""

    def __init__(self, statement: Statement) -> None:
        super().__init__()
        self.statement = statement


class Beside:
    """What was read beside one question, which is asked again and again until all of it is."""

    def __init__(self) -> None:
        self._data: _Data | None = None
        self._rows: dict[Statement, list[Row]] = {}

    def read(self, database: Database, lengthy: Lengthy) -> None:
        """Reads a statement, in whichever thread; raises `QueryTooSlow` over the time budget."""
        with closing(database.reader()) as reader, reader.snapshot() as within:
            self._be_of(_data_of(within))
            self._rows[lengthy.statement] = within.rows(*lengthy.statement)

    def over(self, snapshot: Snapshot) -> Snapshot:
        """The data of a moment, with what was read of it; what takes long raises `Lengthy`."""
        if self._rows:
            self._be_of(_data_of(snapshot.reader))
        return snapshot._replace(reader=_Glance(snapshot.reader, self._rows))

    def _be_of(self, data: _Data) -> None:
        """Forgets what is of other data."""
        if self._data != data:
            self._data = data
            self._rows.clear()


class _Glance:
    """Reads what takes no time, and knows what was read beside."""

    def __init__(self, reader: Reader, read: dict[Statement, list[Row]]) -> None:
        self._reader = reader
        self._read = read

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        if self._read and (known := self._read.get((sql, tuple(parameters)))) is not None:
            return known
        try:
            return self._reader.rows(sql, parameters)
        except QueryTooSlow as slow:
            raise Lengthy((sql, tuple(parameters))) from slow

    def blocks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        return self._reader.blocks(sql, parameters)


def _data_of(reader: Reader) -> _Data:
    return dataset_state(reader), redaction_stamp(reader)
