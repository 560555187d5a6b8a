"""Where a search was found: in which fields, and the words themselves, marked in an excerpt.

Looks at texts as they are shown, with the very words that the index was asked for.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from app.domain.collation import fold
from app.query.search import Phrase, Sought

_WORD = re.compile(r"[^\W_]+")
_LENGTH = 240
"""Characters of an excerpt, about: it ends with a whole word."""
_BEFORE = 60
"""Of them, those before the first word found."""


class Finder:
    """Finds the words of one search."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        found = [
            phrase
            for one in sought
            if not one.excluded
            for _, phrases in one.phrases
            for phrase in phrases
        ]
        single = [one for one in found if len(one.words) == 1]
        self._words = {one.words[0] for one in single if not one.prefix}
        self._beginnings = tuple(one.words[0] for one in single if one.prefix)
        self._phrases = [one for one in found if len(one.words) > 1]

    def marks(self, texts: Mapping[str, str | None]) -> dict[str, str]:
        """The fields in which something was found, each with an excerpt: HTML with `<mark>`, all
        else escaped."""
        return {
            name: marked for name, text in texts.items() if text and (marked := self._mark(text))
        }

    def _mark(self, text: str) -> str | None:
        """Reads no further than the excerpt goes."""
        shown = unicodedata.normalize("NFC", text)
        spans = self._spans(shown)
        first = next(spans, None)
        if first is None:
            return None
        start, end = _window(shown, first[0])
        within = takewhile(lambda span: span[1] <= end, spans)
        return _excerpt(shown, start, end, (first, *within))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Beginning and end of each find, in order and apart from each other."""
        tokens, end = list(_WORD.finditer(text)), 0
        words = [token.group() for token in tokens]
        for place, token in enumerate(tokens):
            length = self._length(words, place)
            if length and token.start() >= end:
                end = tokens[place + length - 1].end()
                yield token.start(), end

    def _length(self, words: Sequence[str], place: int) -> int:
        """How many words of a find begin here."""
        word = _folded(words[place])
        alone = word in self._words or word.startswith(self._beginnings)
        found = (len(one.words) for one in self._phrases if _stands_at(one, words, place))
        return max(found, default=int(alone))


def _stands_at(phrase: Phrase, words: Sequence[str], place: int) -> bool:
    *before, last = phrase.words
    end = place + len(before)
    if end >= len(words) or [_folded(word) for word in words[place:end]] != before:
        return False
    word = _folded(words[end])
    return word.startswith(last) if phrase.prefix else word == last


_folded = lru_cache(maxsize=10_000)(fold)
"""Most words come again and again."""


def _excerpt(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> str:
    pieces = ["… " if start else ""]
    last = start
    for begin, stop in spans:
        pieces += [_escaped(text[last:begin]), "<mark>", _escaped(text[begin:stop]), "</mark>"]
        last = stop
    pieces += [_escaped(text[last:end]), " …" if end < len(text) else ""]
    return "".join(pieces)


def _window(text: str, first: int) -> tuple[int, int]:
    """The part of a text around its first find, from word to word."""
    if len(text) <= _LENGTH:
        return 0, len(text)
    start = 0 if first <= _BEFORE else text.find(" ", first - _BEFORE, first) + 1 or first
    end = text.find(" ", start + _LENGTH)
    return start, end if end > 0 else len(text)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
