"""Suggestions: judged by hand on the packaged records, and the laws that hold for all."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.database import Database
from app.domain.words import spaced
from app.query.search import read_terms
from app.query.suggesting import KINDS
from tests.api.conftest import open_client
from tests.api.writers import Writer, faults, writer_of
from tests.importer.files import import_contents
from tests.importer.pages import make_page

PATH = "/v1/suggest"
PERSONAL_NUMBER = "9001019802"
_SETTINGS = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def writer(golden_database: Database) -> Writer:
    return writer_of(golden_database)


def ask(client: TestClient, q: str, **others: str | int) -> list[dict[str, Any]]:
    """The suggestions for what was typed."""
    answer = client.get(PATH, params={"q": q, **others})
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def values(client: TestClient, q: str, **others: str | int) -> list[str]:
    """What they are, each by kind and value."""
    return [f"{row['kind']} {row['value']}" for row in ask(client, q, **others)]


JUDGED: tuple[tuple[str, list[str]], ...] = (
    ("kompetensu", ["project 22-043-S02"]),
    ("KOMPETENSU", ["project 22-043-S02"]),
    ("äldre", ["project 22-043-S02"]),
    ("aldre", ["project 22-043-S02"]),
    ("samverkan", ["project 2020-00713", "project 2020-00718"]),
    ("hälsa sam", ["project 2020-00713"]),
    ("effektivare samv", ["project 2020-00718"]),
    ("spira", ["project 2015-00671", "project 22-046-S08"]),
    ("spira s", ["project 22-046-S08"]),
    ("2020/007", ["project 2020-00718", "project 2020-00700", "project 2020-00713"]),
    ("2020-00713", ["project 2020-00713"]),
    ("23-032-s", ["project 23-032-S01"]),
    ("00187", ["project 2017-00187"]),
    ("rädda", ["owner n-079733ef"]),
    ("radda barn", ["owner n-079733ef"]),
    ("barn", ["owner n-079733ef"]),
    ("coompanion ö", ["owner n-c8b56896"]),
    ("212000-0142", ["owner 2120000142"]),
    ("2120000", ["owner 2120000142"]),
    ("SE3", ["region SE32", "region SE31"]),
    ("se12", ["region SE12"]),
    ("östra m", ["region SE12"]),
    ("uppsala", ["region SE12"]),
    ("jönköping", []),
    ("esf+", ["fund ESF+", "region SE0"]),
    ("2.1", ["specific_objective 2014-2020:2.1"]),
    ("a2a", ["specific_objective 2021-2027:A2A"]),
    ("117", ["intervention_type 2014-2020:117"]),
    (
        "2014-2020:2",
        [
            "programme_area 2014-2020:2",
            "specific_objective 2014-2020:2.1",
            "specific_objective 2014-2020:2.3",
        ],
    ),
    ("sweden", ["country SE"]),
    ("finns inte", []),
)


@pytest.mark.parametrize(("q", "expected"), JUDGED, ids=[q for q, _ in JUDGED])
def test_what_is_typed_finds_what_is_meant(client: TestClient, q: str, expected: list[str]) -> None:
    assert values(client, q) == expected


def test_what_begins_so_comes_before_what_holds_it_and_what_has_more_projects_before_fewer(
    client: TestClient,
) -> None:
    assert values(client, "sam") == [
        "owner 2220001792",
        "project 2020-00713",
        "project 2020-00718",
    ]
    assert values(client, "coompanion", kinds="owner")[0] == "owner n-c8b56896"
    labels = [row["label"] for row in ask(client, "stockholm")]
    assert labels == [
        "Stockholm",
        "STOCKHOLMS KOMMUN",
        "Arbetsmarknadsförvaltningen - Stockholms stad",
    ]


def test_a_suggestion_tells_how_to_filter_and_where_its_records_are(client: TestClient) -> None:
    (area, *_) = ask(client, "öka över")
    assert area == {
        "kind": "programme_area",
        "value": "2014-2020:2",
        "label": "Öka övergångarna till arbete",
        "label_en": None,
        "filter": "programme_area=2014-2020:2",
        "count": 5,
        "href": "http://testserver/v1/projects?programme_area=2014-2020:2",
    }
    assert [ask(client, q)[0]["filter"] for q in ("esf+", "rädda", "merit")] == [
        "fund=ESF%2B",
        "owner=n-079733ef",
        "id=merit-nu-34e689ba",
    ]


def test_every_suggestion_leads_to_the_records_that_it_counts(client: TestClient) -> None:
    shown = {
        (row["filter"], row["count"], row["href"])
        for letter in "abcdefghijklmnopqrstuvwxyzåäö0123456789"
        for row in ask(client, letter, limit=50)
    }
    assert len(shown) > 40
    for text, count, href in shown:
        assert client.get(f"/v1/projects?{text}&limit=1").json()["total"] == (count or 1)
        assert client.get(href).status_code == 200


def prefixes(text: str) -> Iterator[str]:
    return (text[:end] for end in range(1, len(text) + 1) if spaced(text[:end].casefold()).strip())


def test_every_beginning_of_every_name_number_and_spelling_suggests_what_bears_it(
    client: TestClient,
) -> None:
    for row in client.get("/v1/projects?fields=name,number").json()["data"]:
        for text in (row["name"], row["number"], row["id"]):
            for typed in prefixes(text or ""):
                assert f"project {row['id']}" in values(client, typed, limit=50), typed
    for row in client.get("/v1/organisations?fields=spellings,number").json()["data"]:
        for text in (*row["spellings"], row["number"]):
            for typed in prefixes(text or ""):
                assert f"owner {row['id']}" in values(client, typed, limit=50), typed


def test_every_word_of_a_name_is_found_by_its_beginning(client: TestClient) -> None:
    for row in client.get("/v1/projects?fields=name").json()["data"]:
        for word in spaced(row["name"].casefold()).split():
            for typed in (word, word[:3]):
                assert f"project {row['id']}" in values(client, typed, limit=50), typed


@_SETTINGS
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_whatever_is_typed_is_no_error_unless_it_is_empty_for_every_search(
    client: TestClient, q: str
) -> None:
    answer = client.get(PATH, params={"q": q})
    if read_terms(q):
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] == len(answer.json()["data"])
    else:
        assert faults(answer) == [("q", "empty-value")]


def test_a_text_without_letter_or_digit_suggests_nothing_and_says_so(client: TestClient) -> None:
    answer = client.get(PATH, params={"q": "–*"}).json()
    assert (answer["data"], len(answer["notes"])) == ([], 1)
    assert client.get(PATH, params={"q": "zzz"}).json()["notes"] == []


def test_kinds_and_limit_are_kept_to(client: TestClient) -> None:
    for kind, limit in product(KINDS, (1, 3)):
        rows = ask(client, "s", kinds=kind, limit=limit)
        assert len(rows) <= limit
        assert {row["kind"] for row in rows} <= {kind}
    answer = client.get(f"{PATH}?limit=10&kinds=region,owner&q=S%C3%B6r").json()
    assert answer["query"] == "q=S%C3%B6r&kinds=owner,region"
    assert client.get(f"{PATH}?{answer['query']}").json() == answer


def test_all_that_is_wrong_is_told_at_once(client: TestClient) -> None:
    answer = client.get(f"{PATH}?kinds=owner,owners,,owner&limit=51&region=SE12")
    assert answer.status_code == 400
    assert sorted(faults(answer)) == [
        ("kinds", "bad-value"),
        ("kinds", "empty-value"),
        ("kinds", "repeated"),
        ("limit", "out-of-range"),
        ("q", "missing-parameter"),
        ("region", "unknown-parameter"),
    ]
    assert faults(client.get(PATH, params={"q": "a" * 201})) == [("q", "too-long")]
    assert faults(client.get(f"{PATH}?q=a&q=b")) == [("q", "repeated")]


def test_a_caller_who_holds_the_answer_is_told_so_until_something_is_written(
    writer: Writer,
) -> None:
    address = f"{PATH}?q=exempel"
    first = writer.ask("GET", address)
    assert first.json()["data"] == []
    held = first.headers["ETag"]
    assert writer.ask("GET", address, If_None_Match=held).status_code == 304
    made = writer.make(owner="Exempelbyns förening", region="SE33")
    found = writer.ask("GET", address, If_None_Match=held)
    assert [row["value"] for row in found.json()["data"]] == [made["owner_id"]]
    assert [row["count"] for row in ask(writer.client, "SE33")] == [1]
    assert writer.ask("DELETE", f"/v1/projects/{made['id']}").status_code == 204
    assert writer.ask("GET", address).json()["data"] == []
    assert ask(writer.client, "SE33") == []


def test_an_owner_is_found_by_every_spelling_and_by_those_of_what_was_merged_into_it(
    writer: Writer,
) -> None:
    one = writer.make(number="24-001-S01", owner="Bergets skolor", owner_organisation_number=None)
    other = writer.make(number="24-002-S01", owner="Dalens skola", owner_organisation_number=None)
    merged = writer.ask(
        "POST", f"/v1/organisations/{other['owner_id']}/merge", {"into": one["owner_id"]}
    )
    assert merged.status_code == 200, merged.text
    (row,) = ask(writer.client, "dalens", kinds="owner")
    assert (row["value"], row["label"], row["count"]) == (one["owner_id"], "Bergets skolor", 2)


def test_the_number_of_what_was_merged_is_no_number_of_its_heir(writer: Writer) -> None:
    heir = writer.make(number="24-001-S01", owner="Bergets skolor", owner_organisation_number=None)
    other = writer.make(number="24-002-S01", owner="Dalens", owner_organisation_number="2021005489")
    assert values(writer.client, "202100-5489") == ["owner 2021005489"]
    address = f"/v1/organisations/{other['owner_id']}/merge"
    assert writer.ask("POST", address, {"into": heir["owner_id"]}).status_code == 200
    assert values(writer.client, "202100-5489") == []


def test_a_personal_number_is_never_suggested_and_suggests_nothing(writer: Writer) -> None:
    made = writer.make(owner="Vide Exempelsson", owner_organisation_number=PERSONAL_NUMBER)
    (row,) = ask(writer.client, "vide", kinds="owner")
    assert row["value"] == made["owner_id"] != PERSONAL_NUMBER
    for typed in (PERSONAL_NUMBER, "900101-9802", "900101"):
        assert ask(writer.client, typed) == []


def test_a_code_that_no_list_knows_is_suggested_where_a_record_bears_it(
    golden_database: Database, tmp_path: Path
) -> None:
    page = make_page(Diarienummer="2020/09999", Interventionstyp="999")
    (result,) = import_contents(golden_database, tmp_path, page)
    assert result.outcome == "created"
    with open_client(golden_database) as client:
        (row,) = ask(client, "999", kinds="intervention_type")
    assert (row["value"], row["label"], row["count"]) == ("2014-2020:999", "999", 1)
