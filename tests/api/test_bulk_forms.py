"""A bulk body as JSON, NDJSON and CSV: all say the same, and each tells what is wrong in it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database
from app.domain.fields import BY_NAME, Kind
from tests.api.bulk import KINDS, KNOWN, Row, codes, send, statuses, write_body
from tests.api.writers import PROJECTS, Writer, open_writer, writer_of
from tests.store.rows import stored_projects
from tests.writing.bodies import texts


@pytest.fixture
def writer(golden_database: Database) -> Writer:
    return writer_of(golden_database)


@pytest.fixture(scope="module")
def lasting(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with open_writer(golden_file, tmp_path_factory.mktemp("bulk")) as writer:
        yield writer


ROWS = st.fixed_dictionaries(
    {
        "id": st.sampled_from([KNOWN, "2020-00718", "24-001-S01", "2020-99999"]),
        "name": texts,
        "phase": st.none() | texts.filter(lambda text: not text.startswith("\ufeff")),
        "region": st.sampled_from(["SE11", "SE99", None]),
        "start_date": st.sampled_from(["2020-01-31", "2020-02-30", None]),
        "total_budget": st.none() | st.integers(-1, 10**13 + 1),
        "eu_cofinancing_rate": st.sampled_from([None, 0, 66.5, 100, 101]),
        "planned_participants": st.sampled_from([None, -1, 0, 80, 10**18 - 1, 10**18]),
        "strategic_importance": st.none() | st.booleans(),
        "owner_city": st.none() | st.sampled_from(["Åre", 'a "b", c', " x", "a\nb", "=1+1"]),
    }
).map(lambda row: dict(sorted(row.items())))
"""Rows in the order of a heading, in which faults are told."""


@pytest.mark.slow
@settings(max_examples=40)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=4),
    mode=st.sampled_from(["upsert", "update"]),
    atomic=st.booleans(),
)
def test_equal_rows_have_equal_results_in_every_form(
    lasting: Writer, rows: list[Row], mode: str, atomic: bool
) -> None:
    reports = []
    for kind in KINDS:
        more = (f"atomic={str(atomic).lower()}", "dry_run=true")
        report = send(lasting, mode, rows, *more, kind=kind)
        statuses(report)
        for volatile in ("request_id", "instance"):
            report.pop(volatile, None)
        reports.append(report)
    assert reports[0] == reports[1] == reports[2]


def test_what_our_own_list_shows_is_taken_back_in_every_form(writer: Writer) -> None:
    data = [writer.record(f"{PROJECTS}/{one.id}")[0] for one in stored_projects(writer.database)]
    lists = [name for name in data[0] if BY_NAME[name].kind is Kind.LIST]
    for kind in KINDS:
        rows = data
        if kind == "text/csv":
            rows = [row | {name: " ".join(row[name]) for name in lists} for row in data]
        report = send(writer, "update", rows, kind=kind)
        assert set(statuses(report)) == {"unchanged"}, codes(report)


@pytest.mark.parametrize("kind", KINDS)
def test_two_thousand_rows_are_the_most(writer: Writer, kind: str) -> None:
    rows = [{"id": f"{number}"} for number in range(2_001)]
    answer = writer.ask(
        "POST", f"{PROJECTS}/bulk?mode=delete", content=write_body(rows, kind), kind=kind
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-body")
    assert "2000 rows" in answer.json()["detail"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_without_rows_is_refused(writer: Writer, kind: str) -> None:
    for body in (b"", b" \n", b"[]", b"id,name\n"):
        answer = writer.ask("POST", f"{PROJECTS}/bulk?mode=update", content=body, kind=kind)
        assert answer.status_code in (400, 422), (body, answer.text)


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("id,projekt", "unknown-field"),
        ("id;name", "unknown-field"),
        ("id,name,id", "duplicate-key"),
        ("id,", "unknown-field"),
        ("ID,name", "unknown-field"),
    ],
)
def test_a_heading_names_fields_once_each(writer: Writer, heading: str, code: str) -> None:
    body = f"{heading}\n{KNOWN},a,b\n".encode()
    answer = writer.ask("POST", f"{PROJECTS}/bulk?mode=update", content=body, kind="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_long_heading_is_answered_at_once(writer: Writer) -> None:
    body = ",".join(f"fält{n}" for n in range(50_000)).encode()
    answer = writer.ask("POST", f"{PROJECTS}/bulk?mode=update", content=body, kind="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (422, "too-long")


@pytest.mark.parametrize("body", [b'id,name\n"a', b'id,name\n"a"b,c\n', b"id,name\n\xff,a\n"])
def test_broken_csv_is_a_400(writer: Writer, body: bytes) -> None:
    answer = writer.ask("POST", f"{PROJECTS}/bulk?mode=update", content=body, kind="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-body")


def test_a_line_that_cannot_be_read_is_none_the_worse_for_the_others(writer: Writer) -> None:
    good = json.dumps({"id": KNOWN, "phase": "a"}).encode()
    lines = [good, b"{", b"", b'{"id": "a", "id": "b"}', b"\xff", b"[]", b'{"\\ud800": 1}']
    answer = writer.ask(
        "POST",
        f"{PROJECTS}/bulk?mode=update&atomic=false",
        content=b"\r\n".join(lines),
        kind="application/x-ndjson",
    )
    report = answer.json()
    assert statuses(report) == ["updated", *["failed"] * 5]
    assert codes(report)[1:] == [
        [("/1", "malformed-body")],
        [("/2/id", "duplicate-key")],
        [("/3", "malformed-body")],
        [("/4", "wrong-type")],
        [("/5/?", "unknown-field")],
    ]
    cells = b"id,phase\n" + KNOWN.encode() + b",b\n\n" + KNOWN.encode() + b"\na,b,c\n"
    answer = writer.ask(
        "POST", f"{PROJECTS}/bulk?mode=update&atomic=false", content=cells, kind="text/csv"
    )
    assert statuses(answer.json()) == ["updated", "failed", "failed"]
