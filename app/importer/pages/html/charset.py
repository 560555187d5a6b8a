"""Whether a text is a web page, and in which encoding a page says that it is written."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_HEAD = 4_096
"""Signs at the beginning that tell."""
_PAGE = re.compile(
    r"""[\s\ufeff]*+ (?:<\?xml[^>]*+>\s*+)?+ (?:<!--(?:(?!-->).)*+-->\s*+)*+
    <(?:!doctype\s+html | (?:
      article|b|body|br|center|dl|div|font|form|h[1-6]|head|header|html|link|main|meta|nav|p|pre
      |script|section|span|strong|style|table|title|ul
    )[\s/>])""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
_CODECS: Mapping[str, str] = MappingProxyType(
    {
        "iso-8859-2": "iso8859-2",
        "iso-8859-4": "iso8859-4",
        "iso-8859-10": "iso8859-10",
        "iso-8859-13": "iso8859-13",
        "iso-8859-15": "iso8859-15",
        "latin-9": "iso8859-15",
        "macintosh": "mac-roman",
        "windows-1250": "cp1250",
        "windows-1257": "cp1257",
        "x-mac-roman": "mac-roman",
    }
)
"""What a page may declare that is neither UTF-8 nor (as ISO 8859-1 is on the web) Windows-1252."""


def is_page(text: str) -> bool:
    """Whether a text begins as HTML does."""
    return "<" in text[:_HEAD] and _PAGE.match(text, 0, _HEAD) is not None


def declared_codec(content: bytes) -> str | None:
    """The codec of the encoding that a page declares; None where the house's own rule holds."""
    match = _DECLARED.search(content, 0, _HEAD)
    return _CODECS.get(match[1].decode("ascii", "replace").lower()) if match else None
