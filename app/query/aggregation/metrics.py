"""Reads `metrics`: `count,sum:total_budget,p90:granted_support,distinct:owner_id`."""

import re

from app.domain.fields import BY_NAME, Field, Kind
from app.faults import ValueRefused, collected, quoted
from app.query.aggregation.keys import DATES, GROUPED, NUMBERS
from app.query.aggregation.question import AVG, COUNT, DISTINCT, MAX, MEDIAN, MIN, SUM, Metric
from app.query.names import nearest_name, personal, read_field
from app.query.nearest import nearest
from app.query.once import refuse_repeated
from app.query.resource import PROJECTS

MAX_METRICS = 20

_PERCENTILE = re.compile(r"p[1-9][0-9]?")
_WORDS = (COUNT, SUM, AVG, MIN, MAX, MEDIAN, DISTINCT, "p90")
_MARK = ":"
_OTHER_WORDS = {
    "mean": AVG,
    "average": AVG,
    "minimum": MIN,
    "maximum": MAX,
    "total": SUM,
    "p50": MEDIAN,
}
"""What the same figure is called elsewhere."""
_SPOKEN = re.compile(r"([^\W_]+)[_(](\w+)\)?")
"""As it is called elsewhere, and as its column is."""


def read_metrics(text: str, sink: list[ValueRefused]) -> tuple[Metric, ...]:
    """The figures in the order given, which is that of the columns."""
    parts = text.split(",")
    if len(parts) > MAX_METRICS:
        sink.append(ValueRefused("too-long", f"At most {MAX_METRICS} figures can be asked for."))
        return ()
    metrics: list[Metric] = []
    for part in parts:
        with collected(sink):
            metrics.append(_read_metric(part))
    refuse_repeated([metric.name for metric in metrics], sink)
    return tuple(metrics)


def write_metric(metric: Metric) -> str:
    """The text of a figure; reading it gives the figure again."""
    return f"{metric.word}{_MARK}{metric.field}" if metric.field else metric.word


def check_apportioned(metric: Metric) -> None:
    """Refuses what has no meaning where a project is part of several years."""
    money = metric.word == SUM and BY_NAME[metric.field].kind is Kind.MONEY
    if metric.word != COUNT and not money:
        detail = f"Over active years there are counts and sums of money, not {write_metric(metric)}"
        raise ValueRefused("conflict", f"{detail}.", "year(start_date)")


def _read_metric(part: str) -> Metric:
    word, mark, name = part.partition(_MARK)
    if not _is_word(word):
        detail = f"There is no figure {quoted(word)}; percentiles are p1 to p99."
        raise ValueRefused("bad-value", detail, _meant(word, name), _WORDS)
    if word == COUNT:
        if mark:
            detail = "count counts projects and takes no field."
            raise ValueRefused("bad-value", detail, _written(COUNT, name))
        return Metric(COUNT)
    if not name:
        raise ValueRefused("bad-value", f"{word} needs a field.", _written(word, ""))
    try:
        return _of(word, read_field(PROJECTS, name, _fields_of(word)))
    except ValueRefused as refused:
        if refused.code != "unknown-field" or refused.hint is None:
            raise
        hint = _written(word, refused.hint)
        raise ValueRefused(refused.code, refused.detail, hint, _fields_of(word)) from refused


def _is_word(word: str) -> bool:
    return word in _WORDS or bool(_PERCENTILE.fullmatch(word))


def _fields_of(word: str) -> tuple[str, ...]:
    """The fields that there is such a figure of."""
    if word == DISTINCT:
        return GROUPED
    if word == SUM:
        return tuple(name for name in NUMBERS if BY_NAME[name].kind is not Kind.PERCENT)
    return (*NUMBERS, *DATES) if word in {MIN, MAX} else NUMBERS


def _meant(word: str, name: str) -> str | None:
    """How a figure is written that somebody asked for in other words."""
    if not name and (spoken := _SPOKEN.fullmatch(word)):
        found = _nearest_word(spoken[1])
        if found and (near := nearest_name(PROJECTS, spoken[2], (*_fields_of(found), *GROUPED))):
            return _written(found, near)
    if not name and (near := nearest_name(PROJECTS, word, (*NUMBERS, *GROUPED))):
        first = next(one for one in (SUM, AVG, DISTINCT) if near in _fields_of(one))
        return _written(first, near)
    found = _nearest_word(word)
    return found and _written(found, name)


def _nearest_word(word: str) -> str | None:
    lowered = word.lower()
    return lowered if _is_word(lowered) else _OTHER_WORDS.get(lowered) or nearest(lowered, _WORDS)


def _written(word: str, name: str) -> str:
    """A figure of a field, or of one that is an example."""
    if word == COUNT:
        return f"{DISTINCT}{_MARK}{name}" if name in GROUPED else COUNT
    example = "owner_id" if word == DISTINCT else "total_budget"
    return f"{word}{_MARK}{name or example}"


def _of(word: str, field: Field) -> Metric:
    if field.flags.personal:
        raise personal(field)
    if word == SUM and field.kind is Kind.PERCENT:
        detail = "A sum of percentages says nothing."
        raise ValueRefused("bad-value", detail, f"{AVG}:{field.name}")
    allowed = _fields_of(word)
    if field.name not in allowed:
        owners = (word, field.name) == (DISTINCT, "owner")
        hint = f"{DISTINCT}:owner_id" if owners else None
        detail = f"There is no {word} of {field.name} ({field.kind.value})."
        raise ValueRefused("bad-value", detail, hint, allowed)
    return Metric(word, field.name)
