"""What groups and figures are called in a chart, Swedish or English."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from app.charts.numbers import write_exact, write_number
from app.charts.words import WORDS, Words
from app.domain.fields import BY_NAME, HUNDREDTHS, Field
from app.domain.vocabulary import find, shown_label
from app.query.aggregation.groups import KeyValue, PeriodCode
from app.query.aggregation.question import ACTIVE_YEAR, GroupKey, Part
from app.query.phrases import Language, label_of

_NAMED_BY: Mapping[str, str] = MappingProxyType({"region": "region_name", "owner_id": "owner"})
"""Fields whose label people know better than that of the code."""


def number_of(field: Field, stored: int) -> Decimal:
    """A stored figure in its unit."""
    return Decimal(stored).scaleb(-2 if field.kind in HUNDREDTHS else 0)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one key's groups."""

    key: GroupKey
    language: Language

    @property
    def words(self) -> Words:
        """The words of the language."""
        return WORDS[self.language]

    @property
    def of_key(self) -> str:
        """What the groups are groups by, within a title."""
        if self.key.field == ACTIVE_YEAR:
            return self.words.active
        field = BY_NAME[_NAMED_BY.get(self.key.field, self.key.field)]
        label, _, _ = label_of(field, self.language).partition(",")  # a name is the name of a code
        lowered = label[0].lower() + label[1:]
        return self.words.parts.get(self.key.part, "{field}").format(field=lowered)

    def of_group(self, value: KeyValue, owner: str | None) -> str:
        """A group's name; that of an owner is looked up elsewhere."""
        if value is None:
            return self.words.unstated.capitalize()
        if isinstance(value, bool):
            return self.words.answers[value]
        if isinstance(value, PeriodCode):
            period = f"({value.period})" if value.period else None
            name = self.of_code(value.code, value.period)
            return " ".join(filter(None, (value.code, name, period)))
        if self.key.part is Part.BIN:
            return self._of_bin(int(value))
        return owner or self.of_code(str(value)) or str(value)

    def of_code(self, code: str, period: str | None = "") -> str | None:
        """The label of a code; None where no source confirms one."""
        field = BY_NAME.get(self.key.field)
        if field is None or not field.codes:
            return None
        row = find(field.codes, code, period)
        if self.language == "en" and row is not None and row.shown and row.label_en:
            return row.label_en
        return shown_label(field.codes, code, period)

    def _of_bin(self, low: int) -> str:
        field = BY_NAME[self.key.field]
        start, end = number_of(field, low), number_of(field, low + self.key.width)
        upper = write_exact(end, field.unit, self.language)
        return f"{write_number(start, self.language)}–{upper}"
