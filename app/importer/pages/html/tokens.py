"""HTML as a stream of texts and tags, in one pass; what no reader of a page sees is left out."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from app.errors import DocumentRejected
from app.importer.pages.html.chrome import FRAMES, HOLDERS, is_box, is_chrome, is_needed

_PIECE = re.compile(
    r"""([^<]*+(?:<(?![a-zA-Z!?]|/[a-zA-Z])[^<]*+)*+)
    (?:<(?:
      (/?[a-zA-Z][^\s/>]*+)
      (?:>|([^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+)(?:>|\Z))
    | !--(?:-?>|.*?(?:--!?>|\Z))
    | [!?][^>]*+(?:>|\Z)
    ))?""",
    re.VERBOSE | re.DOTALL,
)
"""A text, and the tag, comment or declaration behind it; one that never ends takes the rest of the
page."""
_RAW = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
"""Elements whose content is no markup: they end at the first end tag of their name."""
_UNSEEN = frozenset(
    {
        *("audio", "button", "canvas", "datalist", "del", "head", "map", "math", "nav"),
        *("noscript", "object", "s", "select", "strike", "svg", "template", "video"),
    }
)
"""Elements of which nothing is part of a page's text, struck-out ones among them."""
_SPECIAL = _RAW | _UNSEEN | FRAMES | HOLDERS
_MOST_KEPT = 30
"""Elements that look like the site's frame and yet must be read; then nothing more is left out."""
_REACH = 300_000
"""Signs in which a part of the frame must end."""
_DEEPEST = 1_000
_MOST_BOXES = 20
_LARGEST_BOX = 40_000
"""Signs of a box: none has more than `MAX_MARKUP` tags and entities."""
_HUGE_CODE = re.compile(r"&#(?:[0-9]{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)


MAX_MARKUP = 50_000
"""Tags and entities of a page, without those of the frame; one project's page never has more."""


Token = tuple[str, str, str]
"""A text, and the tag that ends it: its name in lower case, `/` before it in an end tag, and its
attributes as written. The text is empty between two tags, the name where something left out ends
the text."""


class Tokens:
    """The texts and tags of a page in their order; the site's frame only if all is wanted."""

    def __init__(self, page: str, *, everything: bool) -> None:
        self._page = page
        self._markup = 0
        self._kept = _MOST_KEPT if everything else 0
        self._endless: set[str] = set()
        self._has_owner = False
        self.is_beyond = False
        """Whether the rest is behind the project's part, and not held against the limit."""
        self.boxes: list[tuple[int, int]] = []
        """Where what was left out may yet state facts of the project."""

    def __iter__(self) -> Iterator[Token]:
        at: int | None = 0
        while at is not None:
            pieces, at = _PIECE.finditer(self._page, at), None
            for piece in pieces:
                if self.is_beyond and self._markup > MAX_MARKUP:
                    return
                text, name, attributes = piece.groups("")
                if text and not text.isspace():
                    text = self._resolve(text)
                name = name.lower()
                if name in _SPECIAL and (at := self._end_left_out(name, attributes, piece.end())):
                    yield text, "", ""
                    break
                if name:
                    self._markup += 1
                    if self._markup > MAX_MARKUP:
                        self._limit()
                yield text, name, attributes

    def _resolve(self, text: str) -> str:
        """A text with its entities as characters."""
        if "&" in text:
            self._markup += text.count("&")
            self._limit()
            text = unescape(_HUGE_CODE.sub("\ufffd", text))
        if not self._has_owner:
            self._has_owner = "projektägare" in text.casefold()
        return text

    def _limit(self) -> None:
        if self._markup > MAX_MARKUP and not self.is_beyond:
            detail = f"more than {MAX_MARKUP} tags and entities"
            raise DocumentRejected("not-a-project", detail)

    def _end_left_out(self, name: str, attributes: str, at: int) -> int | None:
        """Where an element ends that is left out, its start tag ending at `at`; else None."""
        if name in _RAW:
            match = _edges(name, "/").search(self._page, at)
            return match.end() if match else len(self._page)
        if name in _UNSEEN:
            return self._end(name, at, len(self._page))
        if self._kept >= _MOST_KEPT or not is_chrome(name, attributes):
            return None
        end = self._end(name, at, at + _REACH)
        if end is None or is_needed(self._page, at, end, has_owner=self._has_owner):
            self._kept += 1
            return None
        if len(self.boxes) < _MOST_BOXES and end - at <= _LARGEST_BOX and is_box(name, attributes):
            self.boxes.append((at, end))
        return end

    def _end(self, name: str, at: int, last: int) -> int | None:
        """Where an element ends; None, and never asked again, if its end tag is missing."""
        if name not in self._endless:
            depth = 1
            for match in _edges(name, "/?").finditer(self._page, at, last):
                depth += -1 if match[1] else 1
                if not depth:
                    return match.end()
                if depth > _DEEPEST:
                    break
            self._endless.add(name)
        return None


@cache
def _edges(name: str, slash: str) -> re.Pattern[str]:
    return re.compile(rf"<({slash}){name}(?=[\s/>])[^>]*+>?", re.IGNORECASE)
