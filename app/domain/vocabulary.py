"""Code lists: regions, programme periods and areas, objectives, intervention fields.

Data only, read once from the packaged CSV files (their sources stand in app/data/NOTICE.md).
A label that no source confirms is marked so and never used as a record's name.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.domain.collation import fold

CODELISTS = Path(__file__).parents[1] / "data" / "codelists"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of one list; `period` is empty where the code means the same in every period."""

    code: str
    label: str
    label_en: str = ""
    period: str = ""
    confirmed: bool = True  # whether a source confirms the label
    shown: bool = True  # whether records bear the label as a name
    note: str = ""
    parent: str = ""
    spellings: tuple[str, ...] = ()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (CODELISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _regions() -> tuple[Code, ...]:
    return tuple(
        sorted(
            (
                Code(
                    code=row["nuts2"],
                    label=row["esf_region"],
                    parent="" if row["nuts2"] == NATIONAL else row["nuts2"][:3],
                    note=row["status"],
                    spellings=tuple(_variants(row["variants_seen"])),
                )
                for row in _rows("esf_regions")
            ),
            key=lambda code: code.code,
        )
    )


def _variants(text: str) -> Iterator[str]:
    """Names of a cell such as `Småland & Öarna; Småland med öarna (NUTS)`, remarks left out."""
    for part in text.split(";"):
        name = part.partition("(")[0].strip()
        if name:
            yield name


def _labelled(row: Mapping[str, str], note: str, parent: str = "") -> Code:
    """A code with a Swedish label, of one programme period."""
    return Code(
        code=row["code"],
        label=row["label_sv"],
        label_en=row["label_en"],
        period=row["period"],
        confirmed=_is_confirmed(row),
        shown=row["label_confirmed"] == "yes",
        note=note,
        parent=parent,
    )


def _is_confirmed(row: Mapping[str, str]) -> bool:
    """Some labels in use are marked yes while their status still calls the label unconfirmed."""
    return row["label_confirmed"] == "yes" and ", label unconfirmed" not in row["status"]


def _areas() -> tuple[Code, ...]:
    return tuple(_labelled(row, row["status"]) for row in _rows("programme_areas"))


def _objectives() -> tuple[Code, ...]:
    return tuple(
        _labelled(row, "; ".join(filter(None, (row["status"], row["note"]))), row["programme_area"])
        for row in _rows("specific_objectives")
    )


def _interventions() -> tuple[Code, ...]:
    lists = {
        "2014-2020": "intervention_fields_2014_2020",
        "2021-2027": "intervention_fields_2021_2027_esf",
    }
    return tuple(
        Code(
            code=row["code"],
            label="",
            label_en=row["label_en"],
            period=period,
            confirmed=_is_confirmed(row),
            shown=row["label_confirmed"] == "yes",
            note=row["status"],
            parent=row.get("group", ""),
        )
        for period, name in lists.items()
        for row in _rows(name)
    )


NATIONAL = "SE0"
PERIODS = ("2007-2013", "2014-2020", "2021-2027")
REGIONS = _regions()
AREAS = _areas()
OBJECTIVES = _objectives()
INTERVENTIONS = _interventions()

CODES: Mapping[str, tuple[Code, ...]] = MappingProxyType(
    {
        "region": REGIONS,
        "programme_period": tuple(Code(period, period) for period in PERIODS),
        "programme_area": AREAS,
        "specific_objective": OBJECTIVES,
        "intervention_type": INTERVENTIONS,
        "fund": (
            Code("ESF", "Europeiska socialfonden", "European Social Fund"),
            Code("ESF+", "Europeiska socialfonden+", "European Social Fund Plus"),
        ),
        "status": (
            Code("planned", "planerat", "planned"),
            Code("ongoing", "pågående", "ongoing"),
            Code("ended", "avslutat", "ended"),
            Code("unknown", "okänt", "unknown"),
        ),
        "country": (Code("SE", "Sverige", "Sweden"),),
    }
)
"""Every code list by the name that a field's `codes` gives; issue codes live in quality.py."""


@cache
def values(name: str) -> frozenset[str]:
    """Every code of a list, whatever its period."""
    return frozenset(code.code for code in CODES[name])


@cache
def _by_period(name: str) -> Mapping[tuple[str, str], Code]:
    return {(code.period, code.code): code for code in CODES[name]}


def find(name: str, code: str | None, period: str | None = "") -> Code | None:
    """The code's row in its period, or None."""
    return _by_period(name).get((period or "", code or ""))


def shown_label(name: str, code: str | None, period: str | None = "") -> str | None:
    """The label that a record bears, English where no Swedish exists; None where it is doubtful."""
    row = find(name, code, period)
    return (row.label or row.label_en or None) if row and row.shown else None


@cache
def _region_spellings() -> Mapping[str, str]:
    return {
        fold(spelling): region.code
        for region in REGIONS
        for spelling in (region.code, region.label, *region.spellings)
    }


def region_code(text: str) -> str | None:
    """The NUTS 2 code for a code, name or known variant of a region; None when unknown."""
    return _region_spellings().get(fold(text))


def regions_within(nuts1: str) -> tuple[str, ...]:
    """Codes of the regions of a part of the country (`SE1`, `SE2`, `SE3`)."""
    return tuple(region.code for region in REGIONS if region.parent and region.parent == nuts1)


@cache
def _county_regions() -> Mapping[str, str]:
    return {
        fold(name): row["nuts2"]
        for row in _rows("lan_sweden")
        for name in (row["short_name"], row["full_name"], row["nuts3"])
    }


def county_region(text: str) -> str | None:
    """The region in which a county (län) lies, for hints; None when it is no county."""
    return _county_regions().get(fold(text))


@cache
def county_names(region: str) -> tuple[str, ...]:
    """The names of the counties of a region: `Uppsala`, `Uppsala län`."""
    rows = (row for row in _rows("lan_sweden") if row["nuts2"] == region)
    return tuple(row[name] for row in rows for name in ("short_name", "full_name"))


@cache
def programmes() -> Mapping[str, tuple[str, str]]:
    """CCI of each programme with its fund and Swedish title (empty where none is confirmed)."""
    return {row["cci"]: (row["fund"], row["title_sv"]) for row in _rows("cci_sweden")}
