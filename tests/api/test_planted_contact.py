"""A contact person is planted in every way there is, and every address is asked for it.

Who may see it, by `PROJEKTBANK_CONTACTS` and key, sees it on one record and what belongs to that;
nobody sees it anywhere else, in no header, no error and no line of the log.
"""

import gzip
import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import product
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.api.contract.controls import REQUIRED
from app.api.contract.operations import OPERATIONS
from app.api.documents import FORMS
from app.api.stream import Reading
from app.database import Database
from app.domain.keys import Scope
from app.query.model import Query
from app.snapshots.editions import CSV, PARQUET
from app.snapshots.shelf import LATEST
from tests.api.conftest import open_client
from tests.api.importing import report, send, send_form
from tests.api.keys import bearer, make_key
from tests.api.writers import Writer
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.snapshots.kept import make as make_snapshot

NAME, EMAIL, PHONE = "Vide Planteradsson", "vide.planterad@example.se", "070-174 06 99"
EARLIER = "tidigare.planterad@example.se"
NUMBER = "9001019802"
UNKNOWN = "Vide under okänd etikett"
SECRETS = (NAME, EMAIL, PHONE, EARLIER, NUMBER, UNKNOWN)
KEY_ID = "2020-09999"
RECORD = f"/v1/projects/{KEY_ID}"
OF_ONE_RECORD = {"get_project", "get_provenance", "list_history"}
OF_IMPORTS = {"get_import", "get_quarantined", "get_document"}
"""What shows documents, and differences that they make: to who may write."""
MAYBE_NOWHERE = {"get_key", "get_quarantined", "get_document"}
"""Operations whose example is of no planted subject."""
INCOMPLETE = {
    "aggregate_projects_geojson",
    *(name for name, one in OPERATIONS.items() if REQUIRED & {*one.controls}),
}
"""Operations that must be told what is asked, as their examples do."""
NEWS = f"Nyheter\n\nRing {NAME} på {PHONE}.\n"
LIST = f"Projekt;Vem;Belopp\nBron;Exempelkommunen;{PHONE}\n;{NAME};{EMAIL}\n"
MAPPING = '[columns]\n"Projekt" = "name"\n"Vem" = "owner"\n"Belopp" = "total_budget"\n'
SCOPES = [None, *Scope]


def seen(answer: Response) -> set[str]:
    """What of the person stands in an answer, its headers included."""
    text = f"{unpacked(answer)} {dict(answer.headers)}"
    with suppress(ValueError):
        text += json.dumps(answer.json(), ensure_ascii=False)
    return {secret for secret in SECRETS if secret in text}


def unpacked(answer: Response) -> str:
    """The text of an answer; of a packed file what stands in it."""
    kind = answer.headers.get("content-type")
    if answer.content and kind == PARQUET.media_type:
        return str(pq.read_table(BytesIO(answer.content)).to_pylist())
    if answer.content and kind == CSV.media_type:
        return gzip.decompress(answer.content).decode()
    return answer.text


@pytest.fixture
def planted(golden_database: Database, tmp_path: Path) -> Database:
    """The person stands on a page, was changed by hand, deleted and put back."""
    page = make_page(
        Diarienummer="2020/09999", Kontaktperson=NAME, **{"E-post": EARLIER, "Telefonnummer": PHONE}
    )
    page = page.replace("Diarienummer", f"Ansvarig utförare:\n{UNKNOWN}\nDiarienummer", 1)
    (result,) = import_contents(golden_database, tmp_path, page)
    assert result.id == KEY_ID
    writer = bearer(make_key(golden_database, Scope.WRITE))
    with open_client(golden_database) as client:
        changes = {"contact_email": EMAIL, "owner_organisation_number": NUMBER}
        changed = client.patch(RECORD, json=changes, headers=writer)
        assert changed.status_code == 200, changed.text
        assert client.delete(RECORD, headers=writer).status_code == 204
        back = client.post(f"{RECORD}/revert", json={"version": 2}, headers=writer)
        assert {NAME, EMAIL, PHONE, NUMBER} <= seen(back)
        plant_documents(Writer(client, golden_database, make_key(golden_database, Scope.WRITE)))
    make_snapshot(golden_database)
    return golden_database


def plant_documents(writer: Writer) -> None:
    """The person stands in the differences of a dry run, on a refused page, in refused rows."""
    other = make_page(Diarienummer="2020/09998", Kontaktperson=NAME, **{"E-post": EMAIL})
    report(writer, send(writer, other, "?dry_run=true"))
    report(writer, send(writer, NEWS))
    report(writer, send_form(writer, ("file", ("a.csv", LIST)), ("mapping", (None, MAPPING))))


def may_see(setting: str, scope: Scope | None) -> bool:
    return setting == "public" or (setting == "key" and scope is not None)


def headers_of(database: Database, scope: Scope | None) -> dict[str, str]:
    return bearer(make_key(database, scope)) if scope else {}


def reads(client: TestClient, headers: dict[str, str]) -> Iterator[tuple[str, Response]]:
    """Every operation that reads, asked about the record and its owner, and as its example."""
    owner = client.get(f"{RECORD}?fields=owner_id").json()["owner_id"]
    described = client.get("/openapi.json").json()["paths"]
    for path, methods in described.items():
        name = methods.get("get", {}).get("operationId")
        if name is None or OPERATIONS[name].answers == "text/event-stream":
            continue
        bare = () if name in INCOMPLETE else addresses(path, owner)
        for address in (*bare, OPERATIONS[name].example):
            for method in ("GET", "HEAD"):
                yield name, client.request(method, address, headers=headers)


