"""Running text in a cell as it is stored: HTML becomes paragraphs and lines.

Tags are taken one by one, not as a tree: a cell costs the same time however its tags are nested.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from types import MappingProxyType

from app.domain.collation import fold
from app.importer.pages.labels import clean

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<!--|<![^<>]*>")
_ENTITY = re.compile(r"&#?\w{1,31};")
_BLANKS = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")
_PARAGRAPH, _LINE = "\f", "\v"
"""Marks of ends that several tags may set together; a `br` is an end each time."""
_BREAKS = re.compile(rf"[{_PARAGRAPH}{_LINE}][ \n{_PARAGRAPH}{_LINE}]*")
_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "ol", "p", "pre"),
        *("section", "table", "tbody", "thead", "ul"),
    )
)
_LINES = frozenset(("li", "tr"))
_BULLETS = ("-", "•", "–", "*")
_BEGINNING = 60
"""Signs in which the first letter of an item stands, entities of blanks before it."""
_UNSEEN = MappingProxyType(
    {
        name: re.compile(f"</{name}[^<>]*>?", re.IGNORECASE)
        for name in ("script", "style", "template")
    }
    | {"<!--": re.compile("-->")}
)
"""What begins something that is not shown, and where that ends."""


def read_text(cell: str) -> str:
    """Paragraphs with one empty line between, their lines stripped; a first line that only says
    `Sammanfattning` is left out."""
    text = cell
    if "<" in text and _TAG.search(text):
        text = _without_tags(text)
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    if "\n" not in text and "\r" not in text:
        return clean(text)
    lines = "\n".join(line.strip() for line in clean(text).splitlines())
    joined = re.sub(r"\n{3,}", "\n\n", lines)
    first, _, rest = joined.partition("\n")
    return rest.lstrip("\n") if rest and fold(first).rstrip(":") == "sammanfattning" else joined


def _without_tags(cell: str) -> str:
    """The text with a line end wherever tags end a line; elsewhere runs of blanks are one."""
    parts = [part.replace(_PARAGRAPH, " ").replace(_LINE, " ") for part in _pieces(cell)]
    if any(part in ("<p>", "<l>", "<li>", "<br>") for part in parts):
        parts = list(_with_bullets(map(_join_blanks, parts)))
    marks = {"<p>": _PARAGRAPH, "<l>": _LINE, "<br>": "\n"}
    return _BREAKS.sub(_end, "".join(marks.get(part, part) for part in parts))


def _with_bullets(parts: Iterable[str]) -> Iterator[str]:
    """The first text of an item gets a bullet where it has none of its own."""
    is_item = False
    for part in parts:
        if part in ("<l>", "<li>"):
            is_item = part == "<li>"
            yield "<l>"
            continue
        begin = unescape(part[:_BEGINNING]).lstrip() if is_item else ""
        if begin and part not in ("<p>", "<br>"):
            is_item = False
            yield part if begin.startswith(_BULLETS) else f"- {part.lstrip()}"
        else:
            yield part


def _join_blanks(part: str) -> str:
    has_runs = "  " in part or "\n" in part or "\r" in part or "\t" in part
    return _BLANKS.sub(" ", part) if has_runs else part


def _end(breaks: re.Match[str]) -> str:
    return "\n\n" if _PARAGRAPH in breaks[0] or "\n\n" in breaks[0] else "\n"


def _pieces(cell: str) -> Iterator[str]:
    """Stretches of text, and what the tags between them mean: `<p>`, `<l>`, `<li>`, `<br>`."""
    at = 0
    unclosed: set[str] = set()
    while (tag := _TAG.search(cell, at)) is not None:
        yield cell[at : tag.start()]
        at, name = tag.end(), (tag[2] or tag[0]).lower()
        if name == "br":
            yield "<br>"
        elif name == "li" and not tag[1]:
            yield "<li>"
        elif name in _BLOCKS or name in _LINES:
            yield "<p>" if name in _BLOCKS else "<l>"
        elif name in _UNSEEN and not tag[1] and name not in unclosed:
            end = _UNSEEN[name].search(cell, at)
            if end is None:  # what is never closed hides nothing
                unclosed.add(name)
            else:
                at = end.end()
    yield cell[at:]
