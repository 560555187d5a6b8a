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
"""States with a word from which on it is no longer looked at."""
MOST_CLUES = 25
MOST_ASKED = 40
"""Words of a summary whose rarity is asked for: the longest, which are the rarest."""
_SHORTEST = 4
_NAME_COUNTS = 3
"""As many times as in a summary."""
_PLACES = "name summary"
_BEFORE_ALL = -1
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
    """The rows of others whose names hold all words that a name is known by: the first of them."""
    forms = forms_of(reader, read_name(name).core)
    groups = [[(word,) for word in words] for words in forms.values()]
    return _others(hits, own, _states_with(reader, groups, "name"))


def rows_spelling(
    reader: Reader, hits: Hits, own: int, phrases: Sequence[tuple[str, ...]]
) -> Integers:
    """The rows of others whose number or name holds one of these phrases: the first of them."""
    return _others(hits, own, _states_with(reader, [phrases], "name"))


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
    held = _states_with(reader, [[(word,) for word in words]], _PLACES)
    return None if len(held) == COMMON else _others(hits, own, held)


def _states_with(
    reader: Reader, groups: Sequence[Sequence[tuple[str, ...]]], places: str
) -> Integers:
    """The `since` of the first states that hold a phrase of every group in one of the places."""
    if not (groups and all(groups)):
        return np.empty(0, np.int64)
    held = " AND ".join(f"({' OR '.join(map(phrase, group))})" for group in groups)
    return numbers_in(reader, WITH_WORDS, (f"{{{places}}} : ({held})", _BEFORE_ALL, COMMON))


def _others(hits: Hits, own: int, sinces: Integers) -> Integers:
    rows = hits.columns.rows_of(sinces)
    kept: Integers = rows[hits.mask[rows] & (rows != own)]
    return kept
