"""How many cells a part of a workbook spans. It is read more strictly than the workbook's reader
does, so that what is told here holds of what that reader takes: a cell far off would end us."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from app.errors import DocumentRejected

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_STRINGS = 5_000_000
"""How many texts a workbook may announce: room is made for them before they are read."""
MAX_CHARACTERS = 200_000_000
"""Of all cells together: a text that many cells share is held once for each of them."""
_HOLDERS = frozenset({"v", "si"})
"""Elements whose text counts: the number of a shared text, and the text itself."""
_TEXTS = re.compile(rb"[<:]sst[\s/>]")
_LONGEST_MARK = 9
_MAX_TOKEN = 8_000_000
"""Bytes of one tag or comment: each piece that comes makes it be read from its beginning."""
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile("[1-9][0-9]{0,6}")
_COUNT = re.compile("[0-9]{1,10}")
_ENCODINGS = frozenset({"utf-8", "us-ascii"})


class _Unsound(Exception):
    """What two readers may take in two ways."""


class AreaFinder:
    """Follows the cells of one part as they come; the area begins at A1."""

    def __init__(self, texts: list[int]) -> None:
        self.last_row = self.last_column = 0
        self.characters = 0
        self._texts = texts
        self._row, self._column = 1, 1
        self._is_shared = False
        self._written: list[str] | None = None
        self._fed = 0
        parser: Final = ParserCreate("utf-8")
        parser.ordered_attributes = True
        parser.XmlDeclHandler = _check_encoding
        parser.StartDoctypeDeclHandler = _refuse
        parser.ProcessingInstructionHandler = _check_instruction
        parser.CommentHandler = _check_text
        parser.StartCdataSectionHandler = _refuse
        self._parser = parser

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Takes the part's next bytes; raises `_Unsound` or `ExpatError`."""
        self._parser.Parse(data, last)
        self._fed += len(data)
        if self._fed - self._parser.CurrentByteIndex > _MAX_TOKEN:
            raise _Unsound

    def watch(self) -> None:
        """From here on cells are looked for."""
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._write

    def _begin(self, name: str, attributes: list[str]) -> None:
        if name == "c" or name.endswith(":c"):
            self._place(_get(attributes, "r"))
            self._is_shared = _get(attributes, "t") == "s"
        elif name in _HOLDERS or name.rpartition(":")[2] in _HOLDERS:
            self._written = []
        elif name == "row" or name.endswith(":row"):
            number = _get(attributes, "r")
            if number is not None:
                if not _ROW.fullmatch(number) or int(number) > MAX_ROW:
                    raise _Unsound
                self._row = int(number)
        elif name == "sst" or name.endswith(":sst"):
            _check_counts(attributes)

    def _place(self, place: str | None) -> None:
        row, column = self._row, self._column
        if place is not None:
            match = _PLACE.fullmatch(place)
            if match is None:
                raise _Unsound
            row, column = int(match[2]), to_column(match[1])
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        if row > MAX_ROW or column > MAX_COLUMN:
            raise _Unsound
        self._column = column + 1

    def _write(self, text: str) -> None:
        if self._written is not None:
            self._written.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self._row, self._column = self._row + 1, 1
        elif local in _HOLDERS:
            written, self._written = "".join(self._written or ()), None
            if local == "si":
                self._texts.append(len(written))
            elif self._is_shared:
                self._use(written.strip())

    def _use(self, number: str) -> None:
        """Each cell that names a shared text gets a copy of it."""
        if not _COUNT.fullmatch(number) or int(number) >= len(self._texts):
            raise _Unsound
        self.characters += self._texts[int(number)]
        if self.characters > MAX_CHARACTERS:
            raise DocumentRejected("too-large", f"its cells hold more than {MAX_CHARACTERS} signs")


def find_area(chunks: Iterator[bytes], texts: list[int]) -> int:
    """How many cells a part spans, 0 where it is no sheet; raises `DocumentRejected` where it is
    one and does not soundly say which. `texts` are the lengths of the shared texts: those of this
    part are added."""
    finder, is_watched, is_sound, tail = AreaFinder(texts), False, True, b""
    for chunk in chunks:
        if not is_watched:
            text = tail + (chunk.replace(b"\0", b"") if b"\0" in chunk else chunk)
            is_watched, tail = _is_marked(text), text[-_LONGEST_MARK:]
            if is_watched:
                finder.watch()
        is_sound = is_sound and b"\0" not in chunk and _can_feed(finder, chunk)
        if is_watched and not is_sound:
            break
    if is_watched and not (is_sound and _can_feed(finder, b"", last=True)):
        raise DocumentRejected("unreadable-list", "the cells of a sheet are not soundly told")
    return finder.last_row * finder.last_column


def _is_marked(text: bytes) -> bool:
    """Whether an element may begin without which a part has no cells and no texts."""
    return b"sheetData" in text or (b"sst" in text and _TEXTS.search(text) is not None)


@cache
def to_column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _can_feed(finder: AreaFinder, data: bytes, *, last: bool = False) -> bool:
    try:
        finder.feed(data, last=last)
    except (_Unsound, ExpatError):
        return False
    return True


def _get(attributes: list[str], wanted: str) -> str | None:
    names = attributes[::2]
    return attributes[2 * names.index(wanted) + 1] if wanted in names else None


def _check_counts(attributes: list[str]) -> None:
    for name, value in zip(attributes[::2], attributes[1::2], strict=True):
        if "ount" in name and (not _COUNT.fullmatch(value) or int(value) > MAX_STRINGS):
            raise _Unsound


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise _Unsound


def _check_instruction(_target: str, text: str) -> None:
    _check_text(text)


def _check_text(text: str) -> None:
    """Raises where a reader that ends a comment elsewhere would find a tag in it."""
    if "<" in text or ">" in text:
        raise _Unsound


def _refuse(*_: object) -> None:
    raise _Unsound
