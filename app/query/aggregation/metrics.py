"""Reads `metrics`: `count,sum:total_budget,p90:granted_support,distinct:owner_id`."""

import re

from app.domain.fields import BY_NAME, Field, Kind
from app.faults import ValueRefused, collected, quoted
from app.query.aggregation.keys import DATES, GROUPED, NUMBERS
from app.query.aggregation.question import AVG, COUNT, DISTINCT, MAX, MEDIAN, MIN, SUM, Metric
from app.query.names import personal, read_field
from app.query.nearest import nearest
from app.query.once import refuse_repeated
from app.query.resource import PROJECTS

MAX_METRICS = 20

_PERCENTILE = re.compile(r"p[1-9][0-9]?")
_WORDS = (COUNT, SUM, AVG, MIN, MAX, MEDIAN, DISTINCT, "p90")
_MARK = ":"


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
    if word not in _WORDS and not _PERCENTILE.fullmatch(word):
        detail = f"There is no figure {quoted(word)}; percentiles are p1 to p99."
        raise ValueRefused("bad-value", detail, _meant(word, name), _WORDS)
    if word == COUNT:
        if mark:
            hint = f"{DISTINCT}:{name}" if name in GROUPED else COUNT
            raise ValueRefused("bad-value", "count counts projects and takes no field.", hint)
        return Metric(COUNT)
    if not name:
        example = f"{word}:{'owner_id' if word == DISTINCT else 'total_budget'}"
        raise ValueRefused("bad-value", f"{word} needs a field.", example)
    return _of(word, read_field(PROJECTS, name))


def _meant(word: str, name: str) -> str | None:
    near = {
        "mean": AVG,
        "average": AVG,
        "minimum": MIN,
        "maximum": MAX,
        "total": SUM,
        "p50": MEDIAN,
    }
    found = near.get(word.lower()) or nearest(word, _WORDS)
    return found and (f"{found}:{name}" if name and found != COUNT else found)


def _of(word: str, field: Field) -> Metric:
    if field.flags.personal:
        raise personal(field)
    if word == SUM and field.kind is Kind.PERCENT:
        detail = "A sum of percentages says nothing."
        raise ValueRefused("bad-value", detail, f"{AVG}:{field.name}")
    others = (*NUMBERS, *DATES) if word in {MIN, MAX} else NUMBERS
    allowed = GROUPED if word == DISTINCT else others
    if field.name not in allowed:
        owners = (word, field.name) == (DISTINCT, "owner")
        hint = f"{DISTINCT}:owner_id" if owners else None
        detail = f"There is no {word} of {field.name} ({field.kind.value})."
        raise ValueRefused("bad-value", detail, hint, allowed)
    return Metric(word, field.name)
