"""Whole lists lose a redacted person, whatever their format: CSV, JSON, workbooks."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.database import Database
from app.domain.contacts import Kind
from app.importer import lists
from app.importer.incoming import Incoming, Options
from app.importer.mapping import Mapping as ListMapping
from app.importer.rereading import reread
from app.importer.run import import_documents
from app.store.redaction import content
from app.store.redaction.blocklist import BlockList
from app.store.redaction.reading import obey_list
from app.store.redaction.scrubbing import Scrubber
from tests.restoring.keeping import back_up, put_back
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.lists import (
    ALEX,
    FORMS,
    HEADINGS,
    KIM,
    REFUSED,
    Rows,
    as_csv,
    as_lines,
    as_workbook,
    kept,
    take,
)
from tests.store.redaction.people import EMAIL, NAME, PHONE, act, page, traces
from tests.store.rows import everything, stored_project


@pytest.mark.parametrize("asked", [{"email": EMAIL}, {"name": NAME}], ids=str)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_of_a_list_and_it_can_be_read_again(
    empty_database: Database, form: Callable[[Rows], bytes], asked: Mapping[str, str]
) -> None:
    result = take(empty_database, form([KIM, ALEX, REFUSED]))
    assert result.rows is not None
    assert (result.rows.counts["created"], result.rows.refused) == (2, 1)
    assert traces(empty_database)
    places = act(empty_database, **asked)
    assert traces(empty_database) == []
    assert {"document", "quarantine", "record"} <= {place.where for place in places}
    assert act(empty_database, **asked) == []
    [again] = reread(empty_database)
    assert again.rows is not None
    assert again.rows.counts["unchanged"] == 2
    assert stored_project(empty_database, "2020-00002").contact_name == "Alex Påhitt"
    assert breaches(empty_database) == {}


@pytest.mark.parametrize("form", FORMS)
def test_a_list_that_comes_in_obeys_the_block_list(
    empty_database: Database, form: Callable[[Rows], bytes]
) -> None:
    """Her name and number, which went with her address, are known at the owner alone."""
    sent = [Incoming("a.txt", content=page().encode())]
    list(import_documents(empty_database, sent, Options()))
    act(empty_database, email=EMAIL)
    take(empty_database, form([(*KIM[:4], "", PHONE, NAME), ALEX, (*REFUSED[:4], "", PHONE, "")]))
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}


def test_who_is_blocked_while_a_list_is_searched_is_not_in_it_either(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search may take minutes, in which others write; of what they blocked it begins anew."""
    act(empty_database, email="alex@example.se")
    searched: list[int] = []

    def search_slowly(blocks: BlockList, *given: object) -> bytes | None:
        if not searched:
            act(Database(empty_database.url), email=EMAIL)
        searched.append(len(blocks))
        return obey_list(blocks, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(lists, "obey_list", search_slowly)
    take(empty_database, as_csv([KIM, ALEX]))
    first, second = searched
    assert first < second
    assert EMAIL.encode() not in (kept(empty_database) or b"")
    assert stored_project(empty_database, "2020-00001").contact_email is None


@pytest.mark.parametrize("form", [as_csv, as_workbook])
def test_a_contact_that_a_newer_page_outdid_goes_from_the_list(
    empty_database: Database, form: Callable[[Rows], bytes]
) -> None:
    alex = {"Kontaktperson": "Alex Påhitt", "E-post": "alex@example.se", "Telefonnummer": "08-1"}
    newer = Incoming("a.txt", content=page(1, alex).encode(), dated=date(2024, 1, 1))
    older = Incoming("b.txt", content=form([KIM]), dated=date(2020, 1, 1))
    late = Incoming("c.txt", content=page(1).encode(), dated=date(2020, 1, 2))
    list(import_documents(empty_database, [newer, older, late], Options()))
    assert stored_project(empty_database, "2020-00001").contact_name == "Alex Påhitt"
    act(empty_database, email=EMAIL)
    assert traces(empty_database) == []
    assert stored_project(empty_database, "2020-00001").contact_name == "Alex Påhitt"


def test_json_stays_json_where_a_bare_number_goes(empty_database: Database) -> None:
    own = {"Projektägare organisationsnummer": "800101-1234"}
    sent = Incoming("a.txt", content=page(1, own).encode())
    list(import_documents(empty_database, [sent], Options()))
    act(empty_database, email=EMAIL)
    values = {"name": "Bron", "owner": "Bolaget", "owner_organisation_number": 8001011234}
    rows = [{**values, "phase": f"nr {n}: ,"} for n in range(2)] + [{"x": [8001011234, 1], "y": []}]
    take(empty_database, json.dumps(rows).encode())
    held = json.loads(kept(empty_database) or b"")
    assert [row.get("owner_organisation_number") for row in held] == [None] * 3
    assert [row.get("phase") for row in held] == ["nr 0: ,", "nr 1: ,", None]
    assert held[2] == {"x": [None, 1], "y": []}
    assert traces(empty_database) == []


@pytest.mark.parametrize("noise", [b"\x81", b"\xe5", b"\xc3"])
def test_a_list_with_single_bytes_that_are_no_text_is_redacted(
    empty_database: Database, noise: bytes
) -> None:
    """It is UTF-8 but for them; its letters would be others in any other encoding."""
    name = "Kim Plånterad"
    rows = [(*KIM[:3], name, EMAIL, "", f"Å {name}"), (*ALEX[:6], "Å {noise}")]
    content = as_csv(rows).replace(b"{noise}", noise)
    take(empty_database, content)
    act(empty_database, name=name)
    assert EMAIL.encode() not in (kept(empty_database) or b"")
    assert name.encode() not in (kept(empty_database) or b"")
    assert noise in (kept(empty_database) or b"")


SIGNS = st.text(alphabet='ab ;,\n<>&"\\{}', max_size=120)


@given(texts=st.lists(SIGNS, min_size=1, max_size=12), form=st.sampled_from(["{}", "{} ", "\n{}"]))
def test_she_goes_wherever_in_a_long_text_she_stands(texts: list[str], form: str) -> None:
    blocks = BlockList("hemligt", [])
    blocks.add(Kind.NAME, NAME.casefold())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(content, "_AT_ONCE", 100)
        patch.setattr(content, "_SEAM", 60)
        told = form.format(" Kim Planterad ").join(texts).encode()
        scrubbed = content.scrub_content(told, content.Lines(), Scrubber(blocks)).content
    assert b"Planterad" not in scrubbed
    assert scrubbed.count(b"\n") == told.count(b"\n")


def test_what_is_told_of_a_document_obeys_the_block_list(empty_database: Database) -> None:
    """Its name, its address, the mapping by which it was read."""
    address = f"https://example.se/{NAME.replace(' ', '%20')}/lista.csv"
    columns = "".join(f"{name} = '{name}'\n" for name in HEADINGS[:6])
    mapping = f"[columns]\n{columns}# {NAME}, {EMAIL}\n"

    def sent(rows: Rows) -> Incoming:
        return Incoming(f"{NAME}.csv", content=as_csv(rows), url=address)

    options = Options(mapping=ListMapping(mapping))
    list(import_documents(empty_database, [sent([KIM, ALEX])], options))
    act(empty_database, email=EMAIL, name=NAME, in_text=True)
    assert traces(empty_database) == []
    list(import_documents(empty_database, [sent([KIM, REFUSED])], options))
    refused = Incoming(f"{NAME}.txt", content=b"Nyheter", url=address)
    list(import_documents(empty_database, [refused], Options()))
    assert len(everything(empty_database)["document"]) == 3
    assert traces(empty_database) == []


@pytest.mark.parametrize("form", [as_lines, as_workbook])
def test_a_restore_takes_her_out_of_lists_too(
    empty_database: Database, tmp_path: Path, form: Callable[[Rows], bytes]
) -> None:
    take(empty_database, form([KIM, ALEX, REFUSED]))
    file = back_up(empty_database, tmp_path)
    act(empty_database, email=EMAIL)
    put_back(empty_database, file)
    assert traces(empty_database) == []
    assert stored_project(empty_database, "2020-00002").contact_name == "Alex Påhitt"
