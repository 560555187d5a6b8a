"""The words that tell what a project is about: those that few others hold.

Few are fewer than `COMMON` and at most half of all; a word that nobody else holds leads nowhere.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.database import Reader
from app.domain.collation import fold
from app.domain.words import stems
from app.mirror.columns import Hits, Integers
from app.mirror.listed import numbers_in
from app.query.mirroring import WITH_WORDS
from app.query.search import phrase
from app.similar.names import read_name
from app.store.neighbours import forms_of, texts_of

COMMON = 250
"""Projects with a word from which on it is no longer looked at."""
MOST_NAMED = 5_000
"""Projects with the words of a name, or with a number, from which on it says nothing."""
MOST_CLUES = 25
MOST_ASKED = 40
"""Words of a summary whose rarity is asked for: the longest, which are the rarest."""
_SHORTEST = 4
_NAME_COUNTS = 3
"""As many times as in a summary."""
_PLACES = "name summary"
_BEFORE_ALL = -1
_MORE = 8
"""Times as many states are read where those before were not enough: most are of the past."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Clue:
    """A word as the project spells it, what it weighs, and the rows of others that hold a form of
    it, rising."""

    word: str
    weight: int
    rows: Integers


def clues_of(reader: Reader, hits: Hits, own: int, key: str) -> list[Clue]:
    """The clues of a record, those of its name first, then the rarest first."""
    name, summary = texts_of(reader, key)
    named, told = _spelt(name), _spelt(summary)
    known = read_name(name).core
    core = [stem for stem in named if stem in known]
    rest = [stem for stem in told if stem not in named and len(told[stem]) >= _SHORTEST]
    rest = sorted(rest, key=lambda stem: (-len(stem), stem))[:MOST_ASKED]
    forms = forms_of(reader, [*core, *rest])
    rows = {stem: _holders(reader, hits, own, words) for stem, words in forms.items()}
    everybody = int(np.count_nonzero(hits.mask))
    of_name = _clues({stem: rows[stem] for stem in core}, named, everybody, _NAME_COUNTS)
    return [*of_name, *_clues({stem: rows[stem] for stem in rest}, told, everybody)][:MOST_CLUES]


def rows_named(reader: Reader, hits: Hits, own: int, name: str) -> Integers:
    """The rows of others whose names hold all words that a name is known by."""
    forms = forms_of(reader, read_name(name).core)
    groups = [[(word,) for word in words] for words in forms.values()]
    return _others(own, _rows_with(reader, hits, _match(groups, "name"), MOST_NAMED))


def rows_spelling(
    reader: Reader, hits: Hits, own: int, phrases: Sequence[tuple[str, ...]]
) -> Integers:
    """The rows of others whose number or name holds one of these phrases."""
    return _others(own, _rows_with(reader, hits, _match([phrases], "name"), MOST_NAMED))


def _spelt(text: str) -> dict[str, str]:
    """The words of a text by their stems, as they are spelt first."""
    found: dict[str, str] = {}
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if not any(map(str.isdigit, word)):
            found.setdefault(stems(fold(word)).stem, word)
    return found


def _clues(
    rows: Mapping[str, Integers | None], spelt: Mapping[str, str], everybody: int, times: int = 1
) -> list[Clue]:
    """A word is as rare as often everybody can be halved until only those are left who hold it."""
    rare = [
        (len(held), stem, held)
        for stem, held in rows.items()
        if held is not None and len(held) and 2 * (len(held) + 1) <= everybody
    ]
    rare.sort(key=lambda one: one[:2])
    return [
        Clue(spelt[stem], times * ((everybody // (count + 1)).bit_length() - 1), held)
        for count, stem, held in rare
    ]


def _holders(reader: Reader, hits: Hits, own: int, words: Iterable[str]) -> Integers | None:
    """The rows of others that hold one of these words; None where it is common."""
    held = _rows_with(reader, hits, _match([[(word,) for word in words]], _PLACES), COMMON)
    return None if held is None else _others(own, held)


def _match(groups: Sequence[Sequence[tuple[str, ...]]], places: str) -> str | None:
    """Asks for a phrase of every group in one of the places; None where nothing holds that."""
    if not (groups and all(groups)):
        return None
    held = " AND ".join(f"({' OR '.join(map(phrase, group))})" for group in groups)
    return f"{{{places}}} : ({held})"


def _rows_with(reader: Reader, hits: Hits, match: str | None, most: int) -> Integers | None:
    """The rows that are found; None where there are so many, or more.

    The index knows past states too: these count for nothing, however many they are.
    """
    found, behind, count = [np.empty(0, np.int64)], _BEFORE_ALL, most
    while match is not None:
        sinces = numbers_in(reader, WITH_WORDS, (match, behind, count))
        rows = hits.columns.rows_of(sinces)
        found.append(rows[hits.mask[rows]])
        if sum(map(len, found)) >= most:
            return None
        if len(sinces) < count:
            break
        behind, count = int(sinces[-1]), _MORE * count
    return np.concatenate(found)


def _others(own: int, rows: Integers | None) -> Integers:
    return np.empty(0, np.int64) if rows is None else rows[rows != own]
