"""The same page written otherwise: other blanks, letters, line ends and encodings, nothing else."""

import codecs
import random
import unicodedata
from collections.abc import Callable, Mapping

BLANKS = "\u00a0\u2007\u2009\u202f\u3000"
UNSEEN = "\u200b\u00ad\u2060\ufeff\u200e"
Disguise = Callable[[str, random.Random], str]


def _other_blanks(text: str, dice: random.Random) -> str:
    return "".join(dice.choice(BLANKS) if sign == " " else sign for sign in text)


def _unseen_signs(text: str, dice: random.Random) -> str:
    """Before and behind letters; never where a line's beginning tells a format."""
    return "".join(
        sign + dice.choice(UNSEEN) if sign.isalnum() and dice.random() < 0.1 else sign
        for sign in text
    )


def _decomposed(text: str, _dice: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def _blanks_around(text: str, dice: random.Random) -> str:
    around = ("", " ", "\t", "\u00a0", "  ")
    return "\n".join(
        f"{dice.choice(around)}{line}{dice.choice(around)}" for line in text.split("\n")
    )


DISGUISES: Mapping[str, Disguise] = {
    "other blanks": _other_blanks,
    "unseen signs": _unseen_signs,
    "decomposed": _decomposed,
    "blanks around": _blanks_around,
}
LINE_ENDS = ("\n", "\r\n", "\r")
ENCODINGS: Mapping[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 big": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "cp1252": lambda text: text.encode("cp1252"),
}
