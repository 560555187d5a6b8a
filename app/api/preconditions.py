"""`If-Match` and `If-None-Match` of a write (RFC 9110, 13.1), held against the record as it is.

`If-Match` compares which record it is, of which database, and its version: the rest of a tag says
only how it was shown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from app.api.caching import UNSEEN, record_stamp
from app.errors import PreconditionFailed
from app.faults import Fault, Rejected

ANY = ("*",)
"""What a list of tags is where the star alone stands, without quotes."""

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_TAGS = re.compile(rf"[ \t,]*(?:{_TAG.pattern}[ \t]*(?:,[ \t,]*|$))+")


@dataclass(frozen=True, slots=True)
class Held:
    """The record that a write is about, as the database holds it."""

    epoch: str
    id: str
    version: int

    @property
    def stamp(self) -> str:
        return record_stamp(self.epoch, self.id, self.version)


@dataclass(frozen=True, slots=True)
class Preconditions:
    """What the caller takes the record to be; None where nothing is asked."""

    if_match: tuple[str, ...] | None = None
    if_none_match: tuple[str, ...] | None = None

    def check(self, held: Held | None) -> None:
        """Raises `PreconditionFailed` where the record is otherwise."""
        if self.if_match is not None and not _fits(self.if_match, held):
            now = f"its version is {held.version}" if held else "there is none"
            raise PreconditionFailed(f"The record is not the one that If-Match names: {now}.")
        if self.if_none_match is not None and _fits(self.if_none_match, held):
            raise PreconditionFailed("There is a record that If-None-Match rules out.")

    def is_blind(self, held: Held) -> bool:
        """Whether the caller read the record without the contact data that it may have."""
        shown = [_shown(tag) for tag in self.if_match or () if _fits((tag,), held)]
        return bool(shown) and all(part.startswith(UNSEEN) for part in shown)

    def refuse_any(self) -> None:
        """Raises `Rejected` where something is asked: there is no one record to hold it against."""
        given = {"If-Match": self.if_match, "If-None-Match": self.if_none_match}
        faults = [
            Fault(name, "conflict", f"{name} is about one record only.", place="header")
            for name, tags in given.items()
            if tags is not None
        ]
        if faults:
            raise Rejected(faults)


def read_preconditions(request: Request) -> Preconditions:
    """The conditions of the headers; raises `Rejected` where one cannot be read."""
    return Preconditions(
        _read(request, "If-Match", _strong), _read(request, "If-None-Match", _either)
    )


def _read(
    request: Request, name: str, value_of: Callable[[re.Match[str]], str]
) -> tuple[str, ...] | None:
    given = request.headers.getlist(name)
    if not given:
        return None
    text = ", ".join(given).strip()
    if text == "*":
        return ANY
    if not _TAGS.fullmatch(text):
        detail = "It must be * or entity tags in quotes, as ETag gives them."
        raise Rejected([Fault(name, "bad-value", detail, place="header")])
    return tuple(value_of(tag) for tag in _TAG.finditer(text))


def _strong(tag: re.Match[str]) -> str:
    """What a tag, in its quotes, is compared by; a weak one equals none (RFC 9110, 8.8.3.2)."""
    return "" if tag[1] else tag[2]


def _either(tag: re.Match[str]) -> str:
    return tag[2]


def _shown(tag: str) -> str:
    """The part of a tag that says how the record was shown."""
    return tag.rpartition(".")[2]


def _fits(tags: tuple[str, ...], held: Held | None) -> bool:
    if held is None:
        return False
    return tags == ANY or any(tag.rpartition(".")[0] == f'"{held.stamp}' for tag in tags)
