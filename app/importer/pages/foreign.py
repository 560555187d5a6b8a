"""Formats that are no text of a project page, told by how they begin."""

import re

_FILES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an office document of the old kind (.xls), or a protected one: save it as .xlsx or CSV",
    ),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"SQLite format 3\0", "a database"),
)
_BEGINNINGS = tuple(begins for begins, _ in _FILES)
_TEXTS = (
    (re.compile(r"\s*[{\[]\s*(?:[\"{\[\]}]|-?\d|true\b|false\b|null\b)"), "JSON"),
    (re.compile(r"\s*\{\\rtf"), "a rich text document"),
    (re.compile(r"\s*<(?:\?xml|svg|rss|feed)\b", re.IGNORECASE), "XML"),
    (
        re.compile(r"(?:[\w-]+:[^\n]*\r?\n){0,9}MIME-Version:", re.IGNORECASE),
        "a message",
    ),
)
_HEAD = 2_000


def file_kind(content: bytes) -> str | None:
    """What a file is that holds no text at all; None for any other."""
    if not content.startswith(_BEGINNINGS):
        return None
    return next(kind for begins, kind in _FILES if content.startswith(begins))


def text_kind(text: str) -> str | None:
    """What a text is that is written for machines; None for any other."""
    return next((kind for begins, kind in _TEXTS if begins.match(text, 0, _HEAD)), None)
