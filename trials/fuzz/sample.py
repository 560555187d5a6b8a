"""A document to be thrown at the importer."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "web page", "CSV", "JSON", "workbook", "mapping", "archive"]
KINDS: dict[Kind, int] = {
    "page": 40,
    "web page": 22,
    "CSV": 14,
    "JSON": 8,
    "workbook": 4,
    "mapping": 6,
    "archive": 6,
}
"""Every kind, and how many of a hundred documents are of it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A document, its name, and the mapping file by which a list is to be read."""

    kind: Kind
    name: str
    content: bytes
    mapping: str | None = None
