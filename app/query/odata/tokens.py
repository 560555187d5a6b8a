"""The words of an OData expression (part 2, 5.1.1; OData ABNF): texts, numbers, names, marks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from app.faults import ValueRefused, quoted
from app.json_text import Json

MAX_CHARACTERS = 8 * 1024

_END = r"(?![\w'])"
_TOKEN = re.compile(
    r"(?P<text>'(?:[^']|'')*')"
    r"|(?P<json>[\[{])"
    r"|(?P<hour>[0-9]{2}:[0-9]{2})"
    r"|(?P<typed>(?:[A-Za-z_]\w*\.[\w.]*|binary|duration|geo(?:graphy|metry))'(?:[^']|'')*'"
    r"|(?:-?INF|NaN)\b)"
    r"|(?P<sign>-(?=[^\W\d(]|\())"
    r"|(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+ -][0-9]{2}:[0-9]{2})?" + _END + ")"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}" + _END + ")"
    r"|(?P<number>[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?(?![\w'.-]))"
    r"|(?P<name>[$@]?[^\W\d]\w*(?:[./#][$@]?[^\W\d]\w*)*(?![\w']))"
    r"|(?P<mark>[(),/*=:])"
)
_NOT_OFFERED: Mapping[str, str] = MappingProxyType(
    {
        "json": "A list or an object as JSON",
        "hour": "A time of day",
        "typed": "A value of this type",
        "sign": "The sign in front of an expression",
    }
)
"""Words that are OData, but not offered here, by their groups above."""
_OLD_LITERAL = re.compile(r"[A-Za-z]+'([^']*)'|(?<![0-9.])([0-9.]+)[LMFDlmfd]\b")
_BLANK = re.compile(r"[ \t]*")
_TRUTHS: Mapping[str, bool] = MappingProxyType({"true": True, "false": False})
"""In whatever case (ABNF, `booleanValue`)."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `at` counts characters from 1. Of a literal, `value` is what JSON would have."""

    kind: str  # literal, name, mark, or end
    text: str
    at: int
    value: Json = None


def read_tokens(text: str) -> list[Token]:
    """All words, closed by one of kind `end`; raises `Misread`."""
    if len(text) > MAX_CHARACTERS:
        raise ValueRefused("too-long", f"An expression has at most {MAX_CHARACTERS} characters.")
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    place = _skip_blanks(text, 0)
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _unreadable(text, place)
        yield _token(found)
        place = _skip_blanks(text, found.end())
    yield Token("end", "", len(text) + 1)


def _skip_blanks(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _token(found: re.Match[str]) -> Token:
    word, at = found[0], found.start() + 1
    match found.lastgroup:
        case "text":
            return Token("literal", word, at, word[1:-1].replace("''", "'"))
        case "number":
            return Token("literal", word, at, Decimal(word))
        case "date" | "time":
            return Token("literal", word, at, word)
        case "name" if word == "null":
            return Token("literal", word, at)
        case "name" if word.lower() in _TRUTHS:
            return Token("literal", word, at, _TRUTHS[word.lower()])
        case str(kind) if kind in _NOT_OFFERED:
            raise Misread(at, not_offered(_NOT_OFFERED[kind]))
        case kind:
            return Token(str(kind), word, at)


class Misread(ValueRefused):
    """Something in an expression that cannot be read, by its place."""

    def __init__(self, at: int, refused: ValueRefused) -> None:
        super().__init__(refused.code, refused.detail, refused.hint, refused.allowed)
        self.at_character = at


def not_offered(what: str, hint: str | None = None, allowed: tuple[str, ...] = ()) -> ValueRefused:
    """The refusal of what is OData, but not offered here."""
    return ValueRefused("not-supported", f"{what} is not offered here.", hint, allowed)


def _unreadable(text: str, place: int) -> Misread:
    rest = text[place:]
    if rest.startswith("'"):
        detail = "A text is not closed; a quote within one is written twice."
        return Misread(place + 1, ValueRefused("bad-value", detail))
    old = _OLD_LITERAL.match(rest)
    if old is not None:
        detail = f"{quoted(old[0])} is a literal of an older version of OData."
        return Misread(place + 1, ValueRefused("bad-value", detail, old[1] or old[2]))
    word = re.split(r"[ (),]", rest, maxsplit=1)[0] or rest[0]
    hint = f"'{word}'" if "'" not in word else None
    detail = f"{quoted(word)} cannot be read; a text stands in single quotes."
    return Misread(place + 1, ValueRefused("bad-value", detail, hint))
