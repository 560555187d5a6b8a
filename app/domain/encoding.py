"""Texts of unknown encoding: BOM, else strict UTF-8, else Windows-1252.

Detectors guess wrong on short Swedish text.
"""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding that writes it back; raises `UnicodeDecodeError`."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252"), "cp1252"


def decode_any(content: bytes) -> tuple[str, str]:
    """The same; what is no text becomes a character a byte."""
    try:
        return decode(content)
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"