def addresses(path: str, owner: str) -> Iterator[str]:
    """An address for each planted subject that a path can be about."""
    subjects = [owner] if "organisations" in path.lower() else ["1", "2", "3"] * ("imports" in path)
    for subject, text in product(subjects or [KEY_ID], (NEWS, LIST)):
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        asked = path.replace("{id}", subject).replace("{key}", f"'{subject}'")
        asked = asked.replace("{code}", "bad-value").replace("{version}", LATEST)
        yield asked.replace("{sha256}", sha256)
        if "documents" in path:
            yield from (f"{asked.replace('{sha256}', sha256)}?as={form}" for form in FORMS)


@pytest.mark.parametrize(("setting", "scope"), list(product(("public", "key", "hidden"), SCOPES)))
def test_every_address_shows_the_person_only_to_who_may_see(
    planted: Database, setting: str, scope: Scope | None
) -> None:
    headers = headers_of(planted, scope)
    with open_client(planted, contacts=setting) as client:
        shown = {name: set[str]() for name in OPERATIONS}
        for name, answer in reads(client, headers):
            refused = answer.status_code in (401, 403)
            refused = refused or (answer.status_code == 404 and name in MAYBE_NOWHERE)
            assert refused or answer.status_code == 200, answer.text
            shown[name] |= seen(answer)
        for past in (f"{RECORD}?as_of=13", f"{RECORD}/provenance?as_of=13"):
            shown["get_project"] |= seen(client.get(past, headers=headers))
        linked = client.get(RECORD, headers=headers | {"Accept": "application/ld+json"})
        assert not seen(linked)
    writes = scope is not None and scope.allows(Scope.WRITE)
    expected = OF_ONE_RECORD | (OF_IMPORTS if writes else set())
    assert {name for name, found in shown.items() if found} == (
        expected if may_see(setting, scope) else set()
    )


QUESTIONS = (
    "/v1/projects?fields=*&limit=100",
    "/v1/projects?fields=*&as_of=13",
    "/v1/projects?fields=owner_organisation_number",
    f"/v1/projects?q={EMAIL}",
    f"/v1/projects?owner={NUMBER}",
    f"/v1/projects?owner_organisation_number={NUMBER}&fields=*",
    "/v1/changes?limit=1000",
    f"/v1/organisations?number={NUMBER}",
    "/v1/organisations?limit=1000",
    f"/v1/organisations/{NUMBER}",
    *(f"/v1/suggest?q={typed}&limit=50" for typed in ("vide", "900101", EMAIL, KEY_ID)),
)


@pytest.mark.parametrize("address", QUESTIONS)
def test_no_question_shows_the_person_to_who_has_no_key(planted: Database, address: str) -> None:
    with open_client(planted) as client:
        found = seen(client.get(address))
    asked = {secret for secret in SECRETS if secret in address}
    assert found <= asked  # what the caller wrote may be told back


@pytest.mark.parametrize("setting", ["key", "hidden"])
def test_no_write_tells_a_writer_what_may_not_be_seen(planted: Database, setting: str) -> None:
    headers = headers_of(planted, Scope.WRITE)
    visible = may_see(setting, Scope.WRITE)
    with open_client(planted, contacts=setting) as client:
        answers = [
            client.patch(RECORD, json={"phase": "Genomförande"}, headers=headers),
            client.put(RECORD, json={}, headers=headers),
            client.post("/v1/projects", json={"number": "2020/09999"}, headers=headers),
            client.patch(RECORD, json={"contact_email": 5}, headers=headers),
            client.post(f"{RECORD}/revert", json={"version": 1}, headers=headers),
            client.delete(RECORD, headers=headers | {"If-Match": '"nope"'}),
        ]
        for mode in ("update", "upsert", "create", "delete"):
            rows = [{"id": KEY_ID, "phase": "Förprojektering"}]
            address = f"/v1/projects/bulk?mode={mode}&atomic=false&dry_run=true"
            answers.append(client.post(address, json=rows, headers=headers))
        writer = Writer(client, planted, headers["Authorization"].removeprefix("Bearer "))
        for text in (NEWS, LIST):
            address = f"/v1/quarantine/{hashlib.sha256(text.encode()).hexdigest()}/retry"
            answers.append(client.post(address, headers=headers))
        for question in ("", "?dry_run=true"):
            answers.append(send(writer, NEWS, question))
            report(writer, answers[-1])
        found = set[str]().union(*map(seen, answers))
        assert bool(found) == visible


@pytest.mark.parametrize("setting", ["public", "hidden"])
def test_the_stream_of_changes_never_shows_the_person(planted: Database, setting: str) -> None:
    with open_client(planted, contacts=setting) as client:
        service = client.app.state.service  # type: ignore[attr-defined]
        epoch = client.get("/v1/changes").json()["dataset_epoch"]
        events, _ = Reading(Query(), epoch, 0, authors=True).next_events(service)
    text = events.decode()
    assert "contact_email" in text  # the name of what changed
    assert not any(secret in text for secret in SECRETS)


def test_no_line_of_the_log_names_the_person(
    planted: Database, caplog: pytest.LogCaptureFixture
) -> None:
    headers = headers_of(planted, Scope.ADMIN)
    with caplog.at_level(logging.DEBUG), open_client(planted) as client:
        list(reads(client, headers))
        client.patch(RECORD, json={"contact_email": f" {EMAIL}"}, headers=headers)
        client.patch(RECORD, json={"contact_email": EMAIL, "contact_name": 5}, headers=headers)
    lines = "\n".join(record.getMessage() for record in caplog.records)
    assert not any(secret in lines for secret in SECRETS)
