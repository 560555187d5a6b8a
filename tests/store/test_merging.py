"""Organisations merged by hand and parted again: what moves, what is refused, what imports do."""

import json
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.database import Database
from app.errors import AlreadyMerged, MergeNotFound, OrganisationNotFound
from app.faults import RecordRejected
from app.models import OrganisationEvent
from app.query.resource import ORGANISATIONS
from app.store.history import present_version
from tests.importer.pages import make_page
from tests.store.lives import KIM, Life, listed
from tests.store.rows import changes, everything, stored_projects, versions_of

NUMBER = "Projektägare_organisationsnummer"
BRIDGE = make_page("Bron", "Påhittade föreningen", **{NUMBER: "2120003005"})
ROAD = make_page("Vägen", "Föreningen Påhitt", **{NUMBER: "2021005489"})
PATH = make_page("Stigen", "Föreningen Påhitt i Norr")
BRIDGE_OWNER, ROAD_OWNER = "2120003005", "2021005489"


@pytest.fixture
def life(empty_database: Database, tmp_path: Path) -> Life:
    """Three organisations, each with one project."""
    life = Life(empty_database, tmp_path)
    for page in (BRIDGE, ROAD, PATH):
        life.take_in(page)
    return life


def owners(life: Life) -> dict[str, str]:
    """Project's name → its organisation's id."""
    return {one.name: one.owner_id for one in stored_projects(life.database)}


def path_owner(life: Life) -> str:
    return next(key for key in life.organisations(merged=False) if key.startswith("n-"))


def test_projects_move_with_a_version_that_names_who_and_why(life: Life) -> None:
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    assert owners(life)["Vägen"] == BRIDGE_OWNER
    moved = next(one for one in stored_projects(life.database) if one.name == "Vägen")
    newest = versions_of(life.database, moved.id)[-1]
    assert (newest.op, newest.by, newest.reason) == ("update", KIM.by, KIM.reason)
    assert changes(life.database)[-1].changed_fields == '["owner_id"]'
    assert moved.owner_organisation_number == ROAD_OWNER


def test_the_event_holds_which_projects_moved(life: Life) -> None:
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    life.part(ROAD_OWNER)
    moved = [one.id for one in stored_projects(life.database) if one.name == "Vägen"]
    with Session(life.database.engine) as session:
        events = session.exec(select(OrganisationEvent)).all()
    assert [(one.op, json.loads(one.project_ids), one.by) for one in events] == [
        ("merge", moved, KIM.by),
        ("undo", moved, KIM.by),
    ]


def test_whatever_the_organisation_bears_leads_to_the_one_that_answers(life: Life) -> None:
    numberless = path_owner(life)
    life.merge(numberless, ROAD_OWNER)
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    for asked in (numberless, ROAD_OWNER, "Föreningen Påhitt i Norr", "FÖRENINGEN PÅHITT"):
        found = listed(life, f"owner={asked}")
        assert {row["name"] for row in found} == {"Bron", "Vägen", "Stigen"}, asked
    (row,) = listed(life, "", ORGANISATIONS)
    assert row["spellings"] == [
        "Föreningen Påhitt", "Föreningen Påhitt i Norr", "Påhittade föreningen",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        make_page("Ny", "Ett nytt namn", **{NUMBER: ROAD_OWNER}),
        make_page("Ny", "Föreningen Påhitt"),
        make_page("Ny", "Föreningen Påhitt i Norr"),
    ],
)
def test_a_document_that_states_a_merged_owner_goes_to_the_one_that_answers(
    life: Life, page: str
) -> None:
    numberless = path_owner(life)
    life.merge(numberless, BRIDGE_OWNER)
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    life.take_in(page)
    assert owners(life)["Ny"] == BRIDGE_OWNER
    life.part(numberless)
    life.part(ROAD_OWNER)
    assert owners(life)["Ny"] == (numberless if "Norr" in page else ROAD_OWNER)
    assert owners(life)["Bron"] == BRIDGE_OWNER


def test_a_project_that_got_another_owner_since_does_not_go_back(life: Life) -> None:
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    (moved,) = [one.id for one in stored_projects(life.database) if one.name == "Vägen"]
    life.change(moved, owner="Påhittade föreningen", owner_organisation_number=BRIDGE_OWNER)
    life.part(ROAD_OWNER)
    assert owners(life)["Vägen"] == BRIDGE_OWNER


def test_of_a_name_that_both_bear_only_what_came_with_the_merge_goes_back(life: Life) -> None:
    numberless = path_owner(life)
    life.merge(numberless, BRIDGE_OWNER)
    spelt_alike = make_page("Bron igen", "Föreningen Påhitt i Norr", **{NUMBER: BRIDGE_OWNER})
    life.take_in(spelt_alike)
    life.take_in(make_page("Ny", "Föreningen Påhitt i Norr"))
    life.part(numberless)
    assert owners(life) == {
        "Bron": BRIDGE_OWNER,
        "Bron igen": BRIDGE_OWNER,
        "Ny": BRIDGE_OWNER,
        "Vägen": ROAD_OWNER,
        "Stigen": numberless,
    }


