"""Entries by the words of their labels, and by their codes."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.domain.collation import beyond
from app.suggestions.typed import Fit, Label, Typed


class Listed(NamedTuple):
    """What an entry is found by: texts of which one must hold all words, and folded codes."""

    labels: Sequence[Label]
    codes: Sequence[str] = ()


class Index:
    """Finds the places of entries, which they keep as others come and go."""

    def __init__(self, entries: Iterable[Listed] = ()) -> None:
        self._entries: list[Listed | None] = []
        self._places: dict[str, list[int]] = {}
        self._words: list[str] = []
        self._is_sorted = True
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        """The places that were ever taken."""
        return len(self._entries)

    def add(self, entry: Listed) -> int:
        """Takes an entry in; its place."""
        place = len(self._entries)
        self._entries.append(entry)
        for word in _words(entry):
            places = self._places.get(word)
            if places is None:
                self._places[word] = [place]
                self._words.append(word)
                self._is_sorted = False
            else:
                places.append(place)
        return place

    def drop(self, place: int) -> None:
        """Finds this entry no more."""
        self._entries[place] = None

    def find(self, typed: Typed) -> Iterator[tuple[int, Fit]]:
        """The place of each entry that fits, and how well."""
        for place in self._candidates(typed):
            entry = self._entries[place]
            fit = _fit(typed, entry) if entry is not None else None
            if fit is not None:
                yield place, fit

    def _candidates(self, typed: Typed) -> Iterable[int]:
        """Places of all that fit, and of some others."""
        *whole, last = typed.words
        found = self._beginning(last)
        for word in whole:
            found.intersection_update(self._places.get(word, ()))
        return found | self._beginning(typed.code)

    def _beginning(self, text: str) -> set[int]:
        """Places of all entries with a word, or code, that begins so."""
        if not self._is_sorted:
            self._words.sort()
            self._is_sorted = True
        first = bisect_left(self._words, text)
        end = bisect_left(self._words, beyond(text))
        words = self._words[first:end]
        return {place for word in words for place in self._places[word]}


def _words(entry: Listed) -> set[str]:
    """What it is looked up by."""
    labels = entry.labels
    return {*entry.codes, *(word for one in labels for word in (*one.words, *one.plain))}


def _fit(typed: Typed, entry: Listed) -> Fit | None:
    """The best of its fits."""
    fits = [typed.fit_code(code) for code in entry.codes]
    fits += [typed.fit(label) for label in entry.labels]
    return min((fit for fit in fits if fit is not None), default=None)
