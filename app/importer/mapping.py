"""What the headings of anybody's list mean: a mapping file in TOML."""

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from app.faults import MappingRejected
from app.importer.cells.headings import comparable
from app.importer.cells.notation import DATES, NOT_STATED, NUMBERS, Notation, make_notation
from app.importer.mapping_faults import find_faults, make_fault, to_text

MAX_BYTES = 100_000
"""Of a mapping file."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a mapping file says.

    `columns` leads from comparable headings to fields, `headings` has them as written; `ignored`
    are comparable too; `constants` are what every row states, as texts.
    """

    columns: AnyMapping[str, str]
    headings: tuple[str, ...]
    ignored: frozenset[str]
    constants: AnyMapping[str, str]
    notation: Notation
    delimiter: str | None
    sheet: str | None
    heading_row: int | None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file as it was given; `text` is stored with the list, to read it anew.

    Making one raises `MappingRejected` with everything that is wrong with the file.
    """

    text: str
    rules: Rules = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rules", _read(self.text))

    def __reduce__(self) -> tuple[type["Mapping"], tuple[str]]:
        """Another process reads the text anew: readers of cells are functions."""
        return Mapping, (self.text,)


def _read(text: str) -> Rules:
    given = _parse(text)
    faults = list(find_faults(given))
    if faults:
        raise MappingRejected(faults)
    columns: dict[str, str] = given.get("columns", {})
    missing = frozenset(map(str.casefold, given.get("missing", NOT_STATED)))
    return Rules(
        {comparable(heading): target for heading, target in columns.items()},
        tuple(columns),
        frozenset(map(comparable, given.get("ignore", ()))),
        {name: to_text(value) for name, value in given.get("constants", {}).items()},
        make_notation(given.get("numbers", NUMBERS[0]), given.get("dates", DATES[0]), missing),
        given.get("delimiter"),
        given.get("sheet"),
        given.get("heading_row"),
    )


def _parse(text: str) -> dict[str, Any]:
    if len(text) > MAX_BYTES:
        raise MappingRejected([make_fault("", "too-long", f"It has more than {MAX_BYTES} signs.")])
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        detail = f"The mapping file is no TOML: {error}. Headings stand in quotes."
        raise MappingRejected([make_fault("", "bad-value", detail)]) from error
