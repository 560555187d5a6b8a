"""How the cells of a column are read, by what its heading names and how the list is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain import vocabulary
from app.domain.collation import fold
from app.domain.fields import BY_NAME, Field, Kind
from app.domain.quality import RULES
from app.domain.record import Value
from app.domain.swedish import Unreadable
from app.importer.cells.headings import PERIOD
from app.importer.cells.markup import read_text
from app.importer.cells.notation import Notation, read_answer
from app.importer.pages.labels import LABELS, Values, clean

Reader = Callable[[str], Values]

_BY_LABEL: Mapping[str, str] = MappingProxyType(
    {
        "programme_area": "Programområde",
        "specific_objective": "Specifikt mål",
        "intervention_type": "Interventionstyp",
        "region_name": "Region",
        "country": "Land som berörs",
        "fund": "Berörd fond",
        "programme_cci": "Program CCI",
        "owner_organisation_number": "Projektägare organisationsnummer",
    }
)
"""Fields whose cells are read as the value of this label is on a page."""
_STATES_MORE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PERIOD: ("start_date", "end_date"),
        "region_name": ("region_name", "region"),
        "programme_area": ("programme_area", "specific_objective"),
    }
)
"""What states several fields gives way to a column that states one of them alone."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that states fields: its heading as printed, and how a cell is read."""

    heading: str
    fields: tuple[str, ...]
    read: Reader
    is_long: bool = False

    @property
    def rank(self) -> int:
        """Of columns that state one field, the one of the lowest rank is right."""
        return len(self.fields) > 1


def make_column(heading: str, target: str, notation: Notation) -> Column | None:
    """None for what the registry works out or counts itself: it is not taken in."""
    if target == PERIOD:
        return Column(heading, _STATES_MORE[PERIOD], LABELS["projektperiod"].read)
    field = BY_NAME[target]
    if field.flags.computed and target != "region_name":
        return None
    fields = _STATES_MORE.get(target, (target,))
    return Column(heading, fields, _reader_of(field, notation), field.flags.long)


def _reader_of(field: Field, notation: Notation) -> Reader:
    name = field.name
    if name in _BY_LABEL and not (notation.is_ours and name == "programme_cci"):
        return LABELS[fold(_BY_LABEL[name])].read
    if field.kind is Kind.CODE:
        return _read_region if name == "region" else _code_reader(field)
    text_of = _read_our_text if notation.is_ours else read_text if field.flags.long else _read_line
    readers: Mapping[Kind, Callable[[str], Value]] = {
        Kind.MONEY: notation.amount,
        Kind.INTEGER: notation.count,
        Kind.PERCENT: notation.percent,
        Kind.DATE: notation.day,
        Kind.BOOLEAN: read_answer,
    }
    read = readers.get(field.kind, text_of)
    return lambda text: {name: read(text)}


def carried_issues(text: str, *, lacks_number: bool) -> tuple[str, ...]:
    """The issues of a record that its values do not show, so that they would be lost; among them
    that of an organisation number of another shape, which a record cannot hold."""
    codes = text.split()
    unshown = "organisation-number-invalid" if lacks_number else None
    carried = [
        code for code in codes if code in RULES and (RULES[code].check is None or code == unshown)
    ]
    unknown = ["value-unreadable"] if any(code not in RULES for code in codes) else []
    return tuple(dict.fromkeys((*carried, *unknown)))


def _read_line(text: str) -> str:
    return clean(" ".join(text.split()) if "\n" in text or "\r" in text or "\t" in text else text)


def _read_our_text(text: str) -> str:
    return text.replace("\r\n", "\n")


def _code_reader(field: Field) -> Reader:
    def read(text: str) -> Values:
        if vocabulary.find(field.codes, text) is None:
            raise Unreadable("value-unreadable")
        return {field.name: text}

    return read


def _read_region(text: str) -> Values:
    """A code, or the region's name."""
    is_code = vocabulary.find("region", text) is not None
    return {"region": text} if is_code else LABELS["region"].read(text)
