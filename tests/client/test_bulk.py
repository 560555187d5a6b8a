"""Many projects at once, versions put back, issues accepted, organisations merged."""

from decimal import Decimal

import pytest

from app.api.contract.writes import NEW_PROJECT
from projektbank_client import (
    BulkUndone,
    Fault,
    NotFound,
    Project,
    Projektbank,
    QuestionRejected,
    StateConflicted,
)

KNOWN = "2020-00713"


def test_many_are_written_and_each_is_told(writer: Projektbank) -> None:
    rows: list[Project] = [
        {"id": KNOWN, "total_budget": Decimal("1234567.89")},
        {"id": "24-001-S01", "name": ""},
    ]
    report = writer.bulk(rows, mode="update", atomic=False, reason="Beslut 17")
    assert report["counts"]["updated"] == 1
    first, second = report["data"]
    assert (first["id"], first["status"], first["version"]) == (KNOWN, "updated", 2)
    assert second["status"] == "failed"
    assert {(type(fault), fault.place) for fault in second["errors"]} == {(Fault, "body")}
    assert writer.project(KNOWN)["total_budget"] == Decimal("1234567.89")
    assert next(iter(writer.history(KNOWN)))["reason"] == "Beslut 17"


def test_all_or_nothing_is_nothing_where_one_fails(writer: Projektbank) -> None:
    wrong = {"name": "Utan ägare", "region": "SE99"}
    with pytest.raises(BulkUndone) as undone:
        writer.bulk((row for row in (NEW_PROJECT, wrong)), mode="create")
    rows = undone.value.rows
    assert [row["status"] for row in rows] == ["undone", "failed"]
    places = {fault.where for fault in rows[1]["errors"]}
    assert {"/1/owner", "/1/region"} <= places
    assert places == {fault.where for fault in undone.value.problem.errors}
    with pytest.raises(NotFound):
        writer.project("24-001-S01")


def test_a_dry_run_changes_nothing(writer: Projektbank) -> None:
    report = writer.bulk([NEW_PROJECT], mode="create", dry_run=True)
    assert (report["data"][0]["status"], report["dataset_version"]) == ("created", None)
    with pytest.raises(NotFound):
        writer.project("24-001-S01")
    with pytest.raises(QuestionRejected):
        writer.bulk([NEW_PROJECT], mode="insert")


def test_a_version_is_put_back(writer: Projektbank) -> None:
    before = writer.project(KNOWN)
    writer.delete(KNOWN)
    back = writer.revert(KNOWN, 1, reason="Fel")
    assert back.record["version"] == 3
    assert back.record["total_budget"] == before["total_budget"]
    with pytest.raises(StateConflicted):
        writer.revert(KNOWN, 1, if_match='"other"')


def test_only_what_is_not_there_yet_is_made(writer: Projektbank) -> None:
    record = {**dict.fromkeys(writer.project(KNOWN)), **NEW_PROJECT}
    made = writer.replace("24-001-S01", record, if_none_match="*")
    assert made.record["version"] == 1
    with pytest.raises(StateConflicted):
        writer.replace("24-001-S01", record, if_none_match="*")


def test_an_issue_is_accepted_and_that_is_taken_back(writer: Projektbank) -> None:
    [shown] = writer.projects(id="23-032-S01")
    issue = "budget-not-stated"
    assert issue in shown["quality_issues"]
    accepted = writer.accept_issue("23-032-S01", issue, "Förstudien har ingen budget")
    assert issue not in accepted.record["quality_issues"]
    told = writer.provenance("23-032-S01")["accepted"]
    assert [row["reason"] for row in told] == ["Förstudien har ingen budget"]
    back = writer.withdraw_acceptance("23-032-S01", issue, if_match=accepted.etag)
    assert issue in back.record["quality_issues"]


def test_organisations_are_merged_and_parted(writer: Projektbank) -> None:
    stays = writer.merge_organisation("n-c8b56896", "7164603867", reason="Samma")
    assert (stays["id"], stays["project_count"]) == ("7164603867", 3)
    assert isinstance(stays["total_budget"], Decimal)
    assert writer.undo_merge("n-c8b56896")["id"] == "n-c8b56896"
    told = list(writer.merges("7164603867"))
    assert [(row["op"], row["reason"]) for row in told] == [("undo", None), ("merge", "Samma")]
