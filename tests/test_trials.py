"""The trial by `kill -9`: a short run of it, and that it notices whatever could go wrong."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from app.database import Database
from trials import laws, report
from trials.crash import make_database, run
from trials.door import Door
from trials.integrity import broken_integrity
from trials.journal import Sent
from trials.judge import Judge
from trials.laws import broken_laws
from trials.outcome import Kill, Outcome, Settings
from trials.server import Server
from trials.traces import Traces
from trials.write import Answer, Write

NUMBERS = ("24-001-S01", "24-002-S01")


def execute(file: Path, sql: str) -> None:
    """Damage, done to the file behind the service's back."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript(sql)


@pytest.mark.slow
def test_a_service_that_is_killed_loses_nothing_and_leaves_nothing_half(tmp_path: Path) -> None:
    told: list[str] = []
    outcome = run(Settings(kills=3, longest=0.5), tmp_path, told.append)
    assert outcome.faults == []
    assert len(told) == 3
    assert all(kill.in_flight > 0 for kill in outcome.kills), told
    assert all(kill.acknowledged == kill.found > 0 for kill in outcome.kills), told


LAW_BREAKING = {
    "versions count": "UPDATE project_version SET version = version + 1",
    "a version has its one row": "DELETE FROM change WHERE seq = 2",
    "a row of the change feed": "DELETE FROM project_version WHERE rowid = 1",
    "the change feed counts": "UPDATE dataset SET latest_seq = latest_seq + 1",
    "dataset versions rise": "UPDATE change SET dataset_version = 1",
    "a record is there unless": "UPDATE project_version SET op = 'delete' WHERE rowid = 1",
    "every version but a deletion": "DELETE FROM project WHERE pk = 1",
    "a state has its version": "UPDATE project SET version = version + 5",
    "a state stands from": "UPDATE project SET since = since + 1 WHERE pk = 1",
    "an owner is an organisation": "DELETE FROM spelling",
    "foreign_key_check": "UPDATE project SET owner_id = 'nobody' WHERE pk = 1",
}


@pytest.mark.parametrize(("law", "damage"), LAW_BREAKING.items(), ids=LAW_BREAKING)
def test_a_broken_law_is_noticed(seeded_database: Database, law: str, damage: str) -> None:
    file = seeded_database.path
    assert [*broken_laws(file), *broken_integrity(file)] == []
    execute(file, damage)
    assert any(law in fault for fault in broken_laws(file))


def test_every_law_has_a_damage_that_breaks_it() -> None:
    assert [law for law in laws.LAWS if not law.startswith(tuple(LAW_BREAKING))] == []


