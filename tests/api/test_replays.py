"""`Idempotency-Key`: a write that is sent again has its effect once, and answers the same."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import time_machine
from httpx2 import Response

from app.api.contract.writes import NEW_PROJECT, WHOLE_PROJECT
from app.database import Database
from app.store.replays import Attempt
from tests.api.writers import NEW, PROJECTS, Writer, contents, writer_of
from tests.store.rows import everything, versions_of

BULK = f"{PROJECTS}/bulk?mode=upsert"
CHANGE = {"planned_participants": 77}
WRITES = (
    ("POST", PROJECTS, NEW_PROJECT | {"number": "24-002-S01"}),
    ("PUT", f"{PROJECTS}/24-002-S01", WHOLE_PROJECT | {"number": "24-002-S01"}),
    ("PUT", NEW, WHOLE_PROJECT | CHANGE),
    ("PATCH", NEW, CHANGE),
    ("DELETE", NEW, None),
    ("POST", f"{NEW}/revert", {"version": 1}),
    ("POST", BULK, [{"id": "24-001-S01", **CHANGE}, {"id": "24-001-S01", "name": "Ånyo"}]),
    ("POST", f"{BULK}&atomic=false", [{"id": "24-001-S01", **CHANGE}, {"name": 1}]),
)
WORD = "f7c1-42"


@pytest.fixture
def writer(empty_database: Database) -> Writer:
    """A writer who has made the invented project and changed it once."""
    writer = writer_of(empty_database)
    writer.make()
    writer.ask("PATCH", NEW, {"phase": "Genomförande"})
    return writer


def is_replay(answer: Response) -> bool:
    return "Idempotency-Replayed" in answer.headers


def held_answers(database: Database) -> int:
    return len(everything(database)["replay"])


@pytest.mark.parametrize(("method", "address", "body"), WRITES)
def test_the_same_write_again_answers_the_same_and_does_nothing(
    writer: Writer, method: str, address: str, body: object
) -> None:
    first = writer.ask(method, address, body, Idempotency_Key=WORD)
    assert first.status_code < 300, first.text
    assert not is_replay(first)
    after = contents(writer.database)
    again = writer.ask(method, address, body, Idempotency_Key=WORD)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    own = ("idempotency-replayed", "server-timing", "x-request-id")
    kept = {name: text for name, text in again.headers.items() if name not in own}
    assert kept == {name: text for name, text in first.headers.items() if name not in own}
    assert contents(writer.database) == after


def test_a_replay_tells_what_was_even_after_further_changes(writer: Writer) -> None:
    first = writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD)
    writer.ask("DELETE", NEW)
    again = writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD, If_Match='"gammal"')
    assert (again.status_code, again.content) == (200, first.content)
    assert writer.client.get(NEW).status_code == 404


def test_another_request_under_the_same_word_is_refused(writer: Writer) -> None:
    writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD)
    answer = writer.ask("PATCH", NEW, {"planned_participants": 78}, Idempotency_Key=WORD)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-mismatch")
    rows = [{"id": "24-001-S01"}]
    assert writer.ask("POST", BULK, rows, Idempotency_Key=WORD).status_code == 200
    answer = writer.ask("POST", f"{BULK}&atomic=false", rows, Idempotency_Key=WORD)
    assert answer.json()["code"] == "idempotency-mismatch"


def test_a_word_is_one_key_s_one_method_s_and_one_address_s_own(writer: Writer) -> None:
    other = writer_of(writer.database, "Robin Påhittad")
    answers = [
        who.ask(method, address, body, Idempotency_Key=WORD)
        for who in (writer, other)
        for method, address, body in (
            ("PATCH", NEW, CHANGE),
            ("PUT", NEW, WHOLE_PROJECT),
            ("POST", f"{NEW}/revert", {"version": 1}),
        )
    ]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert not any(map(is_replay, answers))
    assert held_answers(writer.database) == 6


def test_a_word_is_forgotten_after_a_day(writer: Writer) -> None:
    with time_machine.travel("2030-01-01T12:00:00Z", tick=False) as clock:
        writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD)
        clock.move_to("2030-01-02T11:59:59Z")
        assert is_replay(writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD))
        clock.move_to("2030-01-02T12:00:00Z")
        late = writer.ask("PATCH", NEW, {"planned_participants": 5}, Idempotency_Key=WORD)
        assert not is_replay(late)
        assert late.json()["planned_participants"] == 5
        assert is_replay(
            writer.ask("PATCH", NEW, {"planned_participants": 5}, Idempotency_Key=WORD)
        )
        writer.ask("PATCH", NEW, CHANGE, Idempotency_Key="annat")
        clock.move_to("2030-01-05T12:00:00Z")
        writer.ask("PATCH", NEW, CHANGE, Idempotency_Key="tredje")
    assert held_answers(writer.database) == 1


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("POST", PROJECTS, NEW_PROJECT, 409),
        ("PATCH", NEW, {"total_budget": -1}, 422),
        ("DELETE", f"{PROJECTS}/24-099-S01", None, 404),
        ("POST", BULK, [{"id": "24-001-S01", **CHANGE}, {"name": 1}], 422),
    ],
)
def test_a_write_without_effect_is_not_remembered(
    writer: Writer, method: str, address: str, body: object, status: int
) -> None:
    before = contents(writer.database)
    for _ in range(2):
        answer = writer.ask(method, address, body, Idempotency_Key=WORD)
        assert answer.status_code == status
        assert not is_replay(answer)
    assert contents(writer.database) == before


def test_a_rehearsal_is_not_remembered_either(writer: Writer) -> None:
    rows = [{"id": "24-001-S01", **CHANGE}]
    rehearsed = writer.ask("POST", f"{BULK}&dry_run=true", rows, Idempotency_Key=WORD)
    assert rehearsed.json()["counts"]["updated"] == 1
    real = writer.ask("POST", BULK, rows, Idempotency_Key=WORD)
    assert not is_replay(real)
    assert real.json()["counts"]["updated"] == 1


def test_many_at_once_have_one_effect(writer: Writer) -> None:
    def send(_: int) -> Response:
        return writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD)

    with writer.client, ThreadPoolExecutor(8) as pool:  # one running service for all of them
        answers = list(pool.map(send, range(16)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert sum(not is_replay(answer) for answer in answers) == 1
    assert [one.version for one in versions_of(writer.database, "24-001-S01")] == [1, 2, 3]


def test_effect_and_answer_are_committed_together(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another connection never sees one without the other, and neither where storing fails."""
    seen: list[tuple[int, int]] = []

    def look() -> tuple[int, int]:
        with closing(sqlite3.connect(writer.database.path)) as other:
            (versions,) = other.execute("SELECT count(*) FROM project_version").fetchone()
            (answers,) = other.execute("SELECT count(*) FROM replay").fetchone()
        return versions, answers

    keep = Attempt.keep_answer

    def keep_between_looks(*arguments: object) -> None:
        seen.append(look())
        keep(*arguments)  # type: ignore[arg-type]
        seen.append(look())

    monkeypatch.setattr(Attempt, "keep_answer", keep_between_looks)
    writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD)
    assert [*seen, look()] == [(2, 0), (2, 0), (3, 1)]

    def fail(*_: object) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(Attempt, "keep_answer", fail)
    answer = writer.ask("PATCH", NEW, {"planned_participants": 1}, Idempotency_Key="annat")
    assert answer.status_code == 500
    assert look() == (3, 1)


