"""The columns of an aggregate as fields: their names, types, labels and units.

Every door that writes figures, and whatever is compared with them, takes these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.domain.fields import ALWAYS, BY_NAME, PLAIN, Field, Flags, Kind
from app.query.aggregation.question import (
    ACTIVE_YEAR,
    AVG,
    COUNT,
    DISTINCT,
    Aggregation,
    GroupKey,
    Metric,
    Part,
)

OTHERS, HREF = "others", "href"
_KEPT = 256
"""Lists of columns that are kept: the same questions come again and again."""
NAMES = {"owner_id": "owner_name"}
"""Columns of names beside a key where they are not called as the key is."""
_UNNAMED = frozenset({"programme_period"})
"""Codes that are their own names."""


@dataclass(frozen=True, eq=False, slots=True)
class Figure(Field):
    """A column of an answer; an average of whole numbers has hundredths, but their unit."""

    measured_in: str = ""

    @property
    def unit(self) -> str:
        """The unit of what it is worked out of."""
        return self.measured_in


_WORDS: dict[str, tuple[str, str]] = {
    Part.YEAR: ("år", "year"),
    Part.QUARTER: ("kvartal", "quarter"),
    Part.MONTH: ("månad", "month"),
    Part.BIN: ("från och med", "from"),
    "sum": ("summa", "sum"),
    "avg": ("medelvärde", "average"),
    "min": ("minst", "least"),
    "max": ("störst", "most"),
    "median": ("median", "median"),
    "distinct": ("antal olika", "number of different"),
    "stated": ("angivet i antal", "stated in"),
    "coverage": ("angivet i andel", "share stated"),
    "name": ("namn", "name"),
}


def name_column(key: GroupKey) -> str | None:
    """The column of names beside a key's codes, if it has one."""
    field = BY_NAME.get(key.field)
    if key.field in NAMES:
        return NAMES[key.field]
    named = field is not None and bool(field.codes) and field.name not in _UNNAMED
    return f"{key.field}_name" if named else None


@lru_cache(_KEPT)
def key_columns(key: GroupKey) -> tuple[Figure, ...]:
    """The column of a key, and that of its names."""
    return tuple(_key_columns(key))


def _key_columns(key: GroupKey) -> Iterator[Figure]:
    if key.field == ACTIVE_YEAR:
        yield Figure(
            ACTIVE_YEAR, Kind.INTEGER, "Pågår under år", "Active in year",
            "A year in which the project is active; null where its dates do not tell.",
        )  # fmt: skip
        return
    field = BY_NAME[key.field]
    if key.part is Part.WHOLE:
        yield Figure(
            key.name, field.kind, field.label_sv, field.label_en, field.definition, field.caveat,
            codes=field.codes,
        )  # fmt: skip
    else:
        kinds = {Part.YEAR: Kind.INTEGER, Part.BIN: field.kind}
        yield _of(field, key.name, kinds.get(key.part, Kind.TEXT), key.part, field.unit)
    if name := name_column(key):
        yield _of(field, name, Kind.TEXT, "name")


@lru_cache(_KEPT)
def figure_columns(metrics: tuple[Metric, ...]) -> tuple[Figure, ...]:
    """The columns of the figures; how many records state a field stands behind its first figure."""
    return tuple(_figures(metrics))


def _figures(metrics: tuple[Metric, ...]) -> Iterator[Figure]:
    told: set[str] = set()
    for metric in metrics:
        yield _figure(metric)
        if metric.has_coverage and metric.field not in told:
            told.add(metric.field)
            field = BY_NAME[metric.field]
            yield _of(field, f"stated_{field.name}", Kind.INTEGER, "stated", flags=ALWAYS)
            yield _of(field, f"coverage_{field.name}", Kind.PERCENT, "coverage", "%")


def columns_of(asked: Aggregation) -> tuple[Figure, ...]:
    """Every column but `href`, in order."""
    keys = (column for key in asked.keys for column in key_columns(key))
    rest = (_others(),) if asked.others else ()
    return (*keys, *rest, *figure_columns(asked.metrics))


def href_column() -> Figure:
    """The column of links; files for people do without."""
    return Figure(HREF, Kind.TEXT, "Länk", "Link", "The projects of the row; null where none is.")


def _figure(metric: Metric) -> Figure:
    if metric.word == COUNT:
        definition = "Number of projects."
        return Figure(COUNT, Kind.INTEGER, "Antal projekt", "Projects", definition, flags=ALWAYS)
    field = BY_NAME[metric.field]
    if metric.word == DISTINCT:
        return _of(field, metric.name, Kind.INTEGER, DISTINCT, flags=ALWAYS)
    averaged = Kind.PERCENT if field.kind is Kind.INTEGER else field.kind
    return _of(field, metric.name, averaged if metric.word == AVG else field.kind, metric.word,
               field.unit)  # fmt: skip


def _of(
    field: Field, name: str, kind: Kind, word: str, unit: str = "", flags: Flags = PLAIN
) -> Figure:
    """A column made of a field; `word` tells what of it."""
    swedish, english = _WORDS.get(word, (word, word))
    labels = f"{field.label_sv}, {swedish}", f"{field.label_en}, {english}"
    return Figure(name, kind, *labels, field.definition, field.caveat, flags, measured_in=unit)


def _others() -> Figure:
    definition = "Whether the row is all groups beyond the limit."
    return Figure(OTHERS, Kind.BOOLEAN, "Övriga", "Others", definition, flags=ALWAYS)
