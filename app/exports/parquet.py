"""Parquet: columns of real types, made some hundred rows at a time, told of in the metadata.

The same rows of the same dataset version are the same bytes.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from io import FileIO
from pathlib import Path

from arro3.core import Field as Column
from arro3.core import RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet as write_batches

from app.domain.fields import Field
from app.exports.about import facts
from app.exports.columns import TYPES, make_array
from app.exports.extract import Extract
from app.exports.whole import give_out
from app.query.files import RowForm
from app.query.phrases import describe_query

METADATA = "projektbank"
"""The key of the file's metadata that has what is told of the data, as a JSON object."""

_COMPRESSION = "snappy"
"""The one that every reader has, the small ones of browsers too."""
_ROWS_OF_A_GROUP = 5_000
_BYTES_OF_A_PAGE = 64 * 1024
"""Of each column a page, and the list of its values, are held; the usual megabyte makes the file
four per cent smaller and no quicker to read."""


def write_parquet(extract: Extract) -> Iterator[bytes]:
    """One file."""
    return give_out(partial(_write, extract))


def _write(extract: Extract, path: Path) -> None:
    schema = Schema([_column(field) for field in extract.fields])
    with _Output(path, "w") as output:
        batches = output.watch(_batches(extract, schema))
        try:
            write_batches(
                RecordBatchReader.from_batches(schema, batches),
                output,
                compression=_COMPRESSION,
                key_value_metadata={METADATA: json.dumps(_told(extract), ensure_ascii=False)},
                max_row_group_size=_ROWS_OF_A_GROUP,
                data_page_size_limit=_BYTES_OF_A_PAGE,
                dictionary_page_size_limit=_BYTES_OF_A_PAGE,
            )
        finally:
            output.settle()


def _column(field: Field) -> Column:
    said = (field.definition, field.caveat, f"In {field.unit}." if field.unit else "")
    return Column(
        field.name,
        TYPES[field.kind],
        nullable=field.flags.nullable,
        metadata={"description": " ".join(filter(None, said))},
    )


def _told(extract: Extract) -> dict[str, str | int | float]:
    phrases = describe_query(extract.resource, extract.asked, "en")
    return {"question": "; ".join(phrases), **facts(extract)}


def _batches(extract: Extract, schema: Schema) -> Iterator[RecordBatch]:
    kinds = [field.kind for field in extract.fields]
    for rows in extract.blocks(RowForm.CELLS):
        arrays = map(make_array, kinds, zip(*rows, strict=True))
        yield RecordBatch.from_arrays(list(arrays), schema=schema)


class _Output(FileIO):
    """A file that keeps what goes wrong while it is written: the library would panic at a full disk
    and tell no more of an error of ours than its text."""

    _failure: Exception | None = None

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except OSError as error:
            self._failure = error
            return len(data)

    def watch(self, batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
        """The same batches, as long as the file takes what is made of them."""
        try:
            for batch in batches:
                yield batch
                if self._failure:
                    return
        except Exception as error:
            self._failure = error
            raise

    def settle(self) -> None:
        """Raises what went wrong."""
        if self._failure:
            raise self._failure
