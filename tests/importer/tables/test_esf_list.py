"""ESF-rådet's list of operations: its headings, its figures, its ways to say nothing."""

import csv
from datetime import date

import pytest

from app.domain.record import Value
from app.domain.vocabulary import CODELISTS
from tests.importer.tables.lists import drafts_of, open_list, statements_of, to_csv, values_of

HEADINGS = tuple(
    row["heading"]
    for row in csv.DictReader((CODELISTS / "esf_list_headings.csv").read_text("utf-8").splitlines())
)
CELLS = {
    "Diarienummer / Operation ID": "23-032-S01",
    "Stödmottagare / Beneficiary": "Exempelkommunen, skola",
    "Projektägare organisationsnummer / Beneficiary ID": "SE212000300501",
    "Projektägare ort / Beneficiary city": "Åby",
    "Stödmottagarens land / Beneficiary country": "Sverige",
    "Namn på insatsen / Operation Name": "Nya vägar",
    "Programområde / Priority": "A",
    "Specifikt mål / Specific objective concerned": "A1",
    "Interventionsområde / Intervention field": "134.0",
    "Total projektbudget / Total budget SEK": "1234567.50",
    "Unionens medfinansieringsgrad / Union co-financing rate": "0.4",
    "EU-stöd i SEK / EU contribution SEK": "493827",
    "Sammanfattning / Summary": "<p>Första &amp; stycket.</p><ul><li>- punkt</li></ul>",
    "Sammanfattning engelsk / Summary in english": "First paragraph.",
    "Startdatum / Start date": "2024-04-01 00:00:00",
    "Slutdatum / End date": "16/03/2026",
    "EU-fond / EU fund": "ESF+",
    "Program CCI / Program CCI": "2021SE05SFPR001",
}
VALUES = {
    "number": "23-032-S01",
    "owner": "Exempelkommunen, skola",
    "owner_organisation_number": "2120003005",
    "owner_city": "Åby",
    "name": "Nya vägar",
    "programme_area": "A",
    "specific_objective": "A1",
    "intervention_type": "134",
    "total_budget": 1_234_567_50,
    "eu_cofinancing_rate": 40_00,
    "eu_contribution": 493_827_00,
    "summary": "Första & stycket.\n\n- punkt",
    "summary_en": "First paragraph.",
    "start_date": date(2024, 4, 1),
    "end_date": date(2026, 3, 16),
    "fund": "ESF+",
    "programme_cci": "2021SE05SFPR",
}


def esf_list(**changed: str) -> bytes:
    """The list with one row; cells are changed by the beginning of their heading."""
    cells = {
        heading: next((text for name, text in changed.items() if heading.startswith(name)), cell)
        for heading, cell in CELLS.items()
    }
    return to_csv(HEADINGS, [cells[heading] for heading in HEADINGS])


def value_of(heading: str, cell: str, name: str) -> Value:
    return values_of(esf_list(**{heading: cell})).get(name)


def test_every_column_states_its_field() -> None:
    assert set(CELLS) == set(HEADINGS)
    assert values_of(esf_list()) == VALUES
    assert open_list(esf_list()).layout == "esf-list"


def test_each_value_bears_its_heading_its_text_and_its_row() -> None:
    for one in statements_of(esf_list()).values():
        assert CELLS[one.label] == one.raw
        assert (one.origin, one.line, one.issues) == ("stated", 2, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_makes_no_difference(encoding: str) -> None:
    assert values_of(esf_list().decode().encode(encoding)) == VALUES


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: f" {text} "])
def test_case_and_blanks_of_headings_make_no_difference(change: type[str]) -> None:
    content = to_csv([change(heading) for heading in HEADINGS], [CELLS[h] for h in HEADINGS])
    assert values_of(content) == VALUES


def test_the_order_of_the_columns_makes_no_difference() -> None:
    backwards = HEADINGS[::-1]
    assert values_of(to_csv(backwards, [CELLS[heading] for heading in backwards])) == VALUES


@pytest.mark.parametrize(
    "nothing",
    ["", " ", "N.a.", "n.a.", "N/A", "None", "Okänt", "okänd", "NULL", "UPPGIFT SAKNAS", "-"],
)
def test_every_way_to_say_nothing_states_nothing(nothing: str) -> None:
    silent = {h.partition(" / ")[0]: nothing for h in HEADINGS}
    del silent["Stödmottagare"], silent["Namn på insatsen"]
    assert values_of(esf_list(**silent)).keys() == {"name", "owner"}
    assert [draft.unknown_labels for draft in drafts_of(esf_list(**silent))] == [()]


@pytest.mark.parametrize("sentinel", ["-2147483648", "-2147483648.0", "-2147483648,00"])
@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Total projektbudget", "total_budget"),
        ("EU-stöd", "eu_contribution"),
        ("Unionens", "eu_cofinancing_rate"),
    ],
)
def test_the_least_integer_is_no_value(sentinel: str, heading: str, name: str) -> None:
    one = statements_of(esf_list(**{heading: sentinel}))[name]
    assert (one.value, one.raw, one.issues) == (None, sentinel, ("amount-sentinel",))


@pytest.mark.parametrize(
    ("heading", "cell", "name", "issue"),
    [
        ("Total projektbudget", "ca 400 000", "total_budget", "amount-unreadable"),
        ("Total projektbudget", "1234.567", "total_budget", "amount-unreadable"),
        ("Total projektbudget", "-100", "total_budget", "amount-unreadable"),
        ("Startdatum", "16/13/2020", "start_date", "date-unreadable"),
        ("Startdatum", "2024-04-01 23:00:00", "start_date", "date-unreadable"),
        ("Programområde", "Z", "programme_area", "programme-area-unknown"),
        ("Interventionsområde", "arbete", "intervention_type", "intervention-type-unknown"),
        ("EU-fond", "ERUF", "fund", "value-unreadable"),
    ],
)
def test_what_cannot_be_read_is_flagged_and_kept_as_printed(
    heading: str, cell: str, name: str, issue: str
) -> None:
    one = statements_of(esf_list(**{heading: cell}))[name]
    assert (one.value, one.raw, one.issues) == (None, cell, (issue,))


def test_an_area_may_bear_the_objective() -> None:
    cells = {"Programområde": "2.1 Öka övergångarna till arbete", "Specifikt mål": ""}
    values = values_of(esf_list(**cells))
    assert (values["programme_area"], values["specific_objective"]) == ("2", "2.1")


def test_an_owner_outside_sweden_is_kept_and_flagged() -> None:
    [draft] = drafts_of(esf_list(Stödmottagarens="Norge"))
    [label] = draft.unknown_labels
    assert (label.label, label.raw) == ("Stödmottagarens land / Beneficiary country", "Norge")


def test_a_row_speaks_as_of_its_own_date() -> None:
    headings = (*HEADINGS, "Uppdaterad / Last updated"[:10])
    content = to_csv(headings, [*CELLS.values(), "2024-05-06"])
    assert [draft.dated for draft in drafts_of(content)] == [date(2024, 5, 6)]
    assert [draft.dated for draft in drafts_of(esf_list())] == [None]


def test_line_ends_within_a_cell_are_lines_of_the_text() -> None:
    assert value_of("Sammanfattning", "Rad ett\r\nRad två\n\n\nTre", "summary") == (
        "Rad ett\nRad två\n\nTre"
    )
    assert value_of("Namn", "Nya\r\nvägar", "name") == "Nya vägar"
