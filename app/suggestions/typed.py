"""What was typed, and how well a label fits it: every word is in it, the last as a beginning."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from app.domain.collation import fold
from app.domain.words import plain, spaced

_plain = lru_cache(20_000)(plain)
"""Names are made of the same words."""
_NUMBER = re.compile(r"[0-9]{6}-[0-9]{0,4}")


class Fit(IntEnum):
    """How well something fits what was typed, the best first."""

    CODE = 0  # it is the code, or number, that was typed
    WHOLE = 1  # it is the label that was typed
    BEGINS = 2  # the label, or code, begins so
    WITHIN = 3  # the words are in the label
    FOLDED = 4  # they are, with other marks on their letters


class Label(NamedTuple):
    """A text to be found by: its folded words, and the same without marks on their letters."""

    text: str  # its words with a blank between them
    words: tuple[str, ...]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Label":
        """The words of a text as people write it."""
        return cls.of_folded(fold(text))

    @classmethod
    def of_folded(cls, text: str) -> "Label":
        """The same of a folded text."""
        words = tuple(spaced(text).split())
        return cls(" ".join(words), words, tuple(map(_plain, words)))


@dataclass(frozen=True, slots=True)
class Typed:
    """The folded text, and its words; none where it is made of signs alone."""

    text: str
    words: tuple[str, ...]
    phrase: str  # the words with a blank between them
    code: str  # the text as a code: of an organisation number without its hyphen

    @classmethod
    def of(cls, q: str) -> "Typed":
        """What somebody has typed so far."""
        text = fold(q)
        words = tuple(spaced(text).split())
        code = text.replace("-", "") if _NUMBER.fullmatch(text) else text
        return cls(text, words, " ".join(words), code)

    def fit(self, label: Label) -> Fit | None:
        """How well a label fits; None where it does not."""
        if label.text.startswith(self.phrase):
            return Fit.WHOLE if label.text == self.phrase else Fit.BEGINS
        if f" {self.phrase}" in label.text or self._stands_in(label, plainly=False):
            return Fit.WITHIN
        return Fit.FOLDED if self._stands_in(label, plainly=True) else None

    def fit_code(self, code: str) -> Fit | None:
        """How well a folded code or number fits; None where it does not."""
        if not code.startswith(self.code):
            return None
        return Fit.CODE if code == self.code else Fit.BEGINS

    def _stands_in(self, label: Label, *, plainly: bool) -> bool:
        """Whether the label has a word for each of these. Who writes å means å; who writes a may
        mean it."""
        *whole, last = self.words
        left = [*zip(label.words, label.plain, strict=True)]
        for word in whole:
            held = next((one for one in left if word in one[: _seen(word, plainly=plainly)]), None)
            if held is None:
                return False
            left.remove(held)
        seen = _seen(last, plainly=plainly)
        return any(form.startswith(last) for one in left for form in one[:seen])


def _seen(word: str, *, plainly: bool) -> int:
    """How many forms of each word of a label a typed one is held against."""
    return 2 if plainly and word.isascii() else 1
