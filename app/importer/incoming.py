"""A document on its way in, whoever sends it: a file, a member of an archive, an upload, an
address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from app.importer.document import Refusal
from app.importer.mapping import Mapping

OnConflict = Literal["report", "keep", "replace"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document with its name in the report; its bytes are `content`, or else in `path`.

    `url` is where it was fetched, `dated` as of when its sender says that it speaks. With a
    `refusal` it was not read: a member of an archive, or an address. Of a document that is
    stored already, `received` is when it came in, and `sha256` its name there: it may have been
    redacted since.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    url: str | None = None
    dated: date | None = None
    refusal: Refusal | None = None
    received: datetime | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are taken in.

    `dated` goes before every date that a document bears itself. `on_conflict` tells what becomes of
    a value set by hand of which a document states another: it stays, and the document is a
    `conflict` (report) or as good as any (keep); or it gives way (replace). `undelete` brings
    deleted projects back, `again` reads documents that are known already. `mapping` tells what the
    headings of a list mean.
    """

    dry_run: bool = False
    dated: date | None = None
    on_conflict: OnConflict = "report"
    undelete: bool = False
    again: bool = False
    mapping: Mapping | None = None


Progress = Callable[[int, int | None], None]
"""Told how many documents or rows are done, and of how many where that is known."""
