"""A saved page as runs of text: what stands between two tags, and how it is set apart."""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from app.errors import DocumentRejected
from app.importer.pages.html.notes import RAISED, is_fragment_link, is_linked_mark, read_raised
from app.importer.pages.html.tokens import Tokens
from app.importer.pages.words import label_of

SAME_LINE, NEW_LINE, BLOCK, PARAGRAPH = range(4)
"""How far a run is set off from the one before it."""
ENOUGH = 3
"""Known labels that make out a project's page."""

_BLOCKS = "dd div dt figcaption li option summary tbody td tfoot th thead tr"
_PARAGRAPHS = (
    "address article aside blockquote body caption center details dl fieldset figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html legend main nav ol p pre section table ul"
)
_GAPS = dict.fromkeys(_BLOCKS.split(), BLOCK) | dict.fromkeys(_PARAGRAPHS.split(), PARAGRAPH)
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CELLS = frozenset({"caption", "dd", "dt", "td", "th"})
_MEANT = frozenset({*_CELLS, *_LEVELS, "article", "li", "main", "pre", "tr"})
"""Start tags that say more than how far what follows is set off."""
_CELL_ENDS = frozenset({*_CELLS, "dl", "table", "tr"})
"""End tags behind which nothing stands in a cell."""
_HOLDERS = frozenset({"dd", "p", "td"})
_ROW = attrgetter("row")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_LONGEST_LABEL = 60
_MOST_ATTRIBUTES = 400
_MOST_RUNS = 100_000
_MOST_BEFORE = 40
"""Signs before the mark of a footnote that are looked at."""


class Run(NamedTuple):
    """A text with its blanks made one.

    `gap` sets it off from the run before; `opened` is the start tag right before it; `cell` and
    `row` number cells and rows, of lists of terms too (0: in none); `level` is a heading's (0: of
    none); `bullet` tells that it begins an item of a list; `key` names the known label that it is.
    """

    text: str
    gap: int
    opened: str
    cell: int
    row: int
    level: int
    bullet: bool
    key: str


