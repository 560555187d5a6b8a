"""What can be wrong with what a caller sends: the codes, one fault, and the exceptions that bear
all that were found at once.

Knows no HTTP: api/problems.py makes answers of these.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from app.errors import ProjektbankError

Place = Literal["query", "header", "body"]

_SHOWN = 80
"""Characters of a user's text that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a fault's code says, for people and for `/problems/{code}`."""

    title: str
    meaning: str


FAULTS: Mapping[str, Meaning] = MappingProxyType(
    {
        "unknown-parameter": Meaning(
            "Unknown parameter", "This address takes no parameter of this name."
        ),
        "unknown-operator": Meaning(
            "Unknown operator", "No operator has this name, or it does not fit the field."
        ),
        "unknown-field": Meaning("Unknown field", "No field has this name."),
        "unknown-code": Meaning("Unknown code", "The value is not in the field's code list."),
        "bad-value": Meaning("Unreadable value", "The value does not have the form asked for."),
        "empty-value": Meaning(
            "Empty value", "A value is empty; missing values are found with `__isnull=true`."
        ),
        "out-of-range": Meaning("Out of range", "The number or date is beyond what is allowed."),
        "repeated": Meaning("Repeated", "What may be given once is given more than once."),
        "conflict": Meaning("Conflict", "Two parts of the question do not go together."),
        "missing-parameter": Meaning(
            "Missing parameter", "This address needs a parameter that is not given."
        ),
        "bad-encoding": Meaning(
            "Bad encoding",
            "The address is not percent-encoded UTF-8, or a text holds what none can: a NUL, half"
            " of a surrogate pair.",
        ),
        "too-long": Meaning("Too long", "The question, or a part of it, is longer than allowed."),
        "personal-field": Meaning(
            "Personal field",
            "Contact data is never filtered or sorted by; in a list only holders of a key see it.",
        ),
        "not-sortable": Meaning("Not sortable", "Records cannot be sorted by this field."),
        "bad-cursor": Meaning("Unreadable cursor", "The cursor is none that was given out here."),
        "cursor-mismatch": Meaning(
            "Cursor of another question", "The filters or the sorting changed between two pages."
        ),
        "not-supported": Meaning(
            "Not offered", "It is part of OData, but this service does not offer it; alone a 501."
        ),
    }
)
"""Every code that a fault of a question can have."""

RECORD_FAULTS: Mapping[str, Meaning] = MappingProxyType(
    {
        "duplicate-key": Meaning("Duplicate key", "An object of the body names a key twice."),
        "missing-key": Meaning(
            "Missing key", "A whole record names every key that its writer may set, null or not."
        ),
        "required": Meaning("Required", "A record cannot be without this value."),
        "wrong-type": Meaning("Wrong type", "The value is of another JSON type than its field."),
        "read-only": Meaning(
            "Read-only", "The service works this value out; it is taken only as it stands."
        ),
        "id-mismatch": Meaning("Another id", "The record's number, or its name, makes another id."),
        "end-before-start": Meaning("End before start", "The project would end before it starts."),
    }
)
"""Codes that only a fault of a record's body has; it may have those of a question too."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one parameter, header or member of the body (a JSON pointer, RFC 6901);
    `hint` says what to write instead."""

    where: str
    code: str
    detail: str
    hint: str | None = None
    allowed: tuple[str, ...] = ()
    place: Place = "query"

    def __str__(self) -> str:
        return f"{self.where}: {self.detail}" if self.where else self.detail


class Rejected(ProjektbankError):
    """Something sent that cannot be taken; `faults` names everything that is wrong with it."""

    code = "request-rejected"
    title = "The request cannot be understood"
    status = 400

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults = tuple(faults)


class QueryRejected(Rejected):
    """A question that cannot be read; `errors` names everything that is wrong with it."""

    code = "query-rejected"
    title = "The question cannot be read"


class QueryNotSupported(Rejected):
    """Sound OData that asks for what is not offered; `errors` names all of it."""

    code = "query-not-supported"
    title = "The question asks for what is not offered"
    status = 501


class RecordRejected(Rejected):
    """A readable record that breaks a rule; `errors` names every problem and where it stands."""

    code = "record-rejected"
    title = "The record breaks a rule"
    status = 422


class MappingRejected(Rejected):
    """A mapping file that cannot be used; `errors` names everything that is wrong with it."""

    code = "mapping-rejected"
    title = "The mapping file cannot be used"
    status = 422


class ValueRefused(ValueError):
    """One literal that cannot be read; it does not know yet in which parameter it stands."""

    def __init__(
        self, code: str, detail: str, hint: str | None = None, allowed: tuple[str, ...] = ()
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.hint = hint
        self.allowed = allowed

    def at(self, where: str, place: Place = "query") -> Fault:
        """The same, as a fault of this parameter, header or member."""
        return Fault(where, self.code, self.detail, self.hint, self.allowed, place)


@contextmanager
def collected(sink: list[ValueRefused]) -> Iterator[None]:
    """Puts a refusal into the sink and goes on, so that all problems are told at once."""
    try:
        yield
    except ValueRefused as refused:
        sink.append(refused)


def shortened(text: str) -> str:
    """A user's text as a sentence repeats it: printable, cut where it is long."""
    return "".join(char if char.isprintable() else "�" for char in cut(text))


def cut(text: str) -> str:
    """The beginning of a long text, which tells what is meant."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def quoted(text: str) -> str:
    """The same in quotes."""
    return f'"{shortened(text)}"'
