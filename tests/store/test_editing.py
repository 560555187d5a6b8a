"""Hand-made changes beside documents: neither overwrites the other unsaid, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.database import Database
from app.faults import RecordRejected
from tests.store.edited import KEY, KIM, Registry
from tests.store.integrity.test_laws import breaches
from tests.store.rows import (
    everything,
    past_states,
    stored_evidence,
    stored_projects,
    versions_of,
)


@pytest.fixture
def registry(empty_database: Database, tmp_path: Path) -> Iterator[Registry]:
    """A registry with one record; what it holds must hang together at the end of each test."""
    registry = Registry(empty_database, tmp_path)
    registry.take_in(Antal_deltagare="10", Utlysning="7")
    yield registry
    assert breaches(empty_database) == {}


def test_a_document_never_overwrites_what_was_set_by_hand(registry: Registry) -> None:
    registry.change(planned_participants=12)
    result = registry.take_in(Antal_deltagare="20", Projektfas="Genomförande")
    assert (result.outcome, result.reason) == ("conflict", "set-by-hand: planned_participants")
    record = registry.record()
    assert (record["planned_participants"], record["phase"]) == (12, "Genomförande")
    agreeing = registry.take_in(Antal_deltagare="12", Utlysning="8")
    assert agreeing.outcome == "updated"
    assert registry.record()["call_number"] == "8"


def test_what_was_taken_away_by_hand_stays_away(registry: Registry) -> None:
    registry.change(planned_participants=None)
    result = registry.take_in(Antal_deltagare="20")
    assert result.outcome == "conflict"
    assert registry.record()["planned_participants"] is None


def test_a_document_against_what_was_worked_out_in_place_of_a_value_is_told(
    registry: Registry,
) -> None:
    registry.take_in(Specifikt_mål="2.1", Programområde="1")
    registry.change(programme_area=None)
    assert registry.record()["programme_area"] == "2"
    result = registry.take_in(Specifikt_mål="2.1", Programområde="3", Projektfas="x")
    assert result.outcome == "conflict"
    assert result.reason == "set-by-hand: programme_area"
    assert registry.record()["programme_area"] == "2"


def test_provenance_by_hand_keeps_what_was_printed(registry: Registry) -> None:
    printed = stored_evidence(registry.database, KEY).statements["planned_participants"]
    registry.change(planned_participants=12)
    by_hand = stored_evidence(registry.database, KEY).statements["planned_participants"]
    assert (by_hand.value, by_hand.origin) == (12, "manual")
    assert (by_hand.by, by_hand.reason) == (KIM.by, KIM.reason)
    assert by_hand.at is not None
    for part in ("label", "raw", "line", "source"):
        assert getattr(by_hand, part) == getattr(printed, part)
    others = stored_evidence(registry.database, KEY).statements
    assert others["call_number"].origin == "stated"


def test_a_value_set_by_hand_has_none_of_the_print_s_issues(registry: Registry) -> None:
    registry.take_in(Total_projektbudget="okänd")
    assert "amount-unreadable" in registry.record()["quality_issues"]
    registry.change(total_budget=100)
    assert not {"amount-unreadable", "budget-not-stated"} & set(registry.record()["quality_issues"])


def test_a_region_set_by_hand_is_not_at_odds_with_a_printed_name(registry: Registry) -> None:
    registry.change(region="SE33")
    result = registry.take_in(Projektfas="Genomförande")
    assert (result.outcome, result.reason) == ("conflict", "set-by-hand: region")
    record = registry.record()
    assert (record["region"], record["region_name"]) == ("SE33", "Övre Norrland")
    assert "region-code-mismatch" not in record["quality_issues"]


def test_a_region_put_back_follows_the_documents_again(registry: Registry) -> None:
    registry.change(region="SE33")
    registry.revert(1)
    assert registry.record()["region_name"] == "Stockholm"
    result = registry.take_in(Region="Sydsverige")
    assert result.outcome == "updated"
    record = registry.record()
    assert (record["region"], record["region_name"]) == ("SE22", "Sydsverige")
    assert "region-code-mismatch" not in record["quality_issues"]


def test_a_reverted_change_of_a_document_stays_reverted(registry: Registry) -> None:
    registry.take_in(Antal_deltagare="20", Region="Sydsverige", Projektfas="Genomförande")
    reverted = registry.revert(1)
    assert (reverted.outcome, reverted.version) == ("updated", 3)
    record = registry.record()
    assert (record["planned_participants"], record["phase"]) == (10, None)
    assert (record["region"], record["region_name"]) == ("SE11", "Stockholm")
    result = registry.take_in(Antal_deltagare="30", Utlysning="9", Projektfas="Avslut")
    assert result.outcome == "conflict"
    assert result.reason == "set-by-hand: phase, planned_participants"
    record = registry.record()
    assert (record["planned_participants"], record["call_number"]) == (10, "9")
    assert "region-code-mismatch" not in record["quality_issues"]


def test_a_reverted_change_by_hand_follows_the_documents_again(registry: Registry) -> None:
    registry.change(planned_participants=12)
    registry.revert(1)
    assert stored_evidence(registry.database, KEY).statements["planned_participants"].by == ""
    assert registry.take_in(Antal_deltagare="20").outcome == "updated"
    assert registry.record()["planned_participants"] == 20


def test_no_document_brings_a_deleted_record_back(registry: Registry) -> None:
    registry.delete()
    before = everything(registry.database)
    again = registry.take_in(Antal_deltagare="10", Utlysning="7")
    assert (again.outcome, again.matched_by) == ("unchanged", "document")
    assert everything(registry.database) == before
    result = registry.take_in(Antal_deltagare="20")
    assert result.outcome == "conflict"
    assert (result.reason or "").startswith("record-deleted: ")
    assert stored_projects(registry.database) == []
    assert len(versions_of(registry.database, KEY)) == 2


def test_what_came_after_a_deletion_is_read_once_the_record_is_back(registry: Registry) -> None:
    registry.delete()
    registry.take_in(Antal_deltagare="20")
    revived = registry.revert(1)
    assert (revived.outcome, revived.version) == ("created", 3)
    assert registry.record()["planned_participants"] == 10
    assert registry.take_in(Antal_deltagare="20").outcome == "updated"
    assert registry.record()["planned_participants"] == 20
    assert [one.version for one in past_states(registry.database, KEY)] == [1, 3]


def test_an_owner_changed_by_hand_is_the_organisation_of_that_name(registry: Registry) -> None:
    registry.change(owner="Påhittade föreningen", owner_organisation_number="2120003005")
    assert registry.record()["owner_id"] == "2120003005"
    registry.change(owner_organisation_number="8001011234")
    record = registry.record()
    assert record["owner_organisation_number"] == "8001011234"
    assert "8001011234" not in repr(everything(registry.database)["organisation"])


def test_a_refused_change_leaves_nothing(registry: Registry) -> None:
    before = everything(registry.database)
    with pytest.raises(RecordRejected):
        registry.change(owner="Nya ägaren", start_date="2021-01-02", end_date="2021-01-01")
    assert everything(registry.database) == before


def test_a_change_to_what_is_there_is_none(registry: Registry) -> None:
    before = everything(registry.database)
    assert registry.change(planned_participants=10, phase=None).outcome == "unchanged"
    assert registry.change(programme_period="2014-2020").outcome == "unchanged"
    assert everything(registry.database) == before
