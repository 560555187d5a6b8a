"""How a file is written that people will open: its marks, its headings, its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from app.domain.fields import Field
from app.faults import Fault, quoted
from app.query.phrases import Language, label_of
from app.query.wire import Pair

DIALECT, LABELS = "dialect", "labels"
EXCEL_SV = "excel-sv"
_ALLOWED = {DIALECT: (EXCEL_SV,), LABELS: get_args(Language)}
_ANSWERS: dict[Language, tuple[str, str]] = {"sv": ("Nej", "Ja"), "en": ("No", "Yes")}


@dataclass(frozen=True, slots=True)
class Style:
    """Without labels headings are the names of fields, and values are as in JSON; `excel` is for
    the Swedish Excel, which takes other marks and runs texts as formulas."""

    labels: Language | None = None
    excel: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the file is for programs."""
        return self.labels is None and not self.excel

    @property
    def delimiter(self) -> str:
        return ";" if self.excel else ","

    @property
    def decimal_mark(self) -> str:
        return "," if self.excel else "."

    @property
    def text(self) -> str:
        """The parameters that name it."""
        named = {DIALECT: EXCEL_SV if self.excel else None, LABELS: self.labels}
        return "&".join(f"{name}={value}" for name, value in named.items() if value)

    def heading(self, field: Field) -> str:
        """What stands above a column."""
        return field.name if self.labels is None else label_of(field, self.labels)

    def answer(self, value: object) -> str:
        """A truth value in words, or as in JSON."""
        no, yes = ("false", "true") if self.labels is None else _ANSWERS[self.labels]
        return yes if value else no


PLAIN = Style()


def read_style(pairs: Sequence[Pair], options: Collection[str]) -> tuple[Style, list[Fault]]:
    """The style that a question names with the options of its format, and what is wrong there."""
    given: dict[str, str] = {}
    faults = []
    for pair in pairs:
        if pair.name not in options:
            continue
        if pair.name in given:
            detail = f"{pair.name} may be given once only."
            faults.append(Fault(pair.name, "repeated", detail))
        elif pair.value not in _ALLOWED[pair.name]:
            faults.append(_refuse(pair))
        given[pair.name] = pair.value
    if faults:
        return PLAIN, faults
    excel = given.get(DIALECT) == EXCEL_SV
    labels = given.get(LABELS, "sv" if excel else None)
    return Style(cast("Language | None", labels), excel), []


def _refuse(pair: Pair) -> Fault:
    allowed = _ALLOWED[pair.name]
    if not pair.value:
        return Fault(pair.name, "empty-value", "The value is empty.", allowed=allowed)
    detail = f"{quoted(pair.value)} is not known: it must be {' or '.join(allowed)}."
    return Fault(pair.name, "bad-value", detail, allowed=allowed)
