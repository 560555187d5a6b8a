"""Codes that some project bears, with all that they are found by."""

from collections.abc import Iterator

from app.domain.collation import fold
from app.domain.fields import BY_NAME
from app.domain.vocabulary import Code, county_names, find
from app.mirror.facets import FacetRow
from app.query.narrowing import Narrowed
from app.suggestions.index import Listed
from app.suggestions.suggestion import Suggestion
from app.suggestions.typed import Label


def suggested_code(row: FacetRow) -> tuple[Listed, Suggestion]:
    """The suggestion of a code that is counted, and what it is found by."""
    value, period = row.value or "", row.programme_period
    code = value.removeprefix(f"{period}:")
    field = BY_NAME[row.facet]
    known = find(field.codes, code, period)
    confirmed = known if known and known.shown else None
    behind: dict[str, Narrowed] = {row.facet: value}
    if field.flags.by_period and not period:
        behind["programme_period"] = None
    suggestion = Suggestion(
        kind=row.facet,
        value=value,
        label=row.label or code,
        label_en=(confirmed and confirmed.label_en) or None,
        count=row.count,
        behind=behind,
    )
    labels = [Label.of(text) for text in _texts(row, confirmed)]
    return Listed(labels, [*dict.fromkeys((fold(code), fold(value)))]), suggestion


def _texts(row: FacetRow, confirmed: Code | None) -> Iterator[str]:
    if row.label:
        yield row.label
    if confirmed and confirmed.label_en:
        yield confirmed.label_en
    if confirmed:
        yield from confirmed.spellings
    if confirmed and row.facet == "region":
        yield from county_names(confirmed.code)
