"""Changes of a text or of its bytes: lines, letters, figures, tags, blanks, encodings."""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

from trials.fuzz.oddities import BLANKS, BYTES, CHARACTERS, TAGS, TOKENS

MOST = 300_000
"""Characters of a mutated text."""
_FIGURE = re.compile(r"\d[\d ./,-]*")
_TAG = re.compile(r"(<[^>]*>)")
_NUMBER = re.compile(r"\b(20\d\d/\d{5}|2\d-\d{3}-S\d\d)\b")
Change = Callable[[list[str], random.Random, Sequence[str]], None]


def _cut(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    del pieces[(place := dice.randrange(len(pieces))) : place + dice.choice((1, 1, 2, 10))]


def _double(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    pieces.insert(dice.randrange(len(pieces)), dice.choice(pieces))


def _swap(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    one, other = dice.randrange(len(pieces)), dice.randrange(len(pieces))
    pieces[one], pieces[other] = pieces[other], pieces[one]


def _blank(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    pieces[dice.randrange(len(pieces))] = dice.choice(("", " ", "\u00a0", "\u200b"))


def _halve(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    place = dice.randrange(len(pieces))
    pieces[place] = pieces[place][: len(pieces[place]) // 2]


def _join(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    place = dice.randrange(len(pieces))
    pieces[place : place + 2] = ["".join(pieces[place : place + 2])]


def _part(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    place = dice.randrange(len(pieces))
    cut = dice.randint(0, len(pieces[place]))
    pieces[place : place + 1] = [pieces[place][:cut], pieces[place][cut:]]


def _repeat(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    place = dice.randrange(len(pieces))
    part = pieces[place : place + dice.choice((1, 2, 8))]
    pieces[place:place] = part * dice.choice((2, 3, 20, 300))


def _turn(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    place = dice.randrange(len(pieces))
    part = pieces[place : place + 12]
    dice.shuffle(part)
    pieces[place : place + 12] = part


def _borrow(pieces: list[str], dice: random.Random, others: Sequence[str]) -> None:
    lines = dice.choice(others).split("\n")
    place = dice.randrange(len(lines))
    at = dice.randrange(len(pieces))
    pieces[at:at] = lines[place : place + dice.choice((1, 2, 30))]


def _insert(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    pieces.insert(dice.randrange(len(pieces)), dice.choice(TOKENS))


def _replace(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    pieces[dice.randrange(len(pieces))] = dice.choice(TOKENS)


def _figure(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    places = [place for place, piece in enumerate(pieces) if _FIGURE.search(piece)]
    if places:
        place, token = dice.choice(places), dice.choice(TOKENS)
        pieces[place] = _FIGURE.sub(lambda _: token, pieces[place], count=1)


def _letter(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    place = dice.randrange(len(pieces))
    at, piece = dice.randint(0, len(pieces[place])), pieces[place]
    pieces[place] = piece[:at] + dice.choice(CHARACTERS) + piece[at + dice.randint(0, 1) :]


def _case(pieces: list[str], dice: random.Random, _: Sequence[str]) -> None:
    place = dice.randrange(len(pieces))
    pieces[place] = dice.choice((str.upper, str.lower, str.title, str.swapcase))(pieces[place])


LINES: tuple[Change, ...] = (
    _cut, _double, _swap, _blank, _halve, _join, _part, _repeat, _turn, _borrow, _insert, _replace,
    _figure, _letter, _letter, _case,
)  # fmt: skip


def mutate_lines(text: str, dice: random.Random, others: Sequence[str], between: str = "\n") -> str:
    """One to six changes of its lines; some lines come from other texts."""
    return between.join(change_pieces(text.split(between), dice, others))[:MOST]


def change_pieces(pieces: list[str], dice: random.Random, others: Sequence[str]) -> list[str]:
    """One to six changes of whatever a document comes apart into: lines, tags, cells."""
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        pieces = pieces or [""]
        dice.choice(LINES)(pieces, dice, others)
    return pieces


def mutate_markup(text: str, dice: random.Random, others: Sequence[str]) -> str:
    """The same of its tags, and tags where none were."""
    pieces = _TAG.split(text)
    for _ in range(dice.choice((0, 1, 2, 5))):
        pieces.insert(dice.randrange(len(pieces)), _tag(dice))
    if dice.random() < 0.7:
        pieces = change_pieces(pieces, dice, others)
    return "".join(pieces)[:MOST]


def _tag(dice: random.Random) -> str:
    name = dice.choice(TAGS)
    form = dice.choice(
        ("<{}>", "</{}>", "<{}/>", "<{0}><{0}>", "<{} ", '<{} class="main', "<{0}>" * 500)
    )
    return form.format(name if dice.random() < 0.9 else name.upper())


def disguise(text: str, dice: random.Random) -> str:
    """Sometimes in other letters, blanks or line ends; sometimes of another project."""
    chance = dice.random()
    if chance < 0.08:
        text = unicodedata.normalize(dice.choice(("NFD", "NFKD")), text)
    elif chance < 0.14:
        text = text.replace(" ", dice.choice(BLANKS))
    elif chance < 0.22:
        text = text.replace("\n", dice.choice(("\r\n", "\r", "\n\n", "\x85", "\u2028")))
    if dice.random() < 0.6:
        number = f"20{dice.randint(14, 22)}/{dice.randrange(3000):05}"
        text = _NUMBER.sub(number, text)
    return text


def encode(text: str, dice: random.Random) -> bytes:
    """As bytes, mostly in UTF-8 and mostly whole."""
    codec = dice.choice(("utf-8",) * 7 + ("cp1252", "utf-16", "utf-8-sig", "utf-16-be", "latin-1"))
    content = text.encode(codec, "replace" if codec in ("cp1252", "latin-1") else "surrogatepass")
    return mutate_bytes(content, dice) if dice.random() < 0.25 else content


def mutate_bytes(content: bytes, dice: random.Random) -> bytes:
    """One to four changes of single bytes or of a stretch."""
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 4))):
        at = dice.randint(0, len(changed))
        kind = dice.randrange(6)
        if kind == 0:
            del changed[at : at + dice.choice((1, 4, 100))]
        elif kind == 1:
            changed[at:at] = dice.choice(BYTES)
        elif kind == 2:
            del changed[at:]
        elif kind == 3:
            changed[at:at] = changed[at : at + dice.choice((1, 16, 400))] * dice.choice((1, 2, 30))
        else:
            changed[at : at + 1] = bytes([dice.randrange(256)])
    return bytes(changed)
