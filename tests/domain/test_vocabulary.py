"""The code lists: every spelling finds its code, and what is unconfirmed is never a name."""

import csv

import pytest

from app.domain import vocabulary
from app.domain.fields import FIELDS
from app.domain.quality import RULES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Småland och Öarna", "SE21"),
        ("småland &  öarna", "SE21"),
        ("Småland med öarna", "SE21"),
        ("Skåne-Blekinge", "SE22"),
        ("ESF Nationellt", "SE0"),
        ("ESF-nationellt", "SE0"),
        ("ESF-Nationellt", "SE0"),
        ("Östra mellansverige", "SE12"),
        ("SE12", "SE12"),
        ("Skåne", None),
        ("", None),
    ],
)
def test_every_spelling_of_a_region_finds_its_code(text: str, code: str | None) -> None:
    assert vocabulary.region_code(text) == code


def test_there_are_eight_regions_and_the_whole_country() -> None:
    codes = ["SE0", "SE11", "SE12", "SE21", "SE22", "SE23", "SE31", "SE32", "SE33"]
    assert [region.code for region in vocabulary.REGIONS] == codes


def test_regions_lie_within_their_part_of_the_country() -> None:
    assert vocabulary.regions_within("SE2") == ("SE21", "SE22", "SE23")
    assert vocabulary.regions_within("") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("Skåne", "SE22"), ("skåne län", "SE22"), ("SE224", "SE22"), ("Narnia", None)],
)
def test_a_county_hints_at_its_region(text: str, code: str | None) -> None:
    assert vocabulary.county_region(text) == code


def test_a_doubtful_label_is_never_a_name() -> None:
    unconfirmed = [
        (name, row) for name, rows in vocabulary.CODES.items() for row in rows if not row.shown
    ]
    assert unconfirmed
    for name, row in unconfirmed:
        assert vocabulary.shown_label(name, row.code, row.period) is None


def test_confirmation_is_what_the_file_says() -> None:
    for name, rows in (("programme_areas", vocabulary.AREAS),):
        with (vocabulary.CODELISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            marked = {
                (row["period"], row["code"]): row["label_confirmed"] == "yes"
                for row in csv.DictReader(file)
            }
        assert {(row.period, row.code): row.confirmed for row in rows} == marked


def test_a_label_is_swedish_and_english_only_where_no_swedish_exists() -> None:
    assert vocabulary.shown_label("programme_area", "D", "2021-2027") == (
        "Öka kapaciteten i den glesa geografin"
    )
    label = vocabulary.shown_label("intervention_type", "102", "2014-2020")
    assert label is not None
    assert label.startswith("Access to employment")


def test_an_area_is_looked_up_in_its_period_only() -> None:
    assert vocabulary.find("programme_area", "A", "2014-2020") is None
    assert vocabulary.find("programme_area", "A") is None
    assert vocabulary.find("programme_area", None, "2014-2020") is None


@pytest.mark.parametrize("name", vocabulary.CODES)
def test_no_code_stands_twice_in_a_period(name: str) -> None:
    rows = vocabulary.CODES[name]
    assert len({(row.period, row.code) for row in rows}) == len(rows)


def test_every_list_that_a_field_names_exists() -> None:
    named = {field.codes for field in FIELDS if field.codes}
    assert named - {"quality_issues"} == set(vocabulary.CODES)
    assert RULES


def test_each_objective_lies_in_its_area() -> None:
    for row in vocabulary.OBJECTIVES:
        assert vocabulary.find("programme_area", row.parent, row.period), row.code
        assert row.code.startswith(row.parent)


def test_the_programmes_are_those_that_records_derive() -> None:
    assert {"2014SE05M9OP001", "2021SE05SFPR"} <= set(vocabulary.programmes())
