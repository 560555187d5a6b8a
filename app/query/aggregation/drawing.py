"""Reads a question for a chart: one figure of groups by one key, and how it is drawn; and back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import cast, get_args

from app.domain.fields import HUNDREDTHS, Kind
from app.faults import Fault, quoted
from app.query.accepts import CHART, Accepts
from app.query.aggregation.columns import figure_columns
from app.query.aggregation.keys import write_key
from app.query.aggregation.metrics import write_metric
from app.query.aggregation.parse import format_aggregation, read_aggregation
from app.query.aggregation.question import ACTIVE_YEAR, CALENDAR, Aggregation, GroupKey
from app.query.lookups import NO_LOOKUPS, Lookups
from app.query.model import Query
from app.query.nearest import nearest
from app.query.once import read_once
from app.query.phrases import Language
from app.query.wire import Pair


class Drawing(StrEnum):
    """The kinds of charts."""

    BAR = "bar"
    LINE = "line"
    MAP = "map"


KIND, LANGUAGE, WIDTH, HEIGHT = "kind", "lang", "width", "height"
LANGUAGES: tuple[str, ...] = get_args(Language)
SIZES: Mapping[str, range] = MappingProxyType({WIDTH: range(320, 2001), HEIGHT: range(180, 4001)})
"""Pixels."""
DEFAULT_WIDTH = 800
REGION = "region"
_KEYS, _METRICS = "group_by", "metrics"
_UNASKED: Mapping[Drawing, str] = MappingProxyType(
    {Drawing.BAR: REGION, Drawing.LINE: ACTIVE_YEAR, Drawing.MAP: REGION}
)
"""What a chart is grouped by where the question does not say."""
_ORDERING = ("sort", "limit", "others")
"""What says which bars there are; periods and regions have their places."""


@dataclass(frozen=True, slots=True)
class ChartQuestion:
    """Figures, and how they are drawn; sizes are pixels, no height is the one that fits."""

    figures: Aggregation
    kind: Drawing = Drawing.BAR
    language: Language = "sv"
    width: int = DEFAULT_WIDTH
    height: int | None = None

    @property
    def query(self) -> Query:
        """The records that it is about."""
        return self.figures.query


def read_chart(
    pairs: tuple[Pair, ...], *, lookups: Lookups = NO_LOOKUPS, accepts: Accepts = CHART
) -> tuple[ChartQuestion, list[Fault]]:
    """The question of decoded parameters, and everything that is wrong with it."""
    faults: list[Fault] = []
    kind = Drawing(_one_of(pairs, KIND, tuple(Drawing), faults))
    language = read_language(pairs, faults)
    width, height = (_size(pairs, name, faults) for name in (WIDTH, HEIGHT))
    if all(pair.name != _KEYS for pair in pairs):
        pairs = (*pairs, Pair(_KEYS, _UNASKED[kind]))
    figures, more = read_aggregation(pairs, lookups=lookups, accepts=accepts)
    unread = {fault.where for fault in more}
    if _METRICS not in unread:
        faults.extend(_figure_faults(figures))
    if _KEYS not in unread:
        faults.extend(_key_faults(kind, figures.keys))
    if kind is not Drawing.BAR:
        faults.extend(_place_faults(pairs, kind))
    asked = ChartQuestion(figures, kind, language, width or DEFAULT_WIDTH, height)
    return asked, [*more, *faults]


def read_language(pairs: Sequence[Pair], faults: list[Fault]) -> Language:
    """The language of an answer's words, Swedish where none is asked for."""
    return cast("Language", _one_of(pairs, LANGUAGE, LANGUAGES, faults))


def format_chart(asked: ChartQuestion, default_limit: int | None) -> str:
    """The canonical text of a question."""
    drawn = {KIND: asked.kind, LANGUAGE: asked.language, WIDTH: asked.width, HEIGHT: asked.height}
    written = (f"{name}={value}" for name, value in drawn.items() if value is not None)
    return "&".join((format_aggregation(asked.figures, default_limit), *written))


def _one_of(pairs: Sequence[Pair], name: str, allowed: Sequence[str], faults: list[Fault]) -> str:
    """A word out of some; the first where it is not asked for, or not so that it can be read."""
    text = read_once(pairs, name, faults)
    if text is None or text in allowed:
        return text or allowed[0]
    detail = f"{quoted(text)} is not known: it must be {', '.join(allowed)}."
    faults.append(Fault(name, "bad-value", detail, nearest(text, allowed), tuple(allowed)))
    return allowed[0]


def _size(pairs: Sequence[Pair], name: str, faults: list[Fault]) -> int | None:
    text, sizes = read_once(pairs, name, faults), SIZES[name]
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        faults.append(Fault(name, "bad-value", f"{quoted(text)} is no whole number of pixels."))
    elif len(text) > 9 or int(text) not in sizes:
        detail = f"The {name} is {sizes[0]} to {sizes[-1]} pixels."
        faults.append(Fault(name, "out-of-range", detail))
    else:
        return int(text)
    return None


def _figure_faults(figures: Aggregation) -> Iterator[Fault]:
    """A chart has one figure, and that is a number."""
    if len(figures.metrics) > 1:
        detail = "A chart shows one figure."
        yield Fault(_METRICS, "conflict", detail, write_metric(figures.metrics[0]))
    kinds = {column.kind for column in figure_columns(figures.metrics)[:1]}
    if not kinds <= {*HUNDREDTHS, Kind.INTEGER}:
        yield Fault(_METRICS, "conflict", "A chart shows numbers, and this is a date.", "count")


def _key_faults(kind: Drawing, keys: Sequence[GroupKey]) -> Iterator[Fault]:
    """A chart has one key, a line one of time, a map one of regions."""
    if len(keys) != 1:
        hint = write_key(keys[0]) if keys else _UNASKED[kind]
        yield Fault(_KEYS, "conflict", "A chart groups by one key.", hint)
        return
    (key,) = keys
    if kind is Drawing.LINE and key.field != ACTIVE_YEAR and key.part not in CALENDAR:
        detail = "A line goes through years, quarters or months."
        yield Fault(_KEYS, "conflict", detail, "year(start_date)")
    if kind is Drawing.MAP and key.name != REGION:
        yield Fault(_KEYS, "conflict", "A map shows figures by region.", REGION)


def _place_faults(pairs: Sequence[Pair], kind: Drawing) -> Iterator[Fault]:
    for name in _ORDERING:
        if any(pair.name == name for pair in pairs):
            detail = f"{name} orders bars; on a {kind} everything has its place."
            yield Fault(name, "conflict", detail, f"{KIND}={Drawing.BAR}")