def test_a_replay_shows_no_contact_that_may_be_shown_no_longer(
    empty_database: Database,
) -> None:
    public = writer_of(empty_database)
    hidden = Writer(writer_of(empty_database, contacts="hidden").client, empty_database, public.key)
    body = NEW_PROJECT | {
        "contact_name": "Kim Exempel",
        "contact_email": "kim@example.se",
        "contact_phone": "070-174 06 06",
        "owner_organisation_number": "8001011234",
    }
    first = public.ask("POST", PROJECTS, body, Idempotency_Key=WORD)
    again = hidden.ask("POST", PROJECTS, body, Idempotency_Key=WORD)
    assert is_replay(again)
    personal = {name: body[name] for name in body if name.startswith("contact_")}
    personal["owner_organisation_number"] = "8001011234"
    assert again.json() == first.json() | dict.fromkeys(personal)
    assert again.json() == hidden.record(NEW)[0]
    company = {"number": "24-002-S01", "owner_organisation_number": "2120003005"}
    public.ask("POST", PROJECTS, body | company, Idempotency_Key="annat")
    shown = hidden.ask("POST", PROJECTS, body | company, Idempotency_Key="annat").json()
    assert (shown["owner_organisation_number"], shown["contact_name"]) == ("2120003005", None)


def test_what_was_hidden_at_first_stays_hidden_in_the_replay(empty_database: Database) -> None:
    hidden = writer_of(empty_database, contacts="hidden")
    public = Writer(writer_of(empty_database).client, empty_database, hidden.key)
    public.ask("POST", PROJECTS, NEW_PROJECT | {"contact_name": "Kim Exempel"})
    first = hidden.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD)
    again = public.ask("PATCH", NEW, CHANGE, Idempotency_Key=WORD)
    assert is_replay(again)
    assert again.json() == first.json()
    assert again.json()["contact_name"] is None
