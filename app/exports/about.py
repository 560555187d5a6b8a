"""What is told of the data beside it: the question, the version, the source, what each column means
and how many rows state it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from app.domain.fields import Field
from app.domain.origin import RIGHTS, SOURCE
from app.domain.record import now
from app.exports.style import Style
from app.query.model import Query
from app.query.phrases import Language, describe_query, label_of
from app.query.resource import Resource
from app.store.view import View

AboutCell = str | int | float
AboutRow = tuple[AboutCell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together."""

    heading: AboutRow
    rows: tuple[AboutRow, ...]


class Described(Protocol):
    """Rows of a file, and what they are about: the question, its address, the state it is asked
    of."""

    @property
    def resource(self) -> Resource: ...
    @property
    def asked(self) -> Query: ...
    @property
    def source(self) -> str: ...
    @property
    def view(self) -> View: ...
    @property
    def style(self) -> Style: ...
    @property
    def total(self) -> int: ...
    @property
    def fields(self) -> tuple[Field, ...]: ...


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    question: str
    made: str
    facts: Mapping[str, str]
    notes: tuple[str, ...]
    columns: AboutRow


_WORDS: Mapping[Language, _Words] = MappingProxyType(
    {
        "sv": _Words(
            title="Om data",
            question="Fråga",
            made="Filen gjord (UTC)",
            facts={
                "address": "Adress",
                "rows": "Antal rader",
                "dataset_version": "Dataversion",
                "updated_at": "Senast ändrad (UTC)",
                "status_as_of": "Status gäller",
                "source": "Källa",
                "rights": "Rättigheter (engelska)",
            },
            notes=(
                "En tom cell betyder att källan inte anger något värde; 0 är ett angivet värde.",
                "En text som börjar med ' + - = @ har fått ett ' framför sig.",
                "Belopp i kronor, löpande priser. Tider i UTC.",
            ),
            columns=(
                "Fält", "Rubrik", "Enhet", "Angivet i rader", "Andel (%)", "Definition (engelska)",
                "Att beakta (engelska)",
            ),
        ),
        "en": _Words(
            title="About the data",
            question="Question",
            made="File made (UTC)",
            facts={
                "address": "Address",
                "rows": "Rows",
                "dataset_version": "Dataset version",
                "updated_at": "Last changed (UTC)",
                "status_as_of": "Status as of",
                "source": "Source",
                "rights": "Rights",
            },
            notes=(
                "An empty cell means that the source states no value; 0 is a stated value.",
                "A text that begins with ' + - = @ has got a ' in front of it.",
                "Amounts in SEK, current prices. Times in UTC.",
            ),
            columns=(
                "Field", "Label", "Unit", "Stated in rows", "Share (%)", "Definition", "Caveat",
            ),
        ),
    }
)  # fmt: skip


def describe(extract: Described, stated: Sequence[int]) -> Iterator[Section]:
    """The sections, in Swedish unless the style is English; `stated` counts a column's values."""
    language = _language(extract.style)
    words = _WORDS[language]
    yield Section((words.title,), tuple(_facts(extract, language)))
    yield Section((), tuple((note,) for note in words.notes))
    yield Section(words.columns, tuple(_columns(extract, stated, language)))


def facts(extract: Described) -> dict[str, AboutCell]:
    """What there is to say of all rows, apart from the question in words."""
    dataset = extract.view.dataset
    return {
        "address": extract.source,
        "rows": extract.total,
        "dataset_version": dataset.version,
        "updated_at": dataset.updated_at or "",
        "status_as_of": extract.view.day.isoformat(),
        "source": SOURCE,
        "rights": RIGHTS,
    }


def _language(style: Style) -> Language:
    return style.labels or "sv"


def _facts(extract: Described, language: Language) -> Iterator[AboutRow]:
    words = _WORDS[language]
    for phrase in describe_query(extract.resource, extract.asked, language):
        yield words.question, phrase
    for name, cell in facts(extract).items():
        yield words.facts[name], cell
    yield words.made, f"{now():%Y-%m-%dT%H:%M:%SZ}"


def _columns(extract: Described, stated: Sequence[int], language: Language) -> Iterator[AboutRow]:
    for field, count in zip(extract.fields, stated, strict=True):
        share = round(100 * count / extract.total, 1) if extract.total else ""
        yield (
            field.name,
            label_of(field, language),
            field.unit,
            count,
            share,
            field.definition,
            field.caveat,
        )
