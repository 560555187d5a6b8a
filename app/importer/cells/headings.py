"""What the headings of a list mean: field names, their labels, ESF-rådet's pairs, page labels.

A heading leads to the name of a field, or of one of the few things beside them that a column can
state. Headings of a list of anybody's come from a mapping file.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from app.domain.collation import fold
from app.domain.fields import BY_NAME, FIELDS
from app.domain.vocabulary import CODELISTS
from app.importer.pages.labels import LABELS

PERIOD = "period"
"""Both dates in one cell."""
REASONS = ("rejected_document", "rejected_row", "rejected_code", "rejected_detail")
"""Headings that a file of refused rows has before those of its list: of no project."""
BENEFICIARY_COUNTRY = "beneficiary-country"
"""Where the owner sits: no field has it, and nearly all sit in Sweden."""
FEWEST = 3
"""Known headings in a row that make a list of it."""
MAX_HEADING_ROW = 50
"""The last row of a list in which its headings are looked for."""

_LONGEST = 100
"""Signs of a heading."""
_DATED = ("Uppdaterad", "Senast uppdaterad", "Uppdateringsdatum", "Last updated")
_UNIT = re.compile(r"\s*(?:\((?:sek|kr|%)\)|,\s*(?:sek|kr|%))$")
_OURS = frozenset(field.name for field in FIELDS if "_" in field.name)
"""Names of fields that no other list has as a heading."""
_OUR_LABELS = frozenset(
    label  # that hardly any other list has as a heading
    for name in ("programme_period", "quality_issues", "owner_id", "last_seen_at")
    for label in (BY_NAME[name].label_sv, BY_NAME[name].label_en)
)
_LABELS_OF_FIELDS = frozenset(
    label for field in FIELDS for label in (field.label_sv, field.label_en)
)


def find_target(heading: str) -> str | None:
    """The field that a heading names, or `PERIOD`, `BENEFICIARY_COUNTRY`; None: not known."""
    bare = heading.strip()
    return bare if bare in BY_NAME else _targets().get(comparable(bare))


def is_ours(headings: Sequence[str]) -> bool:
    """Whether an export of ours wrote a list: it bears field names or all their labels."""
    bare = {heading.strip() for heading in headings} - {*REASONS}
    if "id" in bare or bare & _OURS:
        return bool(bare & _OURS) or bare <= BY_NAME.keys()
    return "Id" in bare and (bool(bare & _OUR_LABELS) or bare <= _LABELS_OF_FIELDS)


def is_of_the_authority(headings: Sequence[str]) -> bool:
    """Whether a heading is one of ESF-rådet's pairs."""
    pairs = {comparable(row["heading"]) for row in _authority()}
    return any(comparable(heading) in pairs for heading in headings)


def count_known(cells: Sequence[str]) -> int:
    """How many things the headings name; 0 where they are too few to be a heading of a list."""
    known = {find_target(cell) for cell in cells if len(cell) < _LONGEST} - {None}
    return len(known) if len(known) >= FEWEST else 0


def delimiters_of_headings(text: str, delimiters: Sequence[str]) -> Sequence[str]:
    """Those by which the beginning of a file is worth a closer look: of nearly all pages, none."""
    present = [one for one in delimiters if text.count(one) >= FEWEST - 1]
    if not present:
        return ()
    lines = text.splitlines()[:MAX_HEADING_ROW]
    return [one for one in present if _is_among_headings(one, lines)]


def _is_among_headings(delimiter: str, lines: Sequence[str]) -> bool:
    for line in lines:
        if delimiter in line and line.count(delimiter) >= FEWEST - 1:
            parted = line.replace('"', "").replace(delimiter, "\0")  # a tab would go as a blank
            cells = fold(parted).split("\0")
            if not _spellings().isdisjoint(map(str.strip, cells)):
                return True
    return False


def comparable(heading: str) -> str:
    """A heading without case, surplus blanks and unit."""
    text = fold(heading.replace("\ufeff", "")).removesuffix(":").replace(" / ", "/")
    return _UNIT.sub("", text)


@cache
def _targets() -> Mapping[str, str]:
    """Comparable heading → target; what stands first wins."""
    return MappingProxyType({comparable(heading): target for heading, target in reversed(_pairs())})


@cache
def _spellings() -> frozenset[str]:
    return frozenset(fold(heading) for heading, _ in _pairs())


def _pairs() -> tuple[tuple[str, str], ...]:
    return (*_of_pages(), *_of_the_authority(), *_of_fields(), *_of_dates())


def _of_pages() -> Iterator[tuple[str, str]]:
    for label in LABELS.values():
        stated = set(label.fields)
        yield label.printed, PERIOD if stated == {"start_date", "end_date"} else label.fields[0]


def _of_the_authority() -> Iterator[tuple[str, str]]:
    rows = [(row["heading"], row["field"] or BENEFICIARY_COUNTRY) for row in _authority()]
    yield from rows
    for heading, target in rows:
        yield from ((half, target) for half in heading.split(" / "))


def _of_fields() -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        yield from ((text, field.name) for text in (field.label_sv, field.label_en, field.name))


def _of_dates() -> Iterator[tuple[str, str]]:
    yield from ((heading, "source_date") for heading in _DATED)


@cache
def _authority() -> tuple[Mapping[str, str], ...]:
    with (CODELISTS / "esf_list_headings.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
