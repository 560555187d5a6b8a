"""Projects that can be suggested: by the beginning of a name or number, or by words of a name.

Every question reads few rows, whatever is typed.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.database import Reader
from app.domain.collation import SEPARATOR, beyond, fold, sort_key
from app.query.search import Place, phrase

MOST_HOLDING = 100
"""Projects that are looked at for words in their names, the last changed."""
MOST_SEARCHED = 100_000
"""Records up to which all names are searched. The word index reads every record that holds a word
anywhere to find those that have it in their names: of more records, only the last changed ones."""
MOST_HITS = 1_000
"""How many of these."""
MOST_WORDS = 50
"""Words that begin as the last one typed, or are spelt as another, that are looked for: the
shortest."""
_TELLING = 3
"""Letters with which not too many words begin."""
_MOST_TERMS = 5
"""Words that the word index is asked for beside the last one, the longest: few names are left."""

_NAMED = "SELECT id, number, name FROM project"
_BEGINNING = (
    f"{_NAMED} WHERE name_key >= ? AND name_key < ? AND instr(name_key, ?) > 0"
    " ORDER BY name_key, id LIMIT ?"
)
_RECORDS = "SELECT coalesce(max(pk), 0) FROM project"
_HOLDING = (
    "SELECT p.id, p.number, p.name FROM project_words CROSS JOIN project p"
    " ON p.since = project_words.rowid WHERE project_words MATCH ?"
    " ORDER BY project_words.rowid DESC LIMIT ?"
)
_AMONG_LAST = (
    "SELECT p.id, p.number, p.name FROM (SELECT rowid AS since FROM project_words"
    " WHERE project_words MATCH ? ORDER BY rowid DESC LIMIT ?) hit"
    " JOIN project p ON p.since = hit.since ORDER BY p.since DESC"
)
_SPELT = "SELECT word FROM word WHERE {column} = ? ORDER BY word LIMIT ?"
_BEGINNINGS = (
    "SELECT word FROM word WHERE {column} >= ? AND {column} < ? ORDER BY length(word), word LIMIT ?"
)


class Named(NamedTuple):
    """A project by what it is called."""

    id: str
    number: str | None
    name: str


def names_beginning(reader: Reader, text: str, most: int) -> list[Named]:
    """The first so many projects in Swedish order whose names begin with a text."""
    first = sort_key(text).partition(SEPARATOR)[0]
    bounds = (first, beyond(first), f"{SEPARATOR}{fold(text)}")
    return _named(reader.rows(_BEGINNING, (*bounds, most)))


def numbers_beginning(reader: Reader, text: str, most: int) -> list[Named]:
    """At most so many projects whose number begins with a text, and as many whose id does."""
    found: dict[str, Named] = {}
    for column in ("number", "id"):
        sql = f"{_NAMED} WHERE {column} >= ? AND {column} < ? ORDER BY {column} LIMIT ?"
        for written in dict.fromkeys((text.upper(), text)):
            rows = _named(reader.rows(sql, (written, beyond(written), most)))
            found.update((one.id, one) for one in rows)
    return list(found.values())


def names_holding(
    reader: Reader, words: Sequence[str], most_searched: int = MOST_SEARCHED
) -> list[Named]:
    """Projects in whose names, or numbers, stand these words, the last of them as a beginning;
    among them some that hold them elsewhere, or some of many words alone."""
    *whole, last = words
    longest = sorted({*whole}, key=lambda word: (len(word), word))[-_MOST_TERMS:]
    few = reader.rows(_RECORDS)[0][0] <= most_searched
    asked = [*(_spelt(reader, word) for word in longest), _beginning(reader, last)]
    if not all(asked):  # one of them stands nowhere
        return []
    if few and len(asked[-1]) == MOST_WORDS and len(last) >= _TELLING:  # there may be more words
        asked[-1].append(phrase([last], prefix=True))
    match = " AND ".join(f"({' OR '.join(phrases)})" for phrases in asked)
    if few:
        return _named(reader.rows(_HOLDING, (f"{Place.NAME} : ({match})", MOST_HOLDING)))
    return _named(reader.rows(_AMONG_LAST, (match, MOST_HITS)))


def _spelt(reader: Reader, word: str) -> list[str]:
    """The words of the data that may be meant by one, as phrases."""
    sql = _SPELT.format(column=_compared(word))
    return [phrase(row) for row in reader.rows(sql, (word, MOST_WORDS))]


def _beginning(reader: Reader, word: str) -> list[str]:
    """The same of those that begin with it."""
    sql = _BEGINNINGS.format(column=_compared(word))
    return [phrase(row) for row in reader.rows(sql, (word, beyond(word), MOST_WORDS))]


def _compared(word: str) -> str:
    """Who writes å means å; who writes a may mean it."""
    return "plain" if word.isascii() else "word"


def _named(rows: Iterable[Sequence[str]]) -> list[Named]:
    return [Named(*row) for row in rows]
