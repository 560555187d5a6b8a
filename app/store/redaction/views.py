"""A text as whoever reads it sees it: escapes spelt out, tags left out, links taken apart.

What is found in a view is cut from the text behind it; tags and line breaks stay.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from app.domain.encoding import decode_any

_BREAKS = re.compile(r"\r\n|\n|\r")
_ESCAPE = re.compile(
    r"""&(?:amp;)+(?:\#x?[0-9a-f]{1,7}|[a-z][a-z0-9]{1,30});
    | &(?:\#[0-9]{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});?
    | (?:\\+u[0-9a-f]{4})+ | \\+x[0-9a-f]{2} | \\+[nrtbf/"'\\]
    | (?:%(?:25)*[0-9a-f]{2})+
    | [\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+""",
    re.IGNORECASE | re.VERBOSE,
)
"""Entities of markup, escapes of JSON and scripts, of addresses, and signs that nobody sees."""
_MAY_ESCAPE = re.compile("[&%\\\\\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}
_TAG = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|</?([a-zA-Z][\w:.-]*)[^<>]*>|<[!?][^<>]*>")
_ON_PAGES = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small"
    " span strike strong sub sup tt u var wbr"
)
_IN_WORKBOOKS = "r t rpr sz color rfont family charset scheme"
_INLINE = frozenset((*_ON_PAGES.split(), *_IN_WORKBOOKS.split()))
"""Elements that do not part words: of web pages, and of texts in workbooks and documents."""
_HEADER = re.compile(r"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>[^<]*")
_CODE = re.compile(r"&amp;(?:[A-JL-Z]|K[0-9A-F]{6}|[0-9]{1,3})")
"""How a sheet's header says where a text stands, and in which letters."""
_LINK = re.compile(r"<[a-zA-Z][^<>]*>|(?:\w+://|www\.|mailto:)[^\s<>\"]+")
_JOINER = re.compile(r"[-_+/=&'.#?]")


class _Sign(NamedTuple):
    """A stretch of a text that means something else than it is; structure means `apart`, and
    stays."""

    start: int
    end: int
    means: str
    stays: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The text that is seen, and the pieces of the text behind it: where each begins to be seen,
    what it is, and whether it is seen as it is."""

    text: str
    behind: str
    starts: list[int]
    pieces: list[_Sign]

    def cut(self, stretches: Iterable[tuple[int, int]], mark: str) -> str:
        """The text behind without what is seen in these stretches, `mark` in their place."""
        parts, at = [], 0
        for stretch in stretches:
            marked = mark
            for start, end in self._behind(*stretch):
                if end > at:
                    breaks = "".join(_BREAKS.findall(self.behind, start, end))
                    parts += [self.behind[at : max(start, at)], marked, breaks]
                    at, marked = end, ""
        return "".join((*parts, self.behind[at:]))

    def _behind(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for place in range(max(bisect_right(self.starts, start) - 1, 0), len(self.pieces)):
            seen, piece = self.starts[place], self.pieces[place]
            if seen >= end:
                break
            if piece.stays or seen + len(piece.means) <= start:
                continue
            if len(piece.means) == piece.end - piece.start:
                first, last = max(start - seen, 0), min(end - seen, len(piece.means))
                yield piece.start + first, piece.start + last
            else:
                yield piece.start, piece.end


def spelt_out(text: str) -> View | None:
    """The text with every escape as what it means."""
    return _view(text, list(_escapes(text)))


def without_tags(text: str) -> View | None:
    """Markup as a page shows it: what stands within one line is not parted by tags."""
    return _view(text, [*_escapes(text), *_tags(text, _INLINE)]) if _TAG.search(text) else None


def parted_by_tags(text: str) -> View | None:
    """Markup with every tag apart from the texts around it, where that is another text."""
    if all(_name_of(tag) not in _INLINE for tag in _TAG.finditer(text)):
        return None
    return _view(text, [*_escapes(text), *_tags(text, ())])


def parted_links(text: str) -> View | None:
    """Addresses and tags with their words apart: `/kontakt/kim-planterad.html`."""
    joiners = (
        _Sign(*joiner.span(), " ")
        for link in _LINK.finditer(text)
        for joiner in _JOINER.finditer(text, *link.span())
    )
    signs = [*_escapes(text), *joiners]
    return _view(text, signs) if _LINK.search(text) else None


VIEWS: tuple[Callable[[str], View | None], ...] = (
    spelt_out,
    without_tags,
    parted_by_tags,
    parted_links,
)


def as_seen(text: str) -> Iterator[str]:
    """The text, and how it is seen where that is different; words stand next to each other."""
    yield text
    for view in filter(None, (spelt_out(text), without_tags(text))):
        yield view.text


def _escapes(text: str) -> Iterator[_Sign]:
    if not _MAY_ESCAPE.search(text):  # most texts have none, and this tells it soon
        return
    for match in _ESCAPE.finditer(text):
        yield _Sign(*match.span(), _UNSEEN.sub("", _meaning(match[0])))


def _meaning(escape: str) -> str:
    if escape[0] == "&":
        return unescape(f"&{escape[1:].replace('amp;', '')}")
    if escape[0] == "%":
        bare = re.sub("%(?:25)+(?=[0-9a-f]{2})", "%", escape, flags=re.IGNORECASE)
        return decode_any(unquote_to_bytes(bare))[0]
    if escape[0] != "\\":
        return escape
    bare = escape.lstrip("\\")
    if bare[:1] in ("u", "U") and len(bare) > 1:
        units = b"".join(int(unit, 16).to_bytes(2, "big") for unit in re.split(r"\\*u", bare)[1:])
        return units.decode("utf-16-be", "replace")
    if bare[:1] in ("x", "X") and len(bare) > 1:
        return chr(int(bare[1:], 16))
    return _CONTROL.get(bare, bare)


def _tags(text: str, inline: Iterable[str]) -> Iterator[_Sign]:
    known = frozenset(inline)
    for header in _HEADER.finditer(text):
        yield from (_Sign(*code.span(), "\n") for code in _CODE.finditer(text, *header.span()))
    for match in _TAG.finditer(text):
        yield _Sign(*match.span(), "" if _name_of(match) in known else "\n", stays=True)


def _name_of(tag: re.Match[str]) -> str:
    return (tag[1] or "").lower().rpartition(":")[2]


def _view(text: str, signs: list[_Sign]) -> View | None:
    """The view of a text in which these stand; None where there are none: it is seen as it is."""
    if not signs:
        return None
    pieces: list[_Sign] = []
    at = 0
    for sign in sorted(signs, key=lambda one: (one.start, -one.end)):
        if sign.start >= at:
            pieces += [_Sign(at, sign.start, text[at : sign.start]), sign]
            at = sign.end
    pieces.append(_Sign(at, len(text), text[at:]))
    pieces = [piece for piece in pieces if piece.end > piece.start]
    starts, seen = [], 0
    for piece in pieces:
        starts.append(seen)
        seen += len(piece.means)
    return View("".join(piece.means for piece in pieces), text, starts, pieces)
