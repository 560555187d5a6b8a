"""`POST /v1/projects/bulk`: many records, all or each for itself, for real or on trial."""

import pytest

from app.api.contract.writes import NEW_PROJECT
from app.database import Database
from app.domain.fields import BY_NAME
from app.writing.given import WRITABLE
from tests.api.bulk import KNOWN, Row, codes, new, send, statuses
from tests.api.writers import PROJECTS, Writer, contents, faults, writer_of
from tests.store.rows import stored_projects, versions_of

MODES = ("create", "upsert", "update", "delete")


@pytest.fixture
def writer(golden_database: Database) -> Writer:
    return writer_of(golden_database)


def test_create_makes_what_is_not_there(writer: Writer) -> None:
    report = send(writer, "create", [new(1), new(2), new(1)], "atomic=false")
    assert statuses(report) == ["created", "created", "failed"]
    assert codes(report) == [[], [], [("/2", "already-exists")]]
    assert [row["version"] for row in report["data"]] == [1, 1, None]
    record, _ = writer.record(f"{PROJECTS}/24-002-S01")
    assert {name: record[name] for name in NEW_PROJECT} == new(2)


def test_upsert_makes_or_changes_by_id_number_or_name(writer: Writer) -> None:
    numberless = {name: value for name, value in NEW_PROJECT.items() if name != "number"}
    rows = [
        new(1),
        new(1, phase="Genomförande"),
        {"id": KNOWN, "planned_participants": 5},
        {"number": "2020/00713", "planned_participants": 6},
        numberless,
        numberless,
        numberless | {"phase": "Genomförande"},
    ]
    report = send(writer, "upsert", rows)
    assert statuses(report) == [
        "created", "updated", "updated", "updated", "created", "unchanged", "updated",
    ]  # fmt: skip
    assert report["data"][3]["id"] == KNOWN
    assert report["data"][3]["changed_fields"] == ["planned_participants"]
    assert [one.version for one in versions_of(writer.database, KNOWN)] == [1, 2, 3]


def test_update_changes_only_what_is_there(writer: Writer) -> None:
    rows = [{"id": KNOWN, "phase": "a"}, new(1), {"phase": "b"}, {"id": KNOWN}]
    report = send(writer, "update", rows, "atomic=false")
    assert statuses(report) == ["updated", "failed", "failed", "unchanged"]
    assert codes(report)[1:3] == [[("/1", "project-not-found")], [("/2/id", "required")]]


def test_delete_names_records_and_nothing_else(writer: Writer) -> None:
    rows = [
        {"id": KNOWN},
        {"id": KNOWN},
        {"number": "2020/00718", "version": 1},
        {"id": "2020-00700", "version": 2},
        {"id": "2020-00700", "status": "ended"},
        {"id": "2020-00700", "number": "2020/00431"},
        {},
    ]
    report = send(writer, "delete", rows, "atomic=false")
    assert statuses(report) == ["deleted", "failed", "deleted", *["failed"] * 4]
    assert codes(report)[1] == [("/1", "project-not-found")]
    assert codes(report)[3:] == [
        [("/3/version", "conflict")],
        [("/4/status", "conflict")],
        [("/5/number", "conflict")],
        [("/6/id", "required")],
    ]
    assert len(stored_projects(writer.database)) == 10


@pytest.mark.parametrize("mode", ["update", "upsert"])
def test_a_version_in_the_row_is_an_optimistic_check(writer: Writer, mode: str) -> None:
    rows = [{"id": KNOWN, "version": version, "phase": f"{version}"} for version in (1, 1, 2)]
    report = send(writer, mode, rows, "atomic=false")
    assert statuses(report) == ["updated", "failed", "updated"]
    assert codes(report)[1] == [("/1/version", "conflict")]


@pytest.mark.parametrize("mode", MODES)
def test_all_or_nothing_is_what_happens_unasked(writer: Writer, mode: str) -> None:
    good: Row = {"create": new(1), "upsert": new(1), "update": {"id": KNOWN, "phase": "a"}}.get(
        mode, {"id": KNOWN}
    )
    before = contents(writer.database)
    for more in ((), ("atomic=true",), ("atomic=true", "dry_run=true")):
        report = send(writer, mode, [good, {"id": KNOWN, "version": 99}, 5], *more)
        assert (report["status"], report["code"]) == (422, "bulk-undone")
        assert statuses(report) == ["undone", "failed", "failed"]
        assert all(codes(report)[1:])
    assert contents(writer.database) == before


@pytest.mark.parametrize("mode", MODES)
def test_a_dry_run_tells_what_would_be_and_leaves_nothing(writer: Writer, mode: str) -> None:
    rows: list[Row] = [new(1), {"id": KNOWN, "phase": "a"}, {"id": "2020-00718"}, {"x": 1}]
    before = contents(writer.database)
    rehearsed = send(writer, mode, rows, "atomic=false", "dry_run=true")
    assert contents(writer.database) == before
    real = send(writer, mode, rows, "atomic=false")
    assert rehearsed == real | {"dry_run": True, "dataset_version": None}


def test_a_row_that_fails_half_way_leaves_nothing_behind(writer: Writer) -> None:
    """The second row is refused only once it has been stored and its owner made."""
    rows = [new(1), new(2, owner="Nya ägaren", version=2), new(3)]
    assert statuses(send(writer, "create", rows, "atomic=false")) == [
        "created",
        "failed",
        "created",
    ]
    held = contents(writer.database)
    for table in ("project", "project_version", "change", "organisation", "spelling"):
        assert "Nya ägaren" not in repr(held[table])
        assert "24-002-S01" not in repr(held[table])
    seqs = sorted(row[0] for row in held["change"])
    assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [("mode", "bad-value")]),
        ("mode=replace", [("mode", "bad-value")]),
        ("mode=create&mode=create", [("mode", "repeated")]),
        ("mode=create&atomic=1&dry_run=", [("atomic", "bad-value"), ("dry_run", "bad-value")]),
        ("mode=create&limit=5", [("limit", "unknown-parameter")]),
    ],
)
def test_the_options_are_plain_words(
    writer: Writer, query: str, expected: list[tuple[str, str]]
) -> None:
    answer = writer.ask("POST", f"{PROJECTS}/bulk?{query}", [new(1)])
    assert (answer.status_code, faults(answer)) == (400, expected)


def test_every_row_has_its_author_reason_and_place_in_the_feed(writer: Writer) -> None:
    writer.ask("POST", f"{PROJECTS}/bulk?mode=create", [new(1), new(2)], Change_Reason="Beslut")
    for key in ("24-001-S01", "24-002-S01"):
        (version,) = versions_of(writer.database, key)
        assert (version.reason, version.by) == ("Beslut", f"Kim Exempel ({writer.key[3:11]})")
    rows = writer.client.get("/v1/changes?since=12").json()["data"]
    assert [row["id"] for row in rows] == ["24-001-S01", "24-002-S01"]
    assert set(WRITABLE) >= set(rows[0]["changed_fields"]) - {"quality_issues"} - {
        name for name in BY_NAME if name not in WRITABLE
    }
