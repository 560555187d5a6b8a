"""THE table of laws: code, sentence, and what finds the breaches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.database import Reader
from app.errors import DatabaseFailed
from app.store.integrity.documents import find_changed_documents, find_stray_documents
from app.store.integrity.numbers import (
    find_broken_times,
    find_feed_faults,
    find_lone_changes,
    find_missing_states,
    find_version_gaps,
)
from app.store.integrity.records import find_ownerless, find_unproven, find_wrong_keys
from app.store.integrity.words import find_wrong_words


@dataclass(frozen=True, slots=True)
class Law:
    """What always holds; `find` yields a sentence on each breach."""

    code: str
    sentence: str
    find: Callable[[Reader], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A law and every breach that was found."""

    law: Law
    breaches: tuple[str, ...]


def _find_damage(reader: Reader) -> Iterator[str]:
    return (row[0] for row in reader.rows("PRAGMA integrity_check") if row[0] != "ok")


def _find_dangling(reader: Reader) -> Iterator[str]:
    for table, row, referred, _ in reader.rows("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a {referred} that is not there"


LAWS: tuple[Law, ...] = (
    Law("file", "Every page of the file is whole.", _find_damage),
    Law("references", "What a row refers to is there.", _find_dangling),
    Law("versions", "The versions of a record count from 1.", find_version_gaps),
    Law("states", "Each version but a deletion has its state.", find_missing_states),
    Law("times", "Each state holds until the next change, without hole.", find_broken_times),
    Law("feed", "The change feed counts on, save where a restore jumps.", find_feed_faults),
    Law("changes", "Each version has its one change, a redaction its version.", find_lone_changes),
    Law("keys", "Comparison keys are what the values make.", find_wrong_keys),
    Law("words", "The word index holds the words of each state.", find_wrong_words),
    Law("owners", "Each record's owner is known by its spelling.", find_ownerless),
    Law("provenance", "Provenance tells the values that the record holds.", find_unproven),
    Law("documents", "Each document is what came in, unless redacted.", find_changed_documents),
    Law("sources", "Each document's record is or was there.", find_stray_documents),
)


def judge(reader: Reader) -> Iterator[Verdict]:
    """Checks each law in turn; what cannot be read breaks it."""
    for law in LAWS:
        try:
            yield Verdict(law, tuple(law.find(reader)))
        except DatabaseFailed as error:
            yield Verdict(law, (str(error),))