def test_what_had_joined_before_the_merge_stays_where_it_is(
    empty_database: Database, tmp_path: Path
) -> None:
    life = Life(empty_database, tmp_path)
    life.take_in(make_page("Först", "Exempelkommunen"))
    life.take_in(make_page("Bron", "Exempelkommunen", **{NUMBER: BRIDGE_OWNER}))
    life.take_in(make_page("Vägen", "Exempelkommunen", **{NUMBER: ROAD_OWNER}))
    life.take_in(make_page("Sist", "Exempelkommunen"))
    before = owners(life)
    assert (before["Först"], before["Sist"]) == (BRIDGE_OWNER, path_owner(life))
    life.merge(before["Sist"], BRIDGE_OWNER)
    life.part(before["Sist"])
    assert owners(life) == before


def test_of_a_name_that_both_bear_a_project_renamed_since_stays(life: Life) -> None:
    numberless = path_owner(life)
    life.take_in(make_page("Gången", "Söders vänner"))
    other = owners(life)["Gången"]
    life.merge(other, numberless)
    life.merge(numberless, BRIDGE_OWNER)
    (moved,) = [one.id for one in stored_projects(life.database) if one.name == "Stigen"]
    life.take_in(make_page("Ny", "Söders vänner", **{NUMBER: BRIDGE_OWNER}))
    life.change(moved, owner="Söders vänner")
    life.part(numberless)
    assert owners(life)["Stigen"] == BRIDGE_OWNER
    assert owners(life)["Gången"] == numberless


def test_what_a_person_has_merged_or_parted_no_import_joins(life: Life) -> None:
    numberless = path_owner(life)
    numbered = make_page("Ny", "Föreningen Påhitt i Norr", **{NUMBER: ROAD_OWNER})
    life.merge(numberless, BRIDGE_OWNER)
    life.take_in(numbered)
    life.take_in(make_page("Nyare", "Föreningen Påhitt i Norr"))
    assert (owners(life)["Stigen"], owners(life)["Nyare"]) == (BRIDGE_OWNER, BRIDGE_OWNER)
    life.part(numberless)
    life.take_in(f"{numbered}Mer.\n")
    assert (owners(life)["Stigen"], owners(life)["Nyare"]) == (numberless, numberless)


def test_an_organisation_into_which_another_is_merged_is_joined_by_no_import(life: Life) -> None:
    numberless = path_owner(life)
    life.merge(BRIDGE_OWNER, numberless)
    life.take_in(make_page("Ny", "Föreningen Påhitt i Norr", **{NUMBER: ROAD_OWNER}))
    assert owners(life) == {
        "Bron": numberless,
        "Stigen": numberless,
        "Vägen": ROAD_OWNER,
        "Ny": ROAD_OWNER,
    }


def test_parting_the_middle_of_a_chain_takes_along_what_was_merged_into_it(life: Life) -> None:
    numberless = path_owner(life)
    life.merge(numberless, ROAD_OWNER)
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    assert set(owners(life).values()) == {BRIDGE_OWNER}
    life.part(ROAD_OWNER)
    assert owners(life) == {"Bron": BRIDGE_OWNER, "Vägen": ROAD_OWNER, "Stigen": ROAD_OWNER}
    life.part(numberless)
    assert owners(life)["Stigen"] == numberless


def test_parting_the_end_of_a_chain_leaves_the_rest_together(life: Life) -> None:
    numberless = path_owner(life)
    life.merge(numberless, ROAD_OWNER)
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    life.part(numberless)
    assert owners(life) == {"Bron": BRIDGE_OWNER, "Vägen": BRIDGE_OWNER, "Stigen": numberless}


def test_a_merge_that_moves_nothing_is_a_new_version_of_the_dataset_too(life: Life) -> None:
    (bridge,) = [one.id for one in stored_projects(life.database) if one.name == "Bron"]
    life.delete(bridge)
    with life.database.write() as session:
        before = present_version(session)
    life.merge(BRIDGE_OWNER, ROAD_OWNER)
    with life.database.write() as session:
        assert present_version(session) == before + 1


@pytest.mark.parametrize(
    ("into", "code"),
    [(BRIDGE_OWNER, "conflict"), (ROAD_OWNER, "conflict"), ("nobody", "organisation-not-found")],
)
def test_a_target_that_cannot_answer_is_refused(life: Life, into: str, code: str) -> None:
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    before = everything(life.database)
    with pytest.raises(RecordRejected) as refused:
        life.merge(BRIDGE_OWNER, into)
    assert [(fault.where, fault.code) for fault in refused.value.faults] == [("/into", code)]
    assert everything(life.database) == before


def test_a_target_that_is_merged_is_refused_with_the_one_that_answers_for_it(life: Life) -> None:
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    with pytest.raises(RecordRejected) as refused:
        life.merge(path_owner(life), ROAD_OWNER)
    assert [fault.hint for fault in refused.value.faults] == [BRIDGE_OWNER]


def test_who_is_not_there_merged_already_or_not_merged_is_told(life: Life) -> None:
    life.merge(ROAD_OWNER, BRIDGE_OWNER)
    with pytest.raises(AlreadyMerged):
        life.merge(ROAD_OWNER, path_owner(life))
    with pytest.raises(MergeNotFound):
        life.part(BRIDGE_OWNER)
    for unknown in ("nobody", "no\0body"):
        with pytest.raises(OrganisationNotFound):
            life.merge(unknown, BRIDGE_OWNER)
        with pytest.raises(OrganisationNotFound):
            life.part(unknown)
