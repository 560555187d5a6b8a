"""A mapping file for anybody's list: what it can say, and everything that can be wrong with it."""

import pickle
from datetime import date

import pytest

from app.errors import DocumentRejected
from app.faults import Fault, MappingRejected
from app.importer.mapping import MAX_BYTES, Mapping
from app.importer.tables import open_table
from tests.importer.tables.lists import (
    drafts_of,
    open_list,
    rows_of,
    statements_of,
    to_csv,
    to_workbook,
    values_of,
)

NEEDED = '[columns]\n"Projekt" = "name"\n"Bolag" = "owner"\n'
HEADINGS = ("Projekt", "Bolag", "Belopp (kr)", "Start", "Handläggare")
ROW = ("Bron", "Exempel AB", "1,234.50", "3/4/2020", "X")


def faults_of(text: str) -> list[Fault]:
    with pytest.raises(MappingRejected) as rejected:
        Mapping(text)
    return list(rejected.value.faults)


def refusal_of(content: bytes, mapping: str) -> tuple[str, str]:
    with pytest.raises(DocumentRejected) as refused:
        open_table(content, "lista.csv", Mapping(mapping))
    return refused.value.reason, str(refused.value)


def test_headings_lead_to_fields_in_the_styles_that_are_named() -> None:
    mapping = f'numbers = "english"\ndates = "month/day/year"\nignore = ["Handläggare"]\n{NEEDED}'
    mapping += '"Belopp" = "total_budget"\n"start" = "start_date"\n'
    content = to_csv(HEADINGS, ROW, delimiter=",")
    assert open_list(content, mapping=mapping).layout == "mapped-list"
    assert values_of(content, mapping=mapping) == {
        "name": "Bron",
        "owner": "Exempel AB",
        "total_budget": 1234_50,
        "start_date": date(2020, 3, 4),
    }
    assert [draft.unknown_labels for draft in drafts_of(content, mapping=mapping)] == [()]


@pytest.mark.parametrize(
    ("style", "cell", "value"),
    [
        ("swedish", "1 234,50 kr", 1234_50),
        ("swedish", "1.234", 1234_00),
        ("english", "1,234", 1234_00),
        ("english", "1234.5", 1234_50),
        ("english", "1 234", None),
        ("english", "1,23", None),
        ("plain", "1234.5", 1234_50),
        ("plain", "1234,5", 1234_50),
        ("plain", "1.234", None),
        ("plain", "1,234", None),
    ],
)
def test_each_style_of_figures(style: str, cell: str, value: int | None) -> None:
    mapping = f'numbers = "{style}"\n{NEEDED}"Belopp" = "total_budget"\n'
    content = to_csv(("Projekt", "Bolag", "Belopp"), ("Bron", "Exempel", cell))
    one = statements_of(content, mapping=mapping)["total_budget"]
    assert one.value == value
    assert one.issues == (() if value else ("amount-unreadable",))


@pytest.mark.parametrize(
    ("style", "cell"),
    [
        ("year-month-day", "2020-03-04"),
        ("day/month/year", "4/3/2020"),
        ("day/month/year", "2020-03-04 00:00:00"),
        ("month/day/year", "03/04/2020"),
        ("day.month.year", "4.3.2020"),
    ],
)
def test_each_style_of_dates(style: str, cell: str) -> None:
    mapping = f'dates = "{style}"\n{NEEDED}"Start" = "start_date"\n'
    content = to_csv(("Projekt", "Bolag", "Start"), ("Bron", "Exempel", cell))
    assert values_of(content, mapping=mapping)["start_date"] == date(2020, 3, 4)


def test_both_dates_may_stand_in_one_cell() -> None:
    mapping = f'{NEEDED}"Tid" = "period"\n'
    content = to_csv(("Projekt", "Bolag", "Tid"), ("Bron", "Exempel", "2020-01-01 - 2020-12-31"))
    values = values_of(content, mapping=mapping)
    assert (values["start_date"], values["end_date"]) == (date(2020, 1, 1), date(2020, 12, 31))


def test_a_constant_is_stated_of_every_row_that_does_not_state_it() -> None:
    mapping = f'{NEEDED}"Fond" = "fund"\n[constants]\nfund = "ESF"\nstart_date = 2020-01-01\n'
    content = to_csv(("Projekt", "Bolag", "Fond"), ("Bron", "Exempel", ""), ("Ön", "E", "ESF+"))
    first, second = drafts_of(content, mapping=mapping)
    assert (first.statements["fund"].value, first.statements["fund"].label) == ("ESF", "mapping")
    assert (first.statements["fund"].line, first.statements["fund"].last_line) == (0, 0)
    assert second.statements["fund"].line == 3
    assert second.statements["fund"].value == "ESF+"
    assert second.statements["start_date"].value == date(2020, 1, 1)


def test_what_says_nothing_can_be_named() -> None:
    mapping = f'missing = ["Vet ej"]\n{NEEDED}"Fas" = "phase"\n'
    headings = ("Projekt", "Bolag", "Fas")
    assert "phase" not in values_of(to_csv(headings, ("a", "b", "VET EJ")), mapping=mapping)
    assert values_of(to_csv(headings, ("a", "b", "None")), mapping=mapping)["phase"] == "None"


