"""The fixed questions about projects that may be like a project: its texts, the forms of their
words, and rows to show. Who is like whom is worked out in app/similar.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from app.database import Reader

_TEXTS = "SELECT name, summary, summary_en FROM project WHERE id = ?"
_FORMS = "SELECT stem, word FROM word WHERE stem IN (SELECT value FROM json_each(?)) ORDER BY word"


class Neighbour(NamedTuple):
    """What is shown of a project, and what its reasons tell: money in öre, days as written."""

    since: int
    id: str
    number: str | None
    name: str
    owner: str
    owner_id: str
    region: str | None
    programme_period: str | None
    programme_area: str | None
    specific_objective: str | None
    start_date: str | None
    end_date: str | None
    total_budget: int | None


_FIRST = (
    "SELECT since FROM project WHERE since IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?"
)
_COLUMNS = ", ".join(Neighbour._fields)
_ROW = f"SELECT {_COLUMNS} FROM project WHERE id = ?"  # noqa: S608 - names of our own
_ROWS = (
    f"SELECT {_COLUMNS} FROM project"  # noqa: S608 - the same
    " WHERE since IN (SELECT value FROM json_each(?))"
)


def neighbour_of(reader: Reader, key: str) -> Neighbour:
    """The record of this id, which must be there."""
    return Neighbour(*reader.rows(_ROW, (key,))[0])


def neighbours_at(reader: Reader, sinces: Iterable[int]) -> dict[int, Neighbour]:
    """The present records by the dataset versions that they stand from."""
    rows = reader.rows(_ROWS, (json.dumps(list(sinces)),))
    return {row[0]: Neighbour(*row) for row in rows}


def first_by_id(reader: Reader, sinces: Sequence[int], most: int) -> list[int]:
    """So many of the present records that stand from these dataset versions."""
    return [since for (since,) in reader.rows(_FIRST, (json.dumps(sinces), most))]


def texts_of(reader: Reader, key: str) -> tuple[str, str]:
    """The name of a record, and its summaries."""
    name, *summaries = reader.rows(_TEXTS, (key,))[0]
    return name, "\n".join(filter(None, summaries))


def forms_of(reader: Reader, stems: Collection[str]) -> dict[str, list[str]]:
    """The words of the data by these stems."""
    found: dict[str, list[str]] = {stem: [] for stem in stems}
    for stem, word in reader.rows(_FORMS, (json.dumps(list(stems), ensure_ascii=False),)):
        found[stem].append(word)
    return found
