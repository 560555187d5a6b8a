"""Where each value comes from, and how statements of several documents make one record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from app.domain.record import Value

Origin = Literal["stated", "derived", "manual"]


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a record, and why: an import, or the holder of a key."""

    by: str
    reason: str | None = None


IMPORT = Author("import")


@dataclass(frozen=True, slots=True)
class Source:
    """A reading of a document: which one, by which reader, and as of when it speaks."""

    sha256: str
    name: str
    layout: str
    reader_version: int
    read_at: datetime
    dated: date | None = None

    @property
    def as_of(self) -> date:
        """The document's own date, else the day it was read."""
        return self.dated or self.read_at.date()


class Statement(NamedTuple):
    """One value with its origin.

    A stated one bears the label, the raw text, which stands verbatim on `line` (1-based; a long
    text ends on `last_line` and its raw text is the first line), and the issues met in reading it;
    a derived one bears the rule. One set by hand bears who, why and when; what was printed stays
    beside it.
    """

    value: Value
    origin: Origin = "stated"
    label: str = ""
    raw: str = ""
    line: int = 0
    last_line: int = 0
    issues: tuple[str, ...] = ()
    rule: str = ""
    source: Source | None = None
    by: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnknownLabel:
    """A label that no reader knows, kept as printed."""

    label: str
    raw: str
    line: int


Statements = Mapping[str, Statement]


def ground(statements: Statements) -> dict[str, Statement]:
    """What documents print and people set, without what was worked out: to merge and derive from.

    What was worked out where a person took a value away is that taking away again.
    """
    return {
        name: _without_rule(s) if s.origin == "derived" else s
        for name, s in statements.items()
        if s.origin == "stated" or s.line or s.by
    }


def _without_rule(derived: Statement) -> Statement:
    return derived._replace(value=None, origin="manual" if derived.by else "stated", rule="")


def set_by_hand(
    statements: Statements, values: Mapping[str, Value], author: Author, at: datetime
) -> dict[str, Statement]:
    """The statements with these values in place of what was stated; the print stays beside."""
    changed = dict(statements)
    for name, value in values.items():
        changed[name] = statements.get(name, Statement(None))._replace(
            value=value,
            origin="manual",
            issues=(),
            rule="",
            by=author.by,
            reason=author.reason or "",
            at=at,
        )
    return changed


def contradicted(known: Statements, new: Statements, source: Source) -> tuple[str, ...]:
    """Fields set by hand, or worked out where a person took a value away, of which a document
    states another value. What is older than what is printed beside the hand's value says nothing.
    """
    return tuple(
        name
        for name, statement in new.items()
        if name in known
        and known[name].by
        and statement.value is not None
        and statement.value != known[name].value
        and not _is_older(source, known[name].source)
    )


def outdated(known: Statements, new: Statements, source: Source) -> tuple[str, ...]:
    """Fields of which a document states another value than a newer one that is known."""
    return tuple(
        name
        for name, statement in new.items()
        if name in known
        and not known[name].by
        and statement.value not in (None, known[name].value)
        and _is_older(source, known[name].source)
    )


def _is_older(source: Source, other: Source | None) -> bool:
    return other is not None and source.as_of < other.as_of


def attribute(statements: Statements, source: Source) -> dict[str, Statement]:
    """The statements of one document, each bearing where it was read."""
    make = tuple.__new__  # `_replace` takes three times as long; this is done for every value read
    return {
        name: make(
            Statement, (value, origin, label, raw, line, last, issues, rule, source, by, reason, at)
        )
        for name, (value, origin, label, raw, line, last, issues, rule, _, by, reason, at) in (
            statements.items()
        )
    }


def without_older_reading(known: Statements, source: Source) -> dict[str, Statement]:
    """What is known without what an older reader read in the same document: it was mended."""
    return {
        name: s
        for name, s in known.items()
        if s.by
        or s.source is None
        or s.source.sha256 != source.sha256
        or _is_same(s.source, source)
    }


def _is_same(one: Source, other: Source) -> bool:
    return (one.layout, one.reader_version) == (other.layout, other.reader_version)


def merge(known: Statements, new: Statements, *, again: bool = False) -> dict[str, Statement]:
    """What is stated once a further document has been read.

    A field that the new document does not state keeps its value; the system's "no value" states
    nothing. One that both state takes the newer document's, even where that cannot be read; of two
    of the same day, the one read last, and of two such rows of one list, the later one. An older
    document that comes late fills only what is not stated. What was set by hand stays.

    A document that is read `again` takes from others only what is of an older day.
    """
    merged = dict(known)
    for name, statement in new.items():
        held = known.get(name)
        if held is None or _supersedes(statement, held, again=again):
            merged[name] = statement
    return merged


def _supersedes(new: Statement, held: Statement, *, again: bool) -> bool:
    if held.origin == "manual":
        return False
    if _says_nothing(new) != _says_nothing(held):
        return _says_nothing(held)
    if new.source is None or held.source is None:
        return True
    if new.source.sha256 == held.source.sha256:
        return _comes_after(new, new.source, held, held.source)
    if again and new.source.as_of == held.source.as_of:  # the one read last is there already
        return False
    return new.source.as_of >= held.source.as_of


def _comes_after(new: Statement, source: Source, held: Statement, other: Source) -> bool:
    """Of two rows of a list the newer, of one day the later one: also when it is read again."""
    if source.dated and other.dated and source.dated != other.dated:
        return source.dated > other.dated
    return new.line >= held.line


def _says_nothing(statement: Statement) -> bool:
    return statement.value is None and "amount-sentinel" in statement.issues