class Runs:
    """Gathers the runs of a page, as far as its main part reaches."""

    def __init__(self, tokens: Tokens) -> None:
        self.found: list[Run] = []
        self.known = 0
        self._gap = PARAGRAPH
        self._opened = ""
        self._cells = self._cell = self._row = self._level = 0
        self._bullet = self._verbatim = False
        self._small = ""
        """The element that may hold the mark of a footnote: `sub`, `sup`, `a`."""
        self._is_closed = False
        """Whether an element has ended since the last text."""
        self._headings = 0
        self._articles: list[tuple[int, int]] = []
        self._has_main = False
        for text, name, attributes in tokens:
            if tokens.is_beyond:
                continue  # only the boxes beside it are looked for
            if text:
                if not text.isspace() or self._verbatim:
                    self._take_text(text)
                elif not self._gap:
                    self._lengthen(" ")
            if not name:
                continue
            if name[0] != "/":
                self._start(name, attributes)
            elif self._ends(name[1:]):
                tokens.is_beyond = True

    @classmethod
    def of(cls, page: str) -> tuple[list[Run], list[list[Run]]]:
        """The page's runs without the site's frame, and those of each box that was left out; or
        all where no labels are left without it."""
        tokens = Tokens(page, everything=False)
        without_frame = cls(tokens)
        if without_frame.known < ENOUGH:
            return list(_join_heading_rows(cls(Tokens(page, everything=True)).found)), []
        boxes = (cls(Tokens(page[start:end], everything=False)) for start, end in tokens.boxes)
        return list(_join_heading_rows(without_frame.found)), [
            list(_join_heading_rows(box.found)) for box in boxes if box.known
        ]

    def _take_text(self, text: str) -> None:
        if self._small and not self._gap and self.found:
            text = self._read_small(text)
        self._is_closed = False
        if not self._verbatim:
            self._take_line(text)
            return
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n")):
            if number:
                self._gap = PARAGRAPH if self._gap else BLOCK
            self._take_line(line)

    def _read_small(self, text: str) -> str:
        """A text that may be the mark of a footnote, without it."""
        last = self.found[-1]
        before = last.text[-_MOST_BEFORE:]
        if self._small != "a":
            return read_raised(self._small, text, before)
        may_be_value = last.key and (self._is_closed or not before[-1:].isalpha())
        return "" if not may_be_value and is_linked_mark(text, before) else text

    def _take_line(self, text: str) -> None:
        if not text.isprintable() or "  " in text:
            text = _SPACE.sub(" ", text)
        if text in ("", " "):
            if text and not self._gap:
                self._lengthen(" ")
            return
        head, colon, rest = text[:_LONGEST_LABEL].partition(":")
        if not self._gap and colon and not head.strip() and self._is_bare_label():
            self._lengthen(":")  # `<b>Namn</b>: Bron`
            self._take_line(text.lstrip()[1:])
        elif self._gap and rest.strip() and (key := label_of(head)):
            self._add(f"{head}:", key, ":")
            self._add(text[len(head) + 1 :], "", ":")
        else:
            self._add(text, label_of(text) if len(text) <= _LONGEST_LABEL else "")

    def _add(self, text: str, key: str, mark: str = "") -> None:
        if len(self.found) >= _MOST_RUNS:
            raise DocumentRejected("not-a-project", f"more than {_MOST_RUNS} texts")
        opened, cell, row, level = self._opened + mark, self._cell, self._row, self._level
        self.found.append(Run(text, self._gap, opened, cell, row, level, self._bullet, key))
        if key:
            self.known += 1
        if level == 1:
            self._headings += 1
        self._gap, self._opened, self._bullet = SAME_LINE, "", False

    def _is_bare_label(self) -> bool:
        return bool(self.found and self.found[-1].key and ":" not in self.found[-1].text)

    def _lengthen(self, text: str) -> None:
        last = self.found[-1]
        if not last.text.endswith(text):
            self.found[-1] = last._replace(text=last.text + text)

    def _start(self, name: str, attributes: str) -> None:
        self._opened = name + attributes[:_MOST_ATTRIBUTES] if attributes else name
        if name in _GAPS:
            self._mark(_GAPS[name])
        if name in _MEANT:
            self._begin(name)
        elif name == "br":
            self._gap = PARAGRAPH if self._gap else NEW_LINE
        elif name in RAISED or (name == "a" and not self._small and is_fragment_link(attributes)):
            self._small = name

    def _begin(self, name: str) -> None:
        """Takes a start tag that says more."""
        if name in _CELLS:
            self._cells += 1
            self._cell = self._cells
        elif name == "li":
            self._bullet = True
        elif name == "tr":
            self._row += 1
        elif name in _LEVELS:
            self._level = _LEVELS[name]
        elif name == "pre":
            self._verbatim = True
        elif name == "article":
            self._articles.append((self._headings, self.known))
        elif name == "main" and not self._has_main and self.known < ENOUGH:
            self.found, self.known = [run for run in self.found if run.level == 1], 0
            self._has_main = True

    def _mark(self, gap: int) -> None:
        """Sets off what follows a tag from what came before it."""
        self._small = ""
        if gap == PARAGRAPH:
            self._gap, self._level = PARAGRAPH, 0
        elif self._gap != PARAGRAPH:
            self._gap = gap

    def _ends(self, name: str) -> bool:
        """Takes an end tag; whether the part of the page that is the project's ends with it."""
        if name in _HOLDERS and self._opened.startswith(name) and self.found and self.found[-1].key:
            self._add("", "")  # an empty value stands where a value stands
        self._opened = ""
        self._is_closed = True
        if name in _GAPS:
            self._mark(_GAPS[name])
        elif name == self._small:
            self._small = ""
        if name in _CELL_ENDS:
            self._cell = 0
        elif name == "pre":
            self._verbatim = False
        elif name == "article" and self._articles:
            headings, known = self._articles.pop()
            return self._headings > headings and self.known - known >= ENOUGH
        return name == "main" and self.known >= ENOUGH


def _join_heading_rows(runs: list[Run]) -> Iterator[Run]:
    """The runs, with the heading of a list, a row of nothing but labels, as one that is none."""
    if not runs or not runs[-1].row:  # no table: rows are numbered on and on
        yield from runs
        return
    for row, group in groupby(runs, _ROW):
        cells = list(group)
        if row and len(cells) >= ENOUGH and all(run.key for run in cells):
            yield cells[0]._replace(text=" | ".join(run.text.strip() for run in cells), key="")
        else:
            yield from cells
