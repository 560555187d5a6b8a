"""`dialect=excel-sv`, opened by LibreOffice in a Swedish locale as a double click opens it: amounts
are numbers, days are days, every text is still that text."""

import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.database import Database
from tests.exports.files import export, fill
from tests.exports.hard_values import COMMON
from tests.query.records import Record, make_record

SWEDISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>sv-SE</value></prop>
</item>
</oor:items>
"""
AS_EXCEL = "Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,0,true"
"""Semicolon, double quotes, UTF-8, from line 1, the system's language, numbers and days seen,
formulas worked out: LibreOffice's tokens of the CSV filter in their order."""
RECORD = make_record(
    "2020-00713",
    **COMMON,
    name="Åäö; \"é\", 'ü'",
    summary="Första raden\n\n- andra",
    owner_organisation_number="0120003005",
    owner_postal_code="123 45",
    end_date=date(2023, 12, 31),
    planned_participants=1234,
    updated_at=datetime(2026, 11, 22, 2, 31),  # noqa: DTZ001 - as SQLite keeps it
)
CELLS = {
    "Id": "2020-00713",
    "Diarienummer": "2020/00713",
    "Namn": "Åäö; \"é\", 'ü'",
    "Sammanfattning": "Första raden\n\n- andra",
    "Programområde": 2,  # a figure alone is harmless, and left alone
    "Specifikt mål": "2.1",
    "Interventionstyp": 117,
    "NUTS-2 kod": None,
    "Projektägare organisationsnummer": "0120003005",
    "Stödmottagare postnr": "123 45",
    "Startdatum": datetime(2021, 2, 1),  # noqa: DTZ001 - a sheet knows no time zone
    "Slutdatum": datetime(2023, 12, 31),  # noqa: DTZ001
    "Planerat antal deltagare": 1234,
    "Total projektbudget": 2073781.25,
    "Total Kostnader": 9999999999999.99,
    "Beviljat ESF-stöd": 0.05,
    "EU-stöd": 0,
    "Unionens medfinansieringsgrad": 66.5,
    "Sekundärtema - Motverka barnfattigdom": "Ja",
    "Insats av strategisk betydelse": "Nej",
    "Kvalitetsanmärkningar": "heading-mismatch unknown-label",
    "Ändrad": datetime(2026, 11, 22, 2, 31),  # noqa: DTZ001
}
TEXTS = (
    "=1+1", '=HYPERLINK("x")', "+46 8", "-1", "@SUM(A1)", "'quoted", "\tflik", "2.1", "1-2", "3/4",
    "2021-03", "2021-03-01", "12:30", "1,5", "1 234", "1E5", "007", "0701740606",
    "1234567890123456", "1/2 a", "SE12", "Nej", "#SAKNAS!", "a;b", 'a"b', "a\nb",
)  # fmt: skip


def opened(database: Database, records: list[Record], folder: Path) -> list[dict[str, object]]:
    """The rows that LibreOffice makes of the file, by their Swedish headings."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(SWEDISH, encoding="utf-8")
    file = folder / "projekt.csv"
    file.write_bytes(export(fill(database, records), "csv", "dialect=excel-sv"))
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={user.parent.as_uri()}", "--headless",
            f"--infilter={AS_EXCEL}", "--convert-to", "xlsx", "--outdir", folder, file,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    heading, *rows = load_workbook(file.with_suffix(".xlsx"), data_only=True).worksheets[0].values
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


@pytest.mark.slow
def test_numbers_days_and_texts_are_what_they_are(empty_database: Database, tmp_path: Path) -> None:
    [row] = opened(empty_database, [RECORD], tmp_path)
    shown = {name: row[name] for name in CELLS}
    assert shown == CELLS
    assert [type(cell) for cell in shown.values()] == [type(cell) for cell in CELLS.values()]


@pytest.mark.slow
def test_no_text_is_run_or_taken_for_something_else(
    empty_database: Database, tmp_path: Path
) -> None:
    rows = opened(
        empty_database,
        [make_record(f"r{place:02}", name=text) for place, text in enumerate(TEXTS)],
        tmp_path,
    )
    assert tuple(str(row["Namn"]).removeprefix("'") for row in rows) == TEXTS
    assert {type(row["Namn"]) for row in rows} == {str}
