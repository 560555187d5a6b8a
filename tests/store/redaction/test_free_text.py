"""Whoever is taken out of the contacts may stand in any other text: it is told, or taken out."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from app.database import Database
from app.domain.keys import Scope
from app.domain.provenance import Author
from app.models import Organisation, Spelling, StoredDocument
from app.store.columns import KEYED
from app.store.redaction.places import Place
from app.store.redaction.request import Request
from app.store.redaction.run import redact
from tests.api.keys import make_key
from tests.importer.files import import_contents
from tests.restoring.keeping import back_up, put_back, query
from tests.store.edited import KEY, KIM, Registry
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, PHONE, act, page, traces
from tests.store.rows import everything, stored_project

LINK = f"https://example.se/{EMAIL}"
ODD = "070-PLANTERAD"
TEXT = f"Fråga {NAME}, {EMAIL} eller {PHONE}"
FREE = sorted({field.name for field in KEYED if not field.flags.computed})
FREE.remove("owner_organisation_number")
BY_HAND = sorted(set(FREE) - {"number", "programme_cci", "owner_postal_code", "source_url"})


@pytest.fixture
def registry(empty_database: Database, tmp_path: Path) -> Registry:
    """A record with her as its contact, and as its past."""
    registry = Registry(empty_database, tmp_path)
    facts = {"Slutdatum": "2020-12-31", "Kontaktperson": NAME, "E-post": EMAIL}
    registry.take_in(**facts, Telefonnummer=PHONE)
    return registry


def left(places: list[Place]) -> set[tuple[str, str]]:
    return {(place.name, place.what) for place in places if place.where == "left"}


def rehearse(database: Database, **request: object) -> list[Place]:
    with database.rehearse() as session:
        return redact(session, Request(**request))  # type: ignore[arg-type]


def test_an_address_in_a_link_is_told_and_taken_out(registry: Registry) -> None:
    registry.change(source_url=LINK)
    registry.change(source_url=f"https://example.se/?till={EMAIL.replace('@', '%40')}")
    told = {(KEY, f"version {n}: source_url") for n in (2, 3)}
    assert left(rehearse(registry.database, email=EMAIL)) == told
    assert left(act(registry.database, email=EMAIL)) == told
    assert left(act(registry.database, email=EMAIL, in_text=True)) == set()
    assert traces(registry.database) == []
    assert registry.record()["source_url"] == "https://example.se/?till=[…]"
    assert breaches(registry.database) == {}


@pytest.mark.parametrize("field", BY_HAND)
def test_every_free_text_past_and_present_is_looked_through(registry: Registry, field: str) -> None:
    registry.change(KIM, **{field: TEXT})
    registry.change(phase="Genomförande")
    registry.change(KIM, **{field: "Annat"})
    told = left(rehearse(registry.database, email=EMAIL))
    assert (KEY, f"version 2: {field}") in told
    assert left(act(registry.database, email=EMAIL)) == told
    assert query(registry.database, f"SELECT {field} FROM past_project WHERE version = 2") == [
        (TEXT,)
    ]
    assert breaches(registry.database) == {}
    act(registry.database, email=EMAIL, in_text=True)
    assert traces(registry.database) == []
    assert query(registry.database, f"SELECT {field} FROM past_project WHERE version = 2") == [
        ("Fråga […], […] eller […]",)
    ]
    assert breaches(registry.database) == {}
    assert act(registry.database, email=EMAIL, in_text=True) == []


def test_a_field_that_must_be_there_keeps_its_mark_and_its_id(registry: Registry) -> None:
    registry.change(name=NAME, owner=NAME)
    before = stored_project(registry.database, KEY)
    assert {what for _, what in left(act(registry.database, name=NAME))} == {
        "version 2: name", "version 2: owner", "name", "spelling"
    }  # fmt: skip
    act(registry.database, name=NAME, in_text=True)
    after = stored_project(registry.database, KEY)
    assert (after.name, after.owner) == ("[…]", "[…]")
    assert (after.id, after.owner_id) == (before.id, before.owner_id)
    assert traces(registry.database) == []
    assert breaches(registry.database) == {}


def test_an_organisation_loses_it_from_its_name_and_spellings(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page(1, owner=f"Bolaget {NAME}"))
    act(empty_database, name=NAME, in_text=True)
    with empty_database.write() as session:
        assert [one.name for one in session.exec(select(Organisation))] == ["Bolaget […]"]
        assert [one.name for one in session.exec(select(Spelling))] == ["Bolaget […]"]
    import_contents(empty_database, tmp_path, page(2, owner=f"Bolaget {NAME}"))
    assert stored_project(empty_database, "2020-00002").owner == "Bolaget […]"
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


@pytest.mark.parametrize("phone", [ODD, "0800 PLANTERAD", "112 (planterad)"])
def test_what_looks_like_no_contact_goes_with_it(
    empty_database: Database, tmp_path: Path, phone: str
) -> None:
    text = f"Kontakta {NAME}, {EMAIL} eller {phone}."
    content = page(1, {"Telefonnummer": phone, "Projektfas": f"Ring {phone}"}, summary=text)
    import_contents(empty_database, tmp_path, content)
    assert {what for _, what in left(rehearse(empty_database, email=EMAIL))} == {
        "version 1: summary", "version 1: phase"
    }  # fmt: skip
    act(empty_database, email=EMAIL, in_text=True)
    assert stored_project(empty_database, KEY).summary == "Kontakta […], […] eller […]."
    assert stored_project(empty_database, KEY).phase == "Ring […]"
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}
    import_contents(empty_database, tmp_path, page(1, {"Telefonnummer": phone}, summary=text))
    assert traces(empty_database) == []


@pytest.mark.parametrize("nothing", ["-", "växel", "saknas", "?"])
def test_what_says_nothing_of_anybody_is_sought_nowhere(
    empty_database: Database, tmp_path: Path, nothing: str
) -> None:
    text = f"Projektet - eller {nothing} ? - provar {nothing}."
    content = page(1, {"Telefonnummer": nothing}, summary=text)
    import_contents(empty_database, tmp_path, content)
    act(empty_database, email=EMAIL, in_text=True)
    assert stored_project(empty_database, KEY).summary == text


def test_the_telephone_goes_from_another_record_of_the_owner_too(
    empty_database: Database, tmp_path: Path
) -> None:
    other = make_other(f"Ring {PHONE}.")
    import_contents(empty_database, tmp_path, page(1), other)
    assert left(act(empty_database, email=EMAIL)) == {("2020-00002", "version 1: summary")}
    assert left(rehearse(empty_database, email=EMAIL)) == {("2020-00002", "version 1: summary")}
    act(empty_database, email=EMAIL, in_text=True)
    assert stored_project(empty_database, "2020-00002").summary == "Ring […]."
    assert traces(empty_database) == []
    import_contents(empty_database, tmp_path, make_other(f"Ring gärna {PHONE}!"))
    assert stored_project(empty_database, "2020-00002").summary == "Ring gärna […]!"
    assert traces(empty_database) == []


def make_other(summary: str) -> str:
    alex = {"Kontaktperson": "Alex Påhitt", "E-post": "alex@example.se", "Telefonnummer": ""}
    return page(2, alex, summary=summary)


def test_what_was_printed_and_could_not_be_read_is_told_and_taken_out(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page(1, Total_projektbudget=f"Fråga {NAME}"))
    assert (KEY, "version 1: total_budget") in left(act(empty_database, email=EMAIL))
    act(empty_database, name=NAME, in_text=True)
    assert traces(empty_database) == []


def test_reasons_go_without_being_asked_for(registry: Registry) -> None:
    registry.change(Author("Alex (k)", f"{NAME} ringde från {PHONE}"), phase="Genomförande")
    registry.change(Author("Alex (k)", f"Se {LINK}"), phase="Annat")
    assert left(act(registry.database, email=EMAIL)) == set()
    assert traces(registry.database) == []
    reasons = query(registry.database, "SELECT reason FROM project_version ORDER BY version")
    assert reasons == [(None,), ("[…] ringde från […]",), ("Se https://example.se/[…]",)]


def test_the_name_of_a_file_is_told_and_taken_out(registry: Registry) -> None:
    with registry.database.write() as session:
        document = session.exec(select(StoredDocument)).one()
        document.name = f"{EMAIL}.txt"
    query(
        registry.database,
        "UPDATE project_version SET provenance = json_set(provenance,"
        f" '$.documents.{document.sha256}.name', '{EMAIL}.txt')",
    )
    assert (document.sha256, "name") in left(act(registry.database, email=EMAIL))
    act(registry.database, email=EMAIL, in_text=True)
    assert query(registry.database, "SELECT name FROM document") == [("[…].txt",)]
    assert traces(registry.database) == []


def test_what_cannot_be_taken_out_is_told(empty_database: Database, tmp_path: Path) -> None:
    """The id of a record that is made of its name, and the name of a key."""
    make_key(empty_database, Scope.READ, NAME)
    import_contents(empty_database, tmp_path, page(1, Diarienummer="", name=f"Hos {NAME}"))
    (key,) = (row[0] for row in query(empty_database, "SELECT id FROM project"))
    (bearer,) = (row[0] for row in query(empty_database, "SELECT id FROM api_key"))
    told = left(act(empty_database, name=NAME, in_text=True))
    assert told == {(key, "id"), (bearer, "name of a key")}


def test_a_restore_takes_it_out_of_free_text_too(registry: Registry, tmp_path: Path) -> None:
    registry.change(owner_unit=TEXT, source_url=LINK)
    file = back_up(registry.database, tmp_path)
    act(registry.database, email=EMAIL, in_text=True)
    put_back(registry.database, file)
    assert traces(registry.database) == []
    assert breaches(registry.database) == {}


def test_colleagues_and_other_texts_stay(registry: Registry) -> None:
    kept = "Alex Påhitt, alex@example.se, 08-123 45 67, https://example.se/kim@annan.se"
    registry.change(owner_unit=kept)
    before = everything(registry.database)["change"]
    act(registry.database, email=EMAIL, in_text=True)
    assert registry.record()["owner_unit"] == kept
    *rest, told = everything(registry.database)["change"]
    assert (rest, told[3]) == (before, "redact")
    (row,) = query(registry.database, "SELECT provenance FROM project_version WHERE version = 2")
    assert json.loads(row[0])["fields"]["owner_unit"]["value"] == kept
