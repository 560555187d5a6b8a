"""What is redacted is gone from every place, past and present, and nothing else is."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app.database import Database
from app.models import OrganisationEvent, ProjectVersion, Quarantined, Replay
from app.store.redaction.request import Request
from app.store.redaction.run import redact
from tests.api.conftest import open_client
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import Page, make_page, pages
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, PHONE, act, page, traces
from tests.store.rows import everything, stored_project, versions_of

ASKED = [
    {"email": EMAIL},
    {"email": EMAIL.upper()},
    {"name": NAME},
    {"name": "kim  PLANTERAD"},
    {"ended_before": date(2021, 1, 1)},
]
KEY = "2020-00001"
ALEX = {"Kontaktperson": "Alex Påhitt", "E-post": "alex@example.se"}
NAMESAKE = {"E-post": "en.annan@example.se", "Telefonnummer": "08-1"}


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_nothing_is_left_in_any_file(
    empty_database: Database, tmp_path: Path, asked: dict[str, object]
) -> None:
    """Versions, quarantine, an unknown label, another layout: she stands in all of them."""
    import_contents(
        empty_database,
        tmp_path,
        page(),
        page(Total_projektbudget="2 000"),
        page(1, ALEX),
        page(2, Projektledare=f"{NAME}, {EMAIL}"),
        f"Nyheter\n\nRing {NAME} på {PHONE} eller {EMAIL}.\n",
    )
    assert len(traces(empty_database)) > 4
    places = act(empty_database, **asked)
    assert traces(empty_database) == []
    assert {place.where for place in places} == {"record", "past state", "provenance", "document"}
    assert breaches(empty_database) == {}
    assert act(empty_database, **asked) == []


@pytest.mark.parametrize("style", ["with_colons", "bare", "glued"])
def test_every_layout_is_redacted(empty_database: Database, tmp_path: Path, style: str) -> None:
    facts = {
        "Projektägare": "Exempelkommunen",
        "Region": "Stockholm",
        "Projektperiod": "2020-01-01 - 2020-12-31",
        "Kontaktperson": NAME,
        "E-post": EMAIL,
        "Telefonnummer": PHONE,
    }
    content = getattr(Page("Nya vägar", facts, "Text."), style)()
    import_contents(empty_database, tmp_path, content)
    act(empty_database, email=EMAIL)
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_every_encoding_is_redacted(
    empty_database: Database, tmp_path: Path, encoding: str
) -> None:
    refused = b"\x81 " if encoding == "latin-1" else b""
    import_contents(empty_database, tmp_path, refused + page().encode(encoding))
    assert traces(empty_database)
    act(empty_database, name=NAME, email=EMAIL)
    assert [trace for trace in traces(empty_database) if "174" not in trace] == []


def test_everything_else_stays(golden_database: Database, tmp_path: Path) -> None:
    import_contents(golden_database, tmp_path, page(), page(Total_projektbudget="2 000"))
    before = everything(golden_database)
    act(golden_database, email=EMAIL)
    after = everything(golden_database)
    for table in ("organisation", "spelling", "quarantine"):
        assert after[table] == before[table]
    assert [row for row in after["change"] if row[3] != "redact"] == before["change"]
    for table in ("project", "past_project"):
        held = [
            [value for value in row if value not in (NAME, EMAIL, PHONE)] for row in before[table]
        ]
        kept = [[value for value in row if value is not None] for row in after[table]]
        assert kept == [[value for value in row if value is not None] for row in held]
    assert len([row for row in after["document"] if row not in before["document"]]) == 2


def test_a_redaction_is_no_version_but_changes_the_dataset(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page())
    before = everything(empty_database)["dataset"][0]
    act(empty_database, email=EMAIL)
    assert [one.version for one in versions_of(empty_database, KEY)] == [1]
    after = everything(empty_database)["dataset"][0]
    assert (after[1], after[2], after[4]) == (before[1], before[2] + 1, before[4] + 1)
    act(empty_database, email="ingen@example.se")
    assert everything(empty_database)["dataset"][0] == after


def test_a_colleague_at_the_same_number_stays(empty_database: Database, tmp_path: Path) -> None:
    import_contents(
        empty_database,
        tmp_path,
        page(1),
        page(2, ALEX),
        page(3, NAMESAKE, owner="Påhittade föreningen"),
    )
    act(empty_database, email=EMAIL)
    held = stored_project(empty_database, "2020-00002")
    assert (held.contact_name, held.contact_email) == ("Alex Påhitt", "alex@example.se")
    assert held.contact_phone is None
    assert stored_project(empty_database, "2020-00003").contact_name == NAME


def test_the_number_of_a_natural_person_is_a_contact(
    empty_database: Database, tmp_path: Path
) -> None:
    own = {"Projektägare organisationsnummer": "800101-1234"}
    import_contents(empty_database, tmp_path, page(1, own), make_page("Bron", **own))
    act(empty_database, email=EMAIL)
    held = stored_project(empty_database, KEY)
    assert held.owner_personal_number is None
    assert "organisation-number-personal" not in held.quality_issues
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


def test_projects_that_ended_later_keep_their_contact(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(
        empty_database, tmp_path, page(1), page(2, Slutdatum="2021-01-01"), page(3, Slutdatum="")
    )
    act(empty_database, ended_before=date(2021, 1, 1))
    names = [stored_project(empty_database, f"2020-0000{n}").contact_name for n in (1, 2, 3)]
    assert names == [None, NAME, NAME]


def test_running_text_is_told_of_and_redacted_when_asked(
    empty_database: Database, tmp_path: Path
) -> None:
    text = f"Skriv till {EMAIL}.\n\nRing {NAME}, {PHONE}."
    import_contents(empty_database, tmp_path, page(summary=text))
    places = act(empty_database, email=EMAIL)
    assert [str(place) for place in places if place.where == "left"] == [
        f"left        {KEY}  version 1: summary"
    ]
    assert stored_project(empty_database, KEY).summary == text
    assert breaches(empty_database) == {}
    act(empty_database, email=EMAIL, in_text=True)
    assert stored_project(empty_database, KEY).summary == "Skriv till […].\n\nRing […], […]."
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


def test_running_text_asked_for_at_once_loses_everything(
    empty_database: Database, tmp_path: Path
) -> None:
    text = f"Skriv till {EMAIL}.\n\nRing {NAME}, {PHONE}."
    import_contents(empty_database, tmp_path, page(summary=text))
    act(empty_database, email=EMAIL, in_text=True)
    assert stored_project(empty_database, KEY).summary == "Skriv till […].\n\nRing […], […]."
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


def test_reasons_kept_answers_and_refusals_are_redacted(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page(), "Nyheter")
    with empty_database.write() as session:
        version = session.get_one(ProjectVersion, (KEY, 1))
        version.reason = f"{NAME} ringde"
        refused = session.exec(select(Quarantined)).one()
        refused.detail = f"av {EMAIL}"
        for n, told in enumerate((EMAIL, "annat")):
            session.add(
                Replay(
                    api_key="k", method="PUT", path="/v1/projects/x", idempotency_key=str(n),
                    fingerprint="f", at=version.at, answer=f'{{"body": "{told}"}}',
                )
            )  # fmt: skip
        session.add(
            OrganisationEvent(
                organisation_id="a", op="merge", into_id="b", project_ids="[]", at=version.at,
                reason=f"enligt {NAME}",
            )
        )  # fmt: skip
    places = act(empty_database, email=EMAIL)
    assert {"reason", "answer", "quarantine"} <= {place.where for place in places}
    assert traces(empty_database) == []
    assert len(everything(empty_database)["replay"]) == 1
    assert versions_of(empty_database, KEY)[0].reason == "[…] ringde"


def test_a_dry_run_tells_the_same_places_and_changes_nothing(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, page(), page(Total_projektbudget="2 000"))
    before = everything(empty_database)
    with empty_database.rehearse() as session:
        told = redact(session, Request(email=EMAIL))
    assert everything(empty_database) == before
    assert act(empty_database, email=EMAIL) == told


def test_no_place_tells_what_stood_there(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, page())
    told = "\n".join(map(str, act(empty_database, email=EMAIL))).casefold()
    assert not any(trace in told for trace in ("planterad", "174"))


def test_only_keyed_hashes_are_kept(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, page())
    act(empty_database, email=EMAIL)
    rows = everything(empty_database)["redaction"]
    kinds = {"email", "email-of-owner", "name-of-owner", "phone-of-owner", "name-begin"}
    assert {kind for _, kind, _ in rows} == kinds
    assert all(len(digest) == 64 for digest, *_ in rows)


def test_no_door_shows_a_redacted_contact(empty_database: Database, tmp_path: Path) -> None:
    import_contents(empty_database, tmp_path, page(), page(Total_projektbudget="2 000"))
    addresses = (f"/v1/projects/{KEY}", f"/v1/projects/{KEY}/provenance")
    with open_client(empty_database) as client:
        tags = {address: client.get(address).headers["etag"] for address in addresses}
        act(empty_database, email=EMAIL)
        for address, tag in tags.items():
            answer = client.get(address, headers={"If-None-Match": tag})
            assert answer.status_code == 200
            assert "lanterad" not in answer.text


@pytest.mark.slow
@settings(max_examples=25)
@given(contents=st.lists(pages(), max_size=6), email=st.sampled_from([EMAIL, "x@example.se"]))
def test_any_registry_keeps_its_laws(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, contents: list[str], email: str
) -> None:
    folder = tmp_path_factory.mktemp("lagar")
    with open_copy(empty_file, folder) as database:
        import_contents(database, folder, *contents, page(7), page(8))
        act(database, email=email, ended_before=date(2021, 1, 1), in_text=True)
        assert breaches(database) == {}
        import_contents(database, folder, *contents, page(7), page(8), page(9, Slutdatum=""))
        assert breaches(database) == {}
        assert stored_project(database, "2020-00007").contact_email is None
