"""Accepting a quality issue over HTTP: who may, what is answered, what is refused and where."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from app.domain.keys import Scope
from tests.api.keys import bearer, make_key
from tests.api.writers import Writer, faults, open_writer

RECORD = "/v1/projects/23-032-S01"
CODE, OTHER = "budget-not-stated", "support-not-stated"
ADDRESS = f"{RECORD}/accepted/{CODE}"
WHY = "Förstudien har ingen budget."


@pytest.fixture
def writer(seeded_file: Path, tmp_path: Path) -> Iterator[Writer]:
    with open_writer(seeded_file, tmp_path) as writer:
        yield writer


def accept(writer: Writer, address: str = ADDRESS, reason: str = WHY, **headers: str) -> Response:
    return writer.ask("PUT", address, {"reason": reason}, content=None, **headers)


def provenance(writer: Writer, **headers: str) -> list[dict[str, Any]]:
    told = writer.client.get(f"{RECORD}/provenance", headers=headers).json()
    rows: list[dict[str, Any]] = told["accepted"]
    return rows


def test_the_answer_is_the_record_as_get_shows_it(writer: Writer) -> None:
    answer = accept(writer)
    record, tag = writer.record(RECORD)
    assert answer.status_code == 200
    assert (answer.json(), answer.headers["etag"]) == (record, tag)
    assert answer.headers["content-location"].endswith(RECORD)
    assert (record["quality_issues"], record["version"]) == ([OTHER], 2)


def test_what_is_taken_back_counts_again(writer: Writer) -> None:
    before, _ = writer.record(RECORD)
    accept(writer)
    answer = writer.ask("DELETE", ADDRESS)
    assert answer.status_code == 200
    assert answer.json()["quality_issues"] == before["quality_issues"]
    assert provenance(writer) == []
    assert writer.ask("DELETE", ADDRESS).json()["code"] == "acceptance-not-found"


def test_provenance_and_history_tell_why_and_to_admins_who(writer: Writer) -> None:
    accept(writer, Change_Reason="Beslut 7")
    [row] = provenance(writer)
    assert (row["code"], row["by"], row["reason"]) == (CODE, None, WHY)
    admin = bearer(make_key(writer.database, Scope.ADMIN))
    [shown] = provenance(writer, **admin)
    assert shown["by"].startswith("Kim Exempel (")
    newest = writer.client.get(f"{RECORD}/history", headers=admin).json()["data"][0]
    assert (newest["by"], newest["reason"]) == (shown["by"], "Beslut 7")
    assert newest["changes"]["quality_issues"] == {
        "from": [CODE, OTHER],
        "to": [OTHER],
        "hidden": False,
    }
    past = writer.client.get(f"{RECORD}/provenance?as_of=5").json()
    assert past["accepted"] == []


def test_a_record_is_found_by_its_printed_number_too(writer: Writer) -> None:
    answer = accept(writer, "/v1/projects/2020%2F00713/accepted/amount-sentinel")
    assert answer.status_code == 200
    assert answer.headers["content-location"].endswith("/v1/projects/2020-00713")
    slashed = writer.ask("DELETE", "/v1/projects/2020/00713/accepted/amount-sentinel")
    assert slashed.status_code == 200


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (f"{RECORD}/accepted/zero-budget", "issue-not-shown"),
        (f"{RECORD}/accepted/nonsens", "issue-not-shown"),
        (f"{RECORD}/accepted/%00", "issue-not-shown"),
        (f"{RECORD}/accepted/%22%3C%C3%A5", "issue-not-shown"),
        (f"/v1/projects/9999-1/accepted/{CODE}", "project-not-found"),
        (f"/v1/projects/%00/accepted/{CODE}", "project-not-found"),
        (f"{RECORD}/accepted", "not-found"),
    ],
)
def test_what_is_not_there_is_not_accepted(writer: Writer, address: str, code: str) -> None:
    answer = accept(writer, address)
    assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert writer.ask("DELETE", address).status_code == answer.status_code


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, [("/reason", "required")]),
        ({"reason": None}, [("/reason", "required")]),
        ({"reason": " "}, [("/reason", "empty-value")]),
        ({"reason": 5}, [("/reason", "wrong-type")]),
        ({"reason": "a\nb"}, [("/reason", "bad-value")]),
        ({"reason": "å" * 501}, [("/reason", "too-long")]),
        ({"reson": "a"}, [("/reason", "required"), ("/reson", "unknown-field")]),
        (["a"], [("", "wrong-type")]),
    ],
)
def test_a_body_without_a_reason_is_refused_with_everything_wrong(
    writer: Writer, body: object, told: list[tuple[str, str]]
) -> None:
    answer = writer.ask("PUT", ADDRESS, body)
    assert (answer.status_code, faults(answer)) == (422, told)
    assert writer.record(RECORD)[0]["version"] == 1


def test_a_write_happens_only_to_the_version_that_is_meant(writer: Writer) -> None:
    _, tag = writer.record(RECORD)
    assert accept(writer, If_Match=tag).status_code == 200
    assert accept(writer, reason="Annat.", If_Match=tag).status_code == 412
    assert writer.ask("DELETE", ADDRESS, If_Match=tag).status_code == 412
    assert accept(writer, If_None_Match="*").status_code == 412
    assert [row["reason"] for row in provenance(writer)] == [WHY]


def test_the_same_request_again_has_its_effect_once(writer: Writer) -> None:
    first, again = (accept(writer, Idempotency_Key="once") for _ in range(2))
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    other = accept(writer, reason="Annat.", Idempotency_Key="once")
    assert other.json()["code"] == "idempotency-mismatch"
    assert writer.record(RECORD)[0]["version"] == 2


def test_only_a_writer_may(writer: Writer) -> None:
    reader = bearer(make_key(writer.database, Scope.READ))
    for headers, status in (({}, 401), (reader, 403)):
        for method in ("PUT", "DELETE"):
            answer = writer.client.request(method, ADDRESS, headers=headers)
            assert answer.status_code == status


def test_the_address_tells_what_it_takes(writer: Writer) -> None:
    for method in ("GET", "POST"):
        answer = writer.ask(method, ADDRESS)
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == {"DELETE", "OPTIONS", "PUT"}
    assert writer.ask("PUT", f"{ADDRESS}?dry_run=true", {"reason": WHY}).status_code == 400
