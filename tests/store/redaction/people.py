"""An invented person, pages that state her, and every place where she might still stand."""

import re
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from html import unescape
from io import BytesIO
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize
from urllib.parse import unquote
from zipfile import ZipFile, is_zipfile

from app.database import Database
from app.importer.stated import stated_in
from app.store.redaction.places import Place
from app.store.redaction.request import Request
from app.store.redaction.run import redact
from tests.importer.pages import make_page

EMAIL, NAME, PHONE = "kim.planterad@example.se", "Kim Planterad", "070-174 06 07"
TRACES = ("planterad", "174 06 07", "1740607", "8001011234", "800101-1234")


def page(n: int = 1, facts: Mapping[str, str] = MappingProxyType({}), **more: str) -> str:
    """A page with her as the contact; more labels by name, `_` for a blank."""
    held = {
        "Diarienummer": f"2020/0000{n}",
        "Slutdatum": "2020-12-31",
        "Kontaktperson": NAME,
        "E-post": EMAIL,
        "Telefonnummer": PHONE,
    }
    return make_page(**{**held, **facts, **more})


def act(database: Database, **request: object) -> list[Place]:
    """Redacts as the command does."""
    with database.write() as session:
        places = redact(session, Request(**request), stated_in)  # type: ignore[arg-type]
    database.rebuild()
    return places


def traces(database: Database) -> list[str]:
    """Where she stands still: bytes of the files, and documents unpacked, as whoever opens them
    sees them."""
    found = []
    for path in (database.path, *(Path(f"{database.path}-{part}") for part in ("wal", "shm"))):
        content = path.read_bytes() if path.exists() else b""
        found += [f"{path.suffix} {trace}" for trace in _traces_in(content)]
    with closing(sqlite3.connect(database.path)) as connection:
        for sha256, content in connection.execute(
            "SELECT sha256, content FROM document WHERE content IS NOT NULL"
        ):
            found += [f"{sha256} {trace}" for trace in traces_seen(zlib.decompress(content))]
        for (word,) in connection.execute("SELECT term FROM word_use UNION SELECT word FROM word"):
            found += [f"index {trace}" for trace in _traces_in(word.encode())]
    return found


def traces_seen(content: bytes) -> list[str]:
    """What of her is seen in a document: parts of a workbook, escapes and tags are nothing."""
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            parts = [(name.encode(), archive.read(name)) for name in archive.namelist()]
        return [trace for part in chain.from_iterable(parts) for trace in traces_seen(part)]
    text = unquote(unescape(unescape(content.replace(b"\0", b"").decode("utf-8", "replace"))))
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    bare = re.sub(r"<[^<>]*>|[\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    forms = (text, bare, normalize("NFC", bare))
    return sorted({trace for one in forms for trace in _traces_in(one.encode())})


def _traces_in(content: bytes) -> list[str]:
    text = content.replace(b"\0", b"").decode("utf-8", "replace").casefold()
    return [trace for trace in TRACES if trace in text]
