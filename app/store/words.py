"""The word index: which words stand in each state of each record, and the vocabulary they make.

A state is indexed once, under its `since`; the next state of the record is another entry. Only a
redaction ever takes words out again.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, CursorResult

from app.domain.collation import SEPARATOR
from app.domain.words import plain, spaced, stems

Columns = Mapping[str, Any]
"""Those of a row of `project` or `past_project`."""

PLACES = (
    ("number_key", "name_key"),
    ("owner_key", "owner_unit_key"),
    ("summary_key", "summary_en_key"),
)
"""The keys whose words stand in each column of the index, in its order."""
KEYS = tuple(key for keys in PLACES for key in keys)
LONGEST_WORD = 100
"""Longer ones are found as they are; what they are like is not asked."""
_LONGEST_HELD = 32_768
"""Bytes of a word that the index tells it by: FTS5 cuts off the rest, through a letter too."""
BOUND = "¦"
"""Stands between two texts, that no phrase reaches from one into the other."""
_INSERT = "INSERT INTO project_words (rowid, name, owner, summary) VALUES (?, ?, ?, ?)"
_DELETE = (
    "INSERT INTO project_words (project_words, rowid, name, owner, summary)"
    " VALUES ('delete', ?, ?, ?, ?)"
)
_UNKNOWN = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT word FROM word)"
_LAST_WORD = "SELECT coalesce(max(pk), 0) FROM word"
_WORD = "INSERT INTO word (pk, word, stem, indefinite, plain, plain_stem) VALUES (?, ?, ?, ?, ?, ?)"
_PART = "INSERT INTO word_parts (rowid, word) VALUES (?, ?)"
_NO_PART = "INSERT INTO word_parts (word_parts, rowid, word) VALUES ('delete', ?, ?)"
_IS_FOUND = "SELECT EXISTS (SELECT 1 FROM project_words WHERE project_words MATCH ?)"
_FORGOTTEN = "DELETE FROM word WHERE word = ? RETURNING pk, word"
_KEYS = f"SELECT since, {', '.join(KEYS)}"
_OF_SINCES = f"{_KEYS} FROM project WHERE since IN (SELECT value FROM json_each(?))"  # noqa: S608
_OPTIMIZE = tuple(
    f"INSERT INTO {table} ({table}) VALUES ('optimize')"  # noqa: S608 - both are our own
    for table in ("project_words", "word_parts")
)
"""Without it, older parts of an index keep what was taken out of it."""
_AT_ONCE = 1_000


class Entry(NamedTuple):
    """The words of one state: those of its number and name, its owner, its summaries."""

    since: int
    name: str
    owner: str
    summary: str


def entry_of(since: int, columns: Columns) -> Entry:
    """What the index holds of a row."""
    name, owner, summary = (
        f" {BOUND} ".join(_words(columns[key]) for key in keys) for keys in PLACES
    )
    return Entry(since, name, owner, summary)


def index_entries(connection: Connection, entries: Sequence[Entry]) -> None:
    """Adds states to the index, and their words to the vocabulary."""
    if entries:
        connection.exec_driver_sql(_INSERT, list(entries))
        _learn(connection, words_of(entries))


def index_states(connection: Connection, *sinces: int) -> None:
    """Adds the present states that began with these dataset versions, as they are stored."""
    _index_rows(connection, connection.exec_driver_sql(_OF_SINCES, (json.dumps(sinces),)))


def index_everything(connection: Connection) -> None:
    """Fills an empty index with all states of all records."""
    for table in ("project", "past_project"):
        _index_rows(connection, connection.exec_driver_sql(f"{_KEYS} FROM {table}"))


def replace_entries(connection: Connection, changed: Collection[tuple[Entry, Entry]]) -> None:
    """Puts other words in the place of those of states, before and after: of what was redacted none
    is left, neither in the index nor in the vocabulary."""
    changed = [(before, after) for before, after in changed if before != after]
    if not changed:
        return
    connection.exec_driver_sql(_DELETE, [before for before, _ in changed])
    index_entries(connection, [after for _, after in changed])
    gone = words_of(before for before, _ in changed) - words_of(after for _, after in changed)
    _forget(connection, gone)
    for statement in _OPTIMIZE:
        connection.exec_driver_sql(statement)


def words_of(entries: Iterable[Entry]) -> set[str]:
    """Every word of these states."""
    words = {word for _, *texts in entries for text in texts for word in text.split()}
    return words - {BOUND}


def _index_rows(connection: Connection, held: CursorResult[Any]) -> None:
    rows = held.mappings()
    while some := rows.fetchmany(_AT_ONCE):
        index_entries(connection, [entry_of(row["since"], dict(row)) for row in some])


def _words(key: str | None) -> str:
    text = spaced(key.partition(SEPARATOR)[2]) if key else ""
    if len(text.encode()) <= _LONGEST_HELD:
        return text
    return " ".join(map(_held, text.split()))


def _held(word: str) -> str:
    """What the index is to tell a word by: whole letters."""
    return word.encode()[:_LONGEST_HELD].decode(errors="ignore")


def _learn(connection: Connection, words: Iterable[str]) -> None:
    """Adds to the vocabulary what it does not hold yet."""
    short = [word for word in words if len(word) <= LONGEST_WORD]
    unknown = connection.exec_driver_sql(_UNKNOWN, (json.dumps(short, ensure_ascii=False),))
    new = sorted(word for (word,) in unknown)
    if not new:
        return
    last = connection.exec_driver_sql(_LAST_WORD).scalar_one()
    rows = [
        (pk, word, *stems(word), plain(word), plain(stems(word).stem))
        for pk, word in enumerate(new, start=last + 1)
    ]
    connection.exec_driver_sql(_WORD, rows)
    connection.exec_driver_sql(_PART, [row[:2] for row in rows])


def _forget(connection: Connection, words: Iterable[str]) -> None:
    """Takes out of the vocabulary what no state holds any more."""
    for word in words:
        if connection.exec_driver_sql(_IS_FOUND, (f'"{word}"',)).scalar_one():
            continue
        for pk, known in connection.exec_driver_sql(_FORGOTTEN, (word,)).all():
            connection.exec_driver_sql(_NO_PART, (pk, known))
