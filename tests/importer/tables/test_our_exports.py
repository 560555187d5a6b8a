"""Our own exports as others send them back: edited, cut down to few columns, saved by Excel."""

from datetime import date

import pytest

from app.domain.quality import RULES
from tests.importer.tables.lists import drafts_of, open_list, statements_of, to_csv, values_of


@pytest.mark.parametrize(
    "headings",
    [
        ("id", "name", "owner"),
        ("id", "number", "name", "owner", "total_budget"),
        ("Id", "Namn", "Projektägare", "Programperiod"),
        ("Id", "Name", "Beneficiary", "Status"),
        ("name", "owner", "total_budget"),
    ],
)
def test_an_export_is_known_by_its_headings(headings: tuple[str, ...]) -> None:
    assert open_list(to_csv(headings, headings, delimiter=",")).layout == "projektbank"


@pytest.mark.parametrize(
    "headings",
    [("ID", "Namn", "Projektägare"), ("Id", "Namn", "Projektägare", "Status", "Handläggare")],
)
def test_a_list_with_numbers_of_its_own_is_no_export(headings: tuple[str, ...]) -> None:
    content = to_csv(
        headings, ["17", "Nya vägar", "Exempelkommunen", "Pågår", "X"][: len(headings)]
    )
    assert open_list(content).layout == "labelled-list"
    [draft] = drafts_of(content)
    assert draft.key is None
    assert (headings[0], "17") in [(one.label, one.raw) for one in draft.unknown_labels]


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("2020-00713", ""),
        ("23-032-S01", ""),
        ("ABC-1", "ABC/1"),
        ("vagen-0a1b2c3d", "2020/00001"),
        ("-0a1b2c3d", ""),
    ],
)
def test_an_id_that_we_gave_is_kept(key: str, number: str) -> None:
    content = to_csv(("id", "number", "name", "owner"), (key, number, "Bron", "Exempel"))
    assert [draft.key for draft in drafts_of(content)] == [key]


@pytest.mark.parametrize("key", ["17", "2020-00713x", "../etc", "vagen-0a1b2c3", ""])
def test_an_id_that_we_never_gave_is_not_taken(key: str) -> None:
    content = to_csv(("id", "number", "name", "owner"), (key, "9/9", "Bron", "Exempel"))
    [draft] = drafts_of(content)
    assert draft.key is None
    assert [one.raw for one in draft.unknown_labels] == ([key] if key else [])


def test_what_the_registry_works_out_is_accepted_and_left_out() -> None:
    headings = ("id", "name", "owner", "status", "version", "updated_at", "owner_id")
    cells = ("2020-00713", "Bron", "Exempel", "ended", "7", "2024-01-01T00:00:00Z", "n-1")
    content = to_csv(headings, cells)
    assert values_of(content).keys() == {"name", "owner"}
    assert [draft.unknown_labels for draft in drafts_of(content)] == [()]


def test_issues_that_the_values_do_not_show_are_carried_along() -> None:
    headings = ("id", "name", "owner", "quality_issues")
    printed = "amount-sentinel summary-missing unknown-label"
    one = statements_of(to_csv(headings, ("2020-00713", "Bron", "Exempel", printed)))
    assert one["quality_issues"].value is None
    assert one["quality_issues"].issues == ("amount-sentinel", "unknown-label")
    assert RULES["summary-missing"].check is not None


@pytest.mark.parametrize(
    ("columns", "carried"),
    [
        ({"owner_organisation_number": ""}, ("organisation-number-invalid",)),
        ({"owner_organisation_number": "2120003006"}, ()),
        ({}, ()),
    ],
)
def test_an_organisation_number_that_could_not_be_kept_is_known_to_be_invalid(
    columns: dict[str, str], carried: tuple[str, ...]
) -> None:
    headings = ("id", "name", "owner", *columns, "quality_issues")
    printed = "organisation-number-invalid summary-missing"
    cells = ("2020-00713", "Bron", "Exempel", *columns.values(), printed)
    assert statements_of(to_csv(headings, cells))["quality_issues"].issues == carried


def test_an_issue_that_nobody_knows_is_flagged() -> None:
    headings = ("id", "name", "owner", "quality_issues")
    one = statements_of(to_csv(headings, ("2020-00713", "Bron", "Exempel", "nonsens")))
    assert one["quality_issues"].issues == ("value-unreadable",)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("total_budget", "1234.5", 1234_50),
        ("total_budget", "1234,5", 1234_50),
        ("total_budget", "1 234,50 kr", 1234_50),
        ("eu_cofinancing_rate", "0.5", 50),
        ("eu_cofinancing_rate", "1", 1_00),
        ("eu_cofinancing_rate", "66,5 %", 66_50),
        ("strategic_importance", "true", True),
        ("strategic_importance", "SANT", True),
        ("strategic_importance", "Nej", False),
        ("start_date", "2024-04-01", date(2024, 4, 1)),
        ("start_date", "2024-04-01 00:00:00", date(2024, 4, 1)),
        ("programme_area", "2", "2"),
        ("region", "Stockholm", "SE11"),
    ],
)
def test_figures_are_read_as_we_and_as_people_write_them(
    name: str, cell: str, value: object
) -> None:
    content = to_csv(("id", "name", "owner", name), ("2020-00713", "Bron", "Exempel", cell))
    assert values_of(content)[name] == value


def test_the_guard_is_taken_off_only_where_we_put_it() -> None:
    headings = ("id", "name", "owner")
    quoting = to_csv(headings, ("2020-00713", "'Unga' i arbete", "''Exempel"))
    assert values_of(quoting) == {"name": "'Unga' i arbete", "owner": "'Exempel"}
    cells = ("2020-00713", "'=1+1", '="2.1"')
    assert values_of(to_csv(headings, cells)) == {"name": "=1+1", "owner": "2.1"}
    assert values_of(to_csv(headings, cells, delimiter=",")) == {
        "name": "'=1+1",
        "owner": '="2.1"',
    }


def test_a_region_that_no_code_stands_for_keeps_its_name() -> None:
    headings = ("id", "name", "owner", "region", "region_name")
    one = statements_of(to_csv(headings, ("2020-00713", "Bron", "Exempel", "", "Storstan")))
    assert one["region_name"].value == "Storstan"
    assert one["region_name"].issues == ("region-unknown",)
    assert "region" not in one


def test_the_date_of_the_source_is_the_date_of_the_row() -> None:
    headings = ("id", "name", "owner", "source_date")
    [draft] = drafts_of(to_csv(headings, ("2020-00713", "Bron", "Exempel", "2024-05-06")))
    assert draft.dated == date(2024, 5, 6)