def test_a_heading_that_the_file_does_not_name_is_kept_and_flagged() -> None:
    [draft] = drafts_of(to_csv(HEADINGS, ROW), mapping=NEEDED)
    kept = {one.label: one.raw for one in draft.unknown_labels}
    assert kept == {"Belopp (kr)": "1,234.50", "Start": "3/4/2020", "Handläggare": "X"}


def test_the_heading_row_the_delimiter_and_the_place_of_the_heading_can_be_named() -> None:
    rows = (HEADINGS, ("Projekt", "Bolag", "", "", ""), ROW)
    content = to_csv(*rows, delimiter="|")
    mapping = f'heading_row = 2\ndelimiter = "|"\n{NEEDED}'
    assert [row.number for row in rows_of(content, mapping=mapping)] == [3]


def test_a_mapping_serves_workbooks_and_json_too() -> None:
    assert len(drafts_of(to_workbook(Blad=[HEADINGS, ROW]), "a.xlsx", NEEDED)) == 1
    assert len(drafts_of(b'{"Projekt": "Bron", "Bolag": "Exempel"}', "a.json", NEEDED)) == 1


def test_headings_that_the_list_does_not_have_are_all_told() -> None:
    mapping = f'{NEEDED}"Belop (kr)" = "total_budget"\n"Slut" = "end_date"\n'
    reason, detail = refusal_of(to_csv(HEADINGS, ROW), mapping)
    assert reason == "mapping-mismatch"
    assert 'no heading "Belop (kr)", but "Belopp (kr)"; the list has no heading "Slut"' in detail


def test_a_list_with_none_of_the_headings_is_refused() -> None:
    reason, detail = refusal_of(b"a;b;c\n1;2;3\n", NEEDED)
    assert reason == "not-a-list"
    assert detail.endswith('has the headings of the mapping file: found are "a", "b", "c"')


def test_what_the_mapping_says_nothing_by_is_no_unknown_value() -> None:
    mapping = f'missing = ["Vet inte än"]\n{NEEDED}'
    content = to_csv(("Projekt", "Bolag", "X", "Y"), ("a", "b", "VET INTE ÄN", "Okänt"))
    [draft] = drafts_of(content, mapping=mapping)
    assert [(one.label, one.raw) for one in draft.unknown_labels] == [("Y", "Okänt")]


def test_pages_are_pages_under_a_mapping_too() -> None:
    page = b"Bron\n\nProjekt:\nBron\nRegion:\nStockholm\nBolag:\nExempel, Bolag\n"
    assert open_table(page, "sida.txt", Mapping(NEEDED)) is None


def test_everything_that_is_wrong_is_told_at_once() -> None:
    faults = faults_of(
        'numbrs = "swedish"\ndates = "svenska"\nheading_row = 0\n'
        '[columns]\n"a" = "ownr"\n"b" = "region_name"\n"c" = 1\n"d" = "status"\n'
        '[constants]\nfund = "EFS"\ntotal_budget = "mycket"\nname = [1]\n'
    )
    assert [(fault.where, fault.code, fault.hint) for fault in faults] == [
        ("numbrs", "unknown-field", "numbers"),
        ("dates", "bad-value", None),
        ("heading_row", "out-of-range", None),
        ('columns."a"', "unknown-field", "owner"),
        ('columns."b"', "read-only", "region"),
        ('columns."c"', "wrong-type", None),
        ('columns."d"', "read-only", None),
        ("constants.fund", "bad-value", None),
        ("constants.total_budget", "bad-value", None),
        ("constants.name", "wrong-type", None),
        ("columns", "required", None),
    ]
    assert faults[7].allowed == ("ESF", "ESF+")
    assert 'did you mean "owner"?' in str(faults[3])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[columns", "bad-value"),
        ("Projektägare = 1", "bad-value"),
        ("", "required"),
        (f'columns = 3\n[constants]\nname = "a"\nowner = "b"\n{"#" * 9}', "wrong-type"),
        (f'constants = "x"\n{NEEDED}', "wrong-type"),
        (f'ignore = ["Projekt"]\n{NEEDED}', "repeated"),
        (f'{NEEDED}"PROJEKT " = "phase"\n', "repeated"),
        (f'ignore = "Start"\n{NEEDED}', "wrong-type"),
        (f"sheet = 2\n{NEEDED}", "wrong-type"),
        (f'delimiter = "x"\n{NEEDED}', "bad-value"),
        (f"{NEEDED}{'#' * MAX_BYTES}", "too-long"),
        (f"x = {'[' * 20_000}", "bad-value"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(text: str, code: str) -> None:
    assert code in {fault.code for fault in faults_of(text)}


def test_a_mapping_can_be_handed_to_another_process() -> None:
    mapping = Mapping(NEEDED)
    handed = pickle.loads(pickle.dumps(mapping))
    assert (handed, handed.rules.columns) == (mapping, mapping.rules.columns)
