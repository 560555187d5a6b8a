"""THE table of file formats: name, media type, what its options are and what writes it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.exports.csv import write_csv
from app.exports.extract import Extract
from app.exports.geojson import write_geojson
from app.exports.json import write_json, write_ndjson
from app.exports.style import DIALECT, LABELS


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file; `name` is its ending too, `whole` says that nothing of it is given out
    before all of it is made; `check`, of a format with limits, reads all rows and raises
    `FormatLimit` where writing them would."""

    name: str
    media_type: str
    write: Callable[[Extract], Iterator[bytes]]
    options: frozenset[str] = frozenset()
    whole: bool = False
    check: Callable[[Extract], None] | None = None


def _write_xlsx(extract: Extract) -> Iterator[bytes]:
    from app.exports.xlsx import write_xlsx  # noqa: PLC0415 - felt at every start

    return write_xlsx(extract)


def _check_xlsx(extract: Extract) -> None:
    from app.exports.xlsx import check_xlsx  # noqa: PLC0415 - felt at every start

    check_xlsx(extract)


def _write_parquet(extract: Extract) -> Iterator[bytes]:
    from app.exports.parquet import write_parquet  # noqa: PLC0415 - felt at every start

    return write_parquet(extract)


_EVERY = (
    Format("csv", "text/csv; charset=utf-8", write_csv, frozenset({DIALECT, LABELS})),
    Format("ndjson", "application/x-ndjson", write_ndjson),
    Format("json", "application/json", write_json),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _write_xlsx,
        frozenset({LABELS}),
        whole=True,
        check=_check_xlsx,
    ),
    Format("parquet", "application/vnd.apache.parquet", _write_parquet, whole=True),
    Format("geojson", "application/geo+json", write_geojson),
)
FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _EVERY})
