"""The terms of a search as the words of the data spell them: looked up in the vocabulary."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.database import Reader
from app.domain.collation import beyond
from app.domain.words import is_compound, parts, plain, stems
from app.query.model import Query
from app.query.search import Likeness, Phrase, Sought, Term, phrase, read_terms

MOST_PARTS = 1_000
"""Compounds of one word that are asked for, the shortest; more would take too long."""
_MOST_HOLDING = 10_000
"""Words with the same letters that are looked at for them."""

_FORMS = (
    "SELECT word FROM word WHERE stem IN (?1, ?2) UNION"
    " SELECT word FROM word WHERE indefinite IN (?1, ?2) ORDER BY word"
)
_HOLDING = (
    "SELECT word FROM word WHERE pk IN (SELECT rowid FROM word_parts WHERE word_parts MATCH ?)"
    " ORDER BY length(word), word LIMIT ?"
)
_FOLDED = (
    "SELECT word FROM word WHERE plain_stem = ? UNION SELECT word FROM word WHERE plain = ?"
    " ORDER BY word"
)
_BEGINNINGS = (
    "SELECT word FROM word WHERE plain >= ? AND plain < ? AND word <> plain ORDER BY word LIMIT ?"
)
"""Words with marks on their letters: the others are found as they are."""


def look_up(reader: Reader, q: str) -> tuple[Sought, ...]:
    """What a search text asks the word index for; a term without letter or digit asks nothing."""
    return tuple(_sought(reader, term) for term in read_terms(q) if term.words)


def with_words(reader: Reader, query: Query) -> Query:
    """The question with its search looked up."""
    return query if query.q is None else replace(query, sought=look_up(reader, query.q))


def _sought(reader: Reader, term: Term) -> Sought:
    """Every word comes once: where it is likest to what was asked for."""
    known: set[Phrase] = set()
    phrases = []
    for likeness, found in _alike(reader, term):
        new = tuple(one for one in found if one not in known)
        known.update(new)
        if new:
            phrases.append((likeness, new))
    return Sought(term.text, term.excluded, tuple(phrases))


def _alike(reader: Reader, term: Term) -> Iterator[tuple[Likeness, Iterable[Phrase]]]:
    """What is excluded goes only by its forms: who says `-skola` may still want `folkhögskola`."""
    *before, last = term.words
    yield Likeness.EXACT, [Phrase(term.words, term.prefix)]
    if term.literal or (term.prefix and term.excluded):
        return

    def told(words: Iterable[str]) -> list[Phrase]:
        return [Phrase((*before, word)) for word in words]

    if term.prefix:
        if not last.isascii():
            return
        yield Likeness.FOLDED, told(_beginning(reader, last))
        return
    yield Likeness.STEM, told(_words(reader, _FORMS, *stems(last)))
    if term.excluded:
        return
    if not before:
        yield Likeness.PART, told(_compounds(reader, last))
    if last.isascii():  # who writes å means å
        yield Likeness.FOLDED, told(_words(reader, _FOLDED, plain(stems(last).stem), plain(last)))


def _compounds(reader: Reader, word: str) -> list[str]:
    """The shortest compounds of a word."""
    found: dict[str, None] = {}
    for part in parts(word):
        holding = _words(reader, _HOLDING, phrase([part]), _MOST_HOLDING)
        found |= dict.fromkeys(one for one in holding if is_compound(one, part))
    return sorted(found, key=lambda one: (len(one), one))[:MOST_PARTS]


def _beginning(reader: Reader, word: str) -> list[str]:
    start = plain(word)
    return _words(reader, _BEGINNINGS, start, beyond(start), MOST_PARTS)


def _words(reader: Reader, sql: str, *parameters: str | int | None) -> list[str]:
    return [word for (word,) in reader.rows(sql, parameters)]
