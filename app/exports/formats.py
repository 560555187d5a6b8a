"""THE table of file formats: name, media type, what its options are and what writes it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.exports.csv import write_csv
from app.exports.extract import Extract
from app.exports.json import write_json, write_ndjson
from app.exports.style import DIALECT, LABELS
from app.exports.xlsx import write_xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file; `name` is its ending too."""

    name: str
    media_type: str
    write: Callable[[Extract], Iterator[bytes]]
    options: frozenset[str] = frozenset()


_EVERY = (
    Format("csv", "text/csv; charset=utf-8", write_csv, frozenset({DIALECT, LABELS})),
    Format("ndjson", "application/x-ndjson", write_ndjson),
    Format("json", "application/json", write_json),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
        frozenset({LABELS}),
    ),
)
FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _EVERY})
