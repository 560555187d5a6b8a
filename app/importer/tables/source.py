"""A list's bytes as text, however large: where they are, and in which encoding."""

import codecs
import re
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

Source = Path | bytes

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = re.compile("[\udc80-\udcff]")
"""Characters that stand for bytes which the encoding does not have."""
_SOUND = re.compile("[^\x00-\x7f\udc80-\udcff]")


def open_bytes(source: Source) -> BinaryIO:
    """The list from its first byte."""
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def open_text(source: Source, encoding: str) -> TextIO:
    """The list as text with its line ends as they are; a byte that is no text becomes half of a
    surrogate pair, by which its row is known."""
    return TextIOWrapper(open_bytes(source), encoding, _errors(encoding), newline="")


def read_head(source: Source, size: int) -> bytes:
    """The first bytes."""
    if isinstance(source, bytes):
        return source[:size]
    with source.open("rb") as file:
        return file.read(size)


def decode_head(head: bytes) -> str:
    """The beginning of a list as text, for a look at it; where it ends may be within a letter."""
    encoding = _of_bom(head)
    if encoding is None:
        try:
            return head.decode("utf-8")
        except UnicodeDecodeError:
            encoding = _most_likely(*_count(head.decode("utf-8", "surrogateescape")))
    return head.decode(encoding, _errors(encoding)).removeprefix("\ufeff")


def find_encoding(source: Source) -> str:
    """By its byte order mark; else UTF-8 where most of what is not ASCII is that, so that damage
    costs single rows; else Windows-1252."""
    known = _of_bom(read_head(source, 4))
    if known or _is_utf8(source):
        return known or "utf-8"
    sound = foreign = 0
    with open_text(source, "utf-8") as file:
        while text := file.read(_CHUNK):
            counts = _count(text)
            sound, foreign = sound + counts[0], foreign + counts[1]
    return _most_likely(sound, foreign)


def _is_utf8(source: Source) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with open_bytes(source) as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _of_bom(head: bytes) -> str | None:
    return next((encoding for bom, encoding in _BOMS if head.startswith(bom)), None)


def _most_likely(sound: int, foreign: int) -> str:
    return "utf-8" if sound >= foreign else "cp1252"


def _count(text: str) -> tuple[int, int]:
    """How many characters beyond ASCII are sound, and how many bytes are no UTF-8."""
    return len(_SOUND.findall(text)), len(_FOREIGN.findall(text))


def _errors(encoding: str) -> str:
    return "replace" if encoding == "utf-16" else "surrogateescape"
