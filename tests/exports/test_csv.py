"""CSV: plain for programs, `excel-sv` for the Swedish Excel, labels for people; byte for byte."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

import pytest
import time_machine

from app.database import Database
from app.domain.fields import FIELDS
from app.faults import QueryRejected
from tests.exports.files import export, fill
from tests.query.records import make_record

ROW = make_record(
    "2020-00713",
    number="2020/00713",
    name="=Samverkan; för hälsa",
    summary='Första raden\n\n- "andra", stycket',
    programme_area="2",
    specific_objective="2.1",
    region="SE12",
    region_name="Östra Mellansverige",
    owner="Åre kommun",
    owner_id="2120003005",
    start_date=date(2021, 2, 1),
    end_date=date(2021, 10, 31),
    planned_participants=0,
    total_budget=Decimal("2073781.25"),
    eu_cofinancing_rate=Decimal("66.5"),
    tackles_child_poverty=True,
    strategic_importance=False,
    quality_issues=("heading-mismatch", "unknown-label"),
    updated_at=datetime(2026, 11, 22, 2, 31),  # noqa: DTZ001 - as SQLite keeps it
)
ASKED = (
    "fields=number,name,summary,programme_area,specific_objective,region,region_name,owner_unit,"
    "start_date,status,planned_participants,total_budget,eu_cofinancing_rate,"
    "tackles_child_poverty,strategic_importance,quality_issues,updated_at"
)
PLAIN = (
    "id,number,name,summary,programme_area,specific_objective,region,region_name,owner_unit,"
    "start_date,status,planned_participants,total_budget,eu_cofinancing_rate,"
    "tackles_child_poverty,strategic_importance,quality_issues,updated_at\r\n"
    '2020-00713,2020/00713,=Samverkan; för hälsa,"Första raden\n\n- ""andra"", stycket",2,2.1,SE12,'
    "Östra Mellansverige,,2021-02-01,ongoing,0,2073781.25,66.5,true,false,"
    "heading-mismatch unknown-label,2026-11-22T02:31:00Z\r\n"
)
EXCEL = (
    "\ufeffId;Diarienummer;Namn;Sammanfattning;Programområde;Specifikt mål;NUTS-2 kod;Region;"
    "Projektägare, enhet;Startdatum;Status;Planerat antal deltagare;Total projektbudget;"
    "Unionens medfinansieringsgrad;Sekundärtema - Motverka barnfattigdom;"
    "Insats av strategisk betydelse;Kvalitetsanmärkningar;Ändrad\r\n"
    '2020-00713;2020/00713;"\'=Samverkan; för hälsa";"Första raden\n\n- ""andra"", stycket";2;'
    '"=""2.1""";SE12;Östra Mellansverige;;2021-02-01;pågående;0;2073781,25;66,5;Ja;Nej;'
    "heading-mismatch unknown-label;2026-11-22 02:31:00\r\n"
)
ENGLISH = (
    "Id,Name,Status,Total budget,Tackles child poverty\r\n"
    "2020-00713,=Samverkan; för hälsa,ongoing,2073781.25,Yes\r\n"
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (ASKED, PLAIN),
        (f"{ASKED}&dialect=excel-sv", EXCEL),
        (f"{ASKED}&labels=sv&dialect=excel-sv", EXCEL),
        ("fields=name,status,total_budget,tackles_child_poverty&labels=en", ENGLISH),
    ],
)
def test_a_row_is_written_byte_for_byte(
    empty_database: Database, asked: str, expected: str
) -> None:
    fill(empty_database, [ROW])
    with time_machine.travel("2021-06-15T12:00Z"):
        assert export(empty_database, "csv", asked).decode() == expected


def test_excel_with_english_labels_keeps_the_marks_of_excel(empty_database: Database) -> None:
    fill(empty_database, [ROW])
    asked = "fields=total_budget,strategic_importance&dialect=excel-sv&labels=en"
    expected = "\ufeffId;Total budget;Operation of strategic importance\r\n"
    expected += "2020-00713;2073781,25;No\r\n"
    assert export(empty_database, "csv", asked).decode() == expected


def test_no_two_columns_bear_the_same_label() -> None:
    for labels in ({field.label_sv for field in FIELDS}, {field.label_en for field in FIELDS}):
        assert len(labels) == len(FIELDS)


def test_a_column_that_no_record_states_is_there_and_empty(empty_database: Database) -> None:
    fill(empty_database, [make_record("a"), make_record("b")])
    for asked in ("fields=number,total_budget", "fields=number,total_budget&dialect=excel-sv"):
        text = export(empty_database, "csv", asked).decode("utf-8-sig")
        _, *rows = csv.reader(StringIO(text), delimiter=";" if "excel" in asked else ",")
        assert rows == [["a", "", ""], ["b", "", ""]]


@pytest.mark.parametrize(
    ("format", "asked", "faults"),
    [
        ("csv", "dialect=excel", [("dialect", "bad-value")]),
        ("csv", "labels=", [("labels", "empty-value")]),
        ("csv", "labels=sv&labels=en", [("labels", "repeated")]),
        ("xlsx", "dialect=excel-sv", [("dialect", "unknown-parameter")]),
        ("json", "labels=sv", [("labels", "unknown-parameter")]),
        (
            "csv",
            "cursor=x&offset=1",
            [("cursor", "unknown-parameter"), ("offset", "unknown-parameter")],
        ),
        (
            "csv",
            "regin=SE12&labels=fi&fields=nam",
            [("regin", "unknown-parameter"), ("fields", "unknown-field"), ("labels", "bad-value")],
        ),
    ],
)
def test_everything_wrong_with_a_question_is_told(
    empty_database: Database, format: str, asked: str, faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(QueryRejected) as refused:
        export(empty_database, format, asked)
    assert [(fault.where, fault.code) for fault in refused.value.faults] == faults