def test_what_the_product_says_of_a_broken_file_is_heard(seeded_database: Database) -> None:
    execute(seeded_database.path, "UPDATE project SET name_key = 'x' WHERE pk = 1")
    assert any("keys" in fault for fault in broken_integrity(seeded_database.path))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running service on an empty database."""
    with Server(*make_database(tmp_path_factory.mktemp("trial"))) as server:
        server.start()
        yield server


@pytest.fixture
def door(server: Server) -> Iterator[Door]:
    """A connection; what a test writes and damages is gone after it."""
    with (
        server.door() as door,
        closing(sqlite3.connect(":memory:")) as kept,
        closing(sqlite3.connect(server.file)) as file,
    ):
        file.backup(kept)
        yield door
        kept.backup(file)


def make_write(kind: str, path: str, body: bytes, ids: tuple[str, ...] = NUMBERS[:1]) -> Write:
    values = {"planned_participants": 7}
    return Write("token", kind, "POST", path, body, dict.fromkeys(ids, values), once=True)


def row(number: str) -> str:
    return (
        f'{{"number": "{number}", "name": "Ett", "owner": "Exempelkommunen", "region": "SE12",'
        ' "programme_period": "2021-2027", "planned_participants": 7}'
    )


CREATE = make_write("create", "/v1/projects", row(NUMBERS[0]).encode())
BULK = make_write(
    "bulk atomic",
    "/v1/projects/bulk?mode=upsert",
    f"[{', '.join(map(row, NUMBERS))}]".encode(),
    NUMBERS,
)


def faults_of(server: Server, door: Door, sent: Sent) -> str:
    return "\n".join(Judge(Traces.read(server.file), door).faults(sent))


def as_answered(sent: Sent) -> Sent:
    return sent


def unanswered(sent: Sent) -> Sent:
    return Sent(sent.write)


def answered(status: int) -> Callable[[Sent], Sent]:
    return lambda sent: Sent(sent.write, Answer(status, MappingProxyType({}), b"{}"))


@pytest.mark.slow
@pytest.mark.parametrize("write", [CREATE, BULK], ids=["create", "bulk"])
def test_a_write_that_is_there_whole_is_found(server: Server, door: Door, write: Write) -> None:
    sent = Sent(write, door.send(write))
    assert faults_of(server, door, sent) == ""
    assert faults_of(server, door, Sent(write)) == ""


@pytest.mark.slow
def test_a_write_that_never_arrived_is_no_fault(server: Server, door: Door) -> None:
    assert faults_of(server, door, Sent(CREATE)) == ""


FORGET = "DELETE FROM project_version; DELETE FROM change; DELETE FROM project"
FIRST = "project_id = '24-001-S01'"
TWICE = """
    INSERT INTO project_version (project_id, version, op, at, reason, provenance)
    SELECT project_id, 2, 'update', at, reason, provenance FROM project_version;
    INSERT INTO change (seq, project_id, version, op, changed_fields, at, dataset_version)
    SELECT seq + 1, project_id, 2, 'update', changed_fields, at, dataset_version FROM change
"""
DAMAGES: dict[str, tuple[Write, str, Callable[[Sent], Sent], str]] = {
    "lost": (CREATE, FORGET, as_answered, "LOST: acknowledged, and nowhere"),
    "changed": (
        CREATE,
        "UPDATE project SET name = 'Två'",
        as_answered,
        "LOST: 24-001-S01.name is 'Två', not 'Ett'",
    ),
    "not as sent": (
        CREATE,
        "UPDATE project SET planned_participants = 8",
        unanswered,
        "24-001-S01.planned_participants is 8, not 7",
    ),
    "twice": (CREATE, TWICE, unanswered, "half, twice or astray"),
    "half": (
        BULK,
        f"DELETE FROM project_version WHERE {FIRST}; DELETE FROM change WHERE {FIRST}",
        unanswered,
        "half, twice or astray",
    ),
    "moved others only": (
        CREATE,
        """UPDATE change SET changed_fields = '["owner_id"]'""",
        unanswered,
        "half: others were moved",
    ),
    "half acknowledged": (
        BULK,
        f"DELETE FROM project_version WHERE {FIRST}; DELETE FROM change WHERE {FIRST}",
        as_answered,
        "LOST: told of [('24-001-S01', 1)]",
    ),
    "refused": (CREATE, "", answered(412), "refused with 412, yet there"),
    "effect without answer": (
        CREATE,
        "DELETE FROM replay",
        unanswered,
        "its stored answer is missing",
    ),
    "answer without effect": (
        CREATE,
        FORGET,
        unanswered,
        "its stored answer is there",
    ),
    "failed": (
        CREATE,
        "",
        answered(500),
        "answered 500",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_write_that_is_not_as_it_was_answered_is_noticed(
    server: Server, door: Door, damage: str
) -> None:
    write, sql, seen, word = DAMAGES[damage]
    answer = door.send(write)
    assert answer.is_done
    execute(server.file, sql)
    assert word in faults_of(server, door, seen(Sent(write, answer)))


def test_the_report_tells_what_was_lost(tmp_path: Path) -> None:
    kill = Kill(1, 0.5, in_flight=3, there=1, acknowledged=9, found=8, faults=["one is lost"])
    outcome = Outcome(Settings(kills=1, seed=5), [kill])
    report.write(outcome, tmp_path, date(2026, 11, 22))
    text = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "`python -m trials --kills 1 --seed 5`" in text
    assert "| … **lost** | 1 | 1, 1, 1 |" in text
    assert text.endswith("## Faults\n\n- one is lost\n")
