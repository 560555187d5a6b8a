"""How the bytes of a document may be read as text, and written back just as they were.

A list may be UTF-8 but for single bytes, and a page says itself how it is written: where more than
one reading is possible, all of them are looked through.
"""

import codecs
import re
from dataclasses import dataclass

from app.domain.encoding import decode_any

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_HEAD = 4_096
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LETTERS = "Kåäö"


@dataclass(frozen=True, slots=True)
class Codec:
    """A reading of bytes: in which encoding the text is, and what stands before and behind it."""

    name: str
    mark: bytes = b""
    rest: bytes = b""

    def decode(self, content: bytes) -> str:
        """The text; every byte that is none becomes half of a surrogate pair."""
        text = content[len(self.mark) : len(content) - len(self.rest)]
        return text.decode(self.name, self._errors)

    def encode(self, text: str) -> bytes:
        """The bytes of a text."""
        try:
            encoded = text.encode(self.name, self._errors)
        except UnicodeEncodeError:  # it has no sign for what stands where something was taken out
            encoded = text.replace("…", "...").encode(self.name, self._errors)
        return self.mark + encoded + self.rest

    @property
    def is_wide(self) -> bool:
        """Whether a letter has more bytes than one, most of them zero."""
        return self.name in _WIDE

    @property
    def _errors(self) -> str:
        return "surrogatepass" if self.is_wide else "surrogateescape"


def codecs_of(content: bytes) -> tuple[Codec, ...]:
    """Every reading that is possible."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            odd = len(content) % 2 if name in _WIDE else 0
            return (Codec(name, mark, content[len(content) - odd :]),)
    _, encoding = decode_any(content)
    names = ["utf-8"] if encoding == "utf-8" else ["utf-8", encoding, *_declared(content)]
    return tuple(map(Codec, dict.fromkeys(names)))


def _declared(content: bytes) -> list[str]:
    """What a page says that it is written in, if that is a byte a letter."""
    match = _DECLARED.search(content, 0, _HEAD)
    if match is None:
        return []
    name = match[1].decode("ascii", "replace")
    try:
        is_plain = len(_LETTERS.encode(name)) == len(_LETTERS) and "escape" not in name
    except (LookupError, UnicodeError):
        return []
    return [codecs.lookup(name).name] if is_plain else []
