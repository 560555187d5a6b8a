"""Data quality over HTTP: every figure is the number of records that the list finds."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.domain.fields import BY_NAME, FIELDS, PERSONAL_FIELDS
from app.domain.quality import RULES, SEVERITIES
from app.store.tallies import COUNTED, DIVISIONS
from tests.api.conftest import open_client
from tests.api.writers import Writer, open_writer
from tests.conftest import open_copy

QUALITY = "/v1/quality"
EVERY = ",".join(DIVISIONS)
FILTERS = (
    "region=SE12",
    "region=SE1",
    "region__isnull=true",
    "region__ne=SE12",
    "programme_area=2",
    "programme_area=2014-2020:2&programme_area=2014-2020:1",
    "programme_area__in=1,2",
    "programme_period__in=2014-2020,2007-2013",
    "quality_issues=period-not-stated",
    "quality_issues__ne=support-not-stated",
    "quality_issues=period-not-stated&quality_issues__in=support-not-stated,summary-missing",
    "total_budget__isnull=true",
    "total_budget__isnull=false",
    "budget=1..400000",
    "budget=1..400000&or_missing=total_budget",
    "q=arbete",
    "status=ended",
    "owner=ingen",
)

Row = Mapping[str, Any]


@pytest.fixture(scope="module")
def golden(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_copy(golden_file, tmp_path_factory.mktemp("kvalitet")) as database:
        yield open_client(database)


def ask(client: TestClient, question: str) -> dict[str, Any]:
    answer = client.get(f"{QUALITY}?{question}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def total(client: TestClient, href: str) -> int:
    """How many records a link leads to."""
    parts = urlsplit(href)
    answer = client.get(f"{parts.path}?{parts.query}&fields=id")
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["total"]
    return found


def check_links(client: TestClient, page: Mapping[str, Any]) -> None:
    """Each link leads to as many records as the row says."""
    for row in page["data"]:
        lacking = row["count"] - row["stated"]
        assert (row["href"] is None) == (lacking == 0)
        assert not lacking or total(client, row["href"]) == lacking, row
    for row in page["issues"]:
        assert row["href"] or row["count"] == 0 or "quality_issues__in" in page["query"]
        assert row["href"] is None or total(client, row["href"]) == row["count"], row


def test_every_field_that_can_be_missing_is_counted_and_no_other(golden: TestClient) -> None:
    page = ask(golden, "")
    named = [row["field"] for row in page["data"]]
    missing = [field.name for field in FIELDS if field.flags.nullable and not field.flags.computed]
    assert named == [name for name in missing if name not in PERSONAL_FIELDS]
    assert page["total"] == page["limit"] == len(named)
    for row in page["data"]:
        field = BY_NAME[row["field"]]
        assert (row["label"], row["label_en"]) == (field.label_sv, field.label_en)
        assert row["share"] == round(row["stated"] / row["count"], 4)


def test_issues_are_told_in_words_the_gravest_first(golden: TestClient) -> None:
    rows = ask(golden, "")["issues"]
    assert len({row["severity"] for row in rows}) > 1
    order = [(SEVERITIES.index(row["severity"]), -row["count"]) for row in rows]
    assert order == sorted(order)
    for row in rows:
        rule = RULES[row["code"]]
        told = (row["severity"], row["sentence_sv"], row["sentence_en"], row["accepted"])
        assert told == (rule.severity, rule.sentence_sv, rule.sentence_en, 0)


@pytest.mark.parametrize("question", ["", *FILTERS])
def test_every_figure_is_what_the_list_finds(golden: TestClient, question: str) -> None:
    page = ask(golden, f"{question}&by={EVERY}")
    check_links(golden, page)
    whole = [row for row in page["data"] if row["by"] is None]
    assert {row["count"] for row in whole} == {total(golden, f"/v1/projects?{question}")}


@settings(max_examples=15)
@given(asked=st.sets(st.sampled_from(FILTERS), max_size=3), by=st.sets(st.sampled_from(DIVISIONS)))
def test_filters_together_hold_for_every_figure(
    golden: TestClient, asked: set[str], by: set[str]
) -> None:
    names = [part.partition("=")[0] for one in asked for part in one.split("&")]
    if len(set(names)) < len(names):
        return  # one parameter twice means either
    page = ask(golden, "&".join([*asked, *([f"by={','.join(by)}"] if by else [])]))
    check_links(golden, page)


@pytest.mark.parametrize("by", DIVISIONS)
def test_the_groups_are_all_records_each_once(golden: TestClient, by: str) -> None:
    page = ask(golden, f"by={by}")
    for field in COUNTED:
        rows = [row for row in page["data"] if row["field"] == field]
        [every] = [row for row in rows if row["by"] is None]
        groups = [row for row in rows if row["by"] == by]
        assert sum(row["count"] for row in groups) == every["count"]
        assert sum(row["stated"] for row in groups) == every["stated"]
        values = [row["value"] for row in groups]
        assert values == sorted(values, key=lambda value: (value is None, value or ""))
        assert len(set(values)) == len(values)


def test_a_group_is_named_as_it_is_filtered_by(golden: TestClient) -> None:
    rows = ask(golden, f"by={EVERY}")["data"]
    named = {(row["by"], row["value"]): row for row in rows}
    assert named["region", "SE12"]["value_label"] == "Östra Mellansverige"
    area = named["programme_area", "2014-2020:2"]
    assert (area["programme_period"], area["value_label"]) == (
        "2014-2020",
        "Öka övergångarna till arbete",
    )
    assert named["programme_period", "2014-2020"]["value_label"] == "2014-2020"


def test_of_no_record_no_share_is_told(golden: TestClient) -> None:
    page = ask(golden, "owner=ingen")
    assert {row["share"] for row in page["data"]} == {None}
    assert page["issues"] == []
    assert "ingen" in page["notes"][0]


def test_the_list_can_be_paged_and_says_what_it_understood(golden: TestClient) -> None:
    whole = ask(golden, f"budget=1..&by={EVERY}")
    assert whole["query"] == f"budget=1..&by={EVERY}"
    assert whole["not_stated"] == ask_list(golden, "budget=1..")["not_stated"] != {}
    rows, address = [], f"{QUALITY}?budget=1..&by={EVERY}&limit=100"
    while address:
        answer = golden.get(address)
        page = answer.json()
        rows += page["data"]
        assert page["issues"] == whole["issues"]
        assert ("link" in answer.headers) == bool(page["next"])
        address = page["next"]
    assert rows == whole["data"]


def ask_list(client: TestClient, question: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get(f"/v1/projects?{question}").json()
    return page


@pytest.mark.parametrize(
    ("question", "parameter", "code", "hint"),
    [
        ("by=regoin", "by", "bad-value", "region"),
        ("by=owner", "by", "bad-value", None),
        ("by=", "by", "empty-value", None),
        ("by=region&by=region", "by", "repeated", None),
        ("by=region,region", "by", "repeated", None),
        ("by=region,region,region,region", "by", "too-long", None),
        ("sort=name", "sort", "unknown-parameter", None),
        ("fields=id", "fields", "unknown-parameter", None),
        ("contact_name=Kim", "contact_name", "personal-field", None),
        ("regoin=SE12", "regoin", "unknown-parameter", "region"),
        ("limit=0", "limit", "out-of-range", "1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_hint(
    golden: TestClient, question: str, parameter: str, code: str, hint: str | None
) -> None:
    answer = golden.get(f"{QUALITY}?{question}")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["parameter"], error["code"]) == (parameter, code)
    assert hint is None or error["hint"] == hint


def test_everything_wrong_is_told_at_once(golden: TestClient) -> None:
    answer = golden.get(f"{QUALITY}?by=x,region,y&limit=z&%FF=1")
    assert len(answer.json()["errors"]) == 4


def test_who_holds_the_answer_is_told_so(golden: TestClient) -> None:
    first = golden.get(f"{QUALITY}?by=region")
    again = golden.get(f"{QUALITY}?by=region", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = golden.get(f"{QUALITY}?by=region&limit=1")
    assert other.headers["etag"] != first.headers["etag"]
    head = golden.head(f"{QUALITY}?by=region")
    assert head.headers["etag"] == first.headers["etag"]


@pytest.fixture
def writer(seeded_file: Path, tmp_path: Path) -> Iterator[Writer]:
    with open_writer(seeded_file, tmp_path) as writer:
        yield writer


def issue(writer: Writer, code: str, question: str = "") -> tuple[int, int]:
    """How many records show an issue, and in how many it is accepted."""
    rows = ask(writer.client, question)["issues"]
    found = {(row["by"], row["code"]): (row["count"], row["accepted"]) for row in rows}
    return found.get((None, code), (0, 0))


def test_accepted_issues_are_counted_apart(writer: Writer) -> None:
    code = "budget-not-stated"
    address = f"/v1/projects/23-032-S01/accepted/{code}"
    tag = writer.client.get(QUALITY).headers["etag"]
    assert issue(writer, code) == (1, 0)
    assert writer.ask("PUT", address, {"reason": "Känt."}).status_code == 200
    assert writer.client.get(QUALITY, headers={"If-None-Match": tag}).status_code == 200
    assert issue(writer, code) == (0, 1)
    assert issue(writer, code, "region=SE12") == (0, 0)
    by = ask(writer.client, "by=region")["issues"]
    assert [(row["by"], row["value"]) for row in by if row["code"] == code] == [
        (None, None),
        ("region", "SE32"),
    ]
    assert issue(writer, code, "as_of=5") == (1, 0)
    changed = writer.ask("PATCH", "/v1/projects/23-032-S01", {"phase": "Genomförande"})
    assert changed.status_code == 200
    assert issue(writer, code, "version__gt=2") == (0, 1)
    assert issue(writer, code, "as_of=6") == (0, 1)
    assert writer.ask("DELETE", address).status_code == 200
    assert issue(writer, code) == (1, 0)


def test_an_acceptance_is_counted_also_after_a_deletion_is_undone(writer: Writer) -> None:
    code, record = "budget-not-stated", "/v1/projects/23-032-S01"
    writer.ask("PUT", f"{record}/accepted/{code}", {"reason": "Känt."})
    writer.ask("DELETE", record)
    assert issue(writer, code) == (0, 0)
    writer.ask("POST", f"{record}/revert", {"version": 2})
    assert issue(writer, code) == (0, 1)
