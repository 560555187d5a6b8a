"""Writes: what they change, under which condition, and that they may be sent again."""

from datetime import date
from decimal import Decimal

import pytest

from projektbank_client import (
    KeyRefused,
    NotFound,
    Projektbank,
    RecordRejected,
    StateConflicted,
    Unreachable,
)
from tests.client.conftest import Connect
from tests.client.scripted import BrokenOffAnswer, busy, scripted

NEW = {
    "number": "24-001-S01",
    "name": "Vägar till arbete",
    "owner": "Exempelkommunen",
    "region": "SE12",
    "specific_objective": "A1",
    "total_budget": Decimal("2000000.50"),
    "start_date": date(2024, 3, 1),
}


def test_a_project_is_made_changed_and_deleted(writer: Projektbank) -> None:
    made = writer.create(NEW, reason="Enligt beslut på nämnden")
    assert made.record["total_budget"] == NEW["total_budget"]
    assert made.record["start_date"] == NEW["start_date"]
    changed = writer.update("24-001-S01", {"total_budget": None}, if_match=made.etag)
    assert changed.record["total_budget"] is None
    assert changed.record["version"] == 2
    writer.delete("24-001-S01", if_match=changed.etag, reason="Fel")
    with pytest.raises(NotFound):
        writer.delete("24-001-S01")
    reasons = [row["reason"] for row in writer.rows("/v1/projects/24-001-S01/history")]
    assert reasons == ["Fel", None, "Enligt beslut på nämnden"]
    assert [row["op"] for row in writer.changes(since=5)] == ["create", "update", "delete"]


def test_what_was_read_can_be_edited_and_sent_back(writer: Projektbank) -> None:
    record, etag = writer.tagged("2020-00713")
    record["planned_participants"] = 60
    written = writer.replace("2020-00713", record, if_match=etag)
    assert written.record["planned_participants"] == 60
    assert writer.tagged("2020-00713") == written


def test_nobody_elses_change_is_written_over(writer: Projektbank) -> None:
    _, etag = writer.tagged("2020-00713")
    writer.update("2020-00713", {"phase": "Genomförande"})
    with pytest.raises(StateConflicted) as conflict:
        writer.update("2020-00713", {"phase": None}, if_match=etag)
    assert conflict.value.code == "precondition-failed"


def test_a_word_of_ones_own_has_its_effect_once(writer: Projektbank) -> None:
    first = writer.create(NEW, idempotency_key="beslut-17")
    assert writer.create(NEW, idempotency_key="beslut-17") == first
    with pytest.raises(StateConflicted):
        writer.create(NEW)


def test_a_record_that_breaks_a_rule_is_told_where(writer: Projektbank) -> None:
    with pytest.raises(RecordRejected) as rejected:
        writer.create({"name": "Vägar", "total_budget": "2 mkr"})
    places = {fault.where for fault in rejected.value.problem.errors}
    assert {"/total_budget", "/owner", "/region"} <= places


def test_without_a_key_nothing_is_written(bank: Projektbank) -> None:
    with pytest.raises(KeyRefused):
        bank.create(NEW)


def test_a_write_that_is_sent_again_bears_the_same_word(connect: Connect) -> None:
    with scripted(busy()) as (base, script), pytest.raises(Exception, match="query-too-slow"):
        connect(base).update("a", {"name": "b"})
    keys = {request.headers["idempotency-key"] for request in script.requests}
    assert len(script.requests) == 3
    assert len(keys) == 1
    assert set(script.bodies) == {b'{"name": "b"}'}


def test_a_write_whose_answer_was_lost_is_sent_again(connect: Connect) -> None:
    with scripted(BrokenOffAnswer()) as (base, script), pytest.raises(Unreachable):
        connect(base).delete("a")
    assert len({request.headers["idempotency-key"] for request in script.requests}) == 1
    assert len(script.requests) == 3


def test_an_intent_that_is_none_is_an_error(bank: Projektbank) -> None:
    with pytest.raises(TypeError, match="resaon"):
        bank.delete("a", resaon="x")  # type: ignore[call-arg]  # which is what the test is about
