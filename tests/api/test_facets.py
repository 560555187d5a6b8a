"""Facets over HTTP: every count is what the list finds, every value a filter."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.query.facets import FACET_NAMES
from tests.api.conftest import open_client
from tests.api.refusals import check_refused
from tests.api.test_quality import FILTERS
from tests.api.writers import Writer, open_writer
from tests.conftest import open_copy

PATH = "/v1/facets"
EVERY = f"by={','.join(FACET_NAMES)}"


@pytest.fixture(scope="module")
def golden(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_copy(golden_file, tmp_path_factory.mktemp("fasetter")) as database:
        yield open_client(database)


def ask(client: TestClient, question: str) -> dict[str, Any]:
    answer = client.get(f"{PATH}?{question}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def total(client: TestClient, question: str) -> int:
    """How many projects the list finds."""
    answer = client.get(f"/v1/projects?{question}")
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["total"]
    return found


@pytest.mark.parametrize("question", ["", *FILTERS])
def test_a_count_is_what_the_list_finds_with_the_value_as_a_filter(
    golden: TestClient, question: str
) -> None:
    page = ask(golden, f"{question}&{EVERY}&disjunctive=false")
    for row in page["data"]:
        name, value = row["facet"], row["value"]
        if name in question or (name == "quality_issues" and value is None):
            continue
        chosen = f"{name}__isnull=true" if value is None else f"{name}={value}"
        assert total(golden, f"{question}&{chosen}".replace("+", "%2B")) == row["count"], row
    for name, counted in page["totals"].items():
        assert counted == total(golden, question)
        rows = [row["count"] for row in page["data"] if row["facet"] == name]
        assert sum(rows) == counted or name == "quality_issues"
    assert set(page["more"].values()) == {0}


def test_a_facet_shows_what_else_could_be_chosen(golden: TestClient) -> None:
    question = "region=SE12&status=ended&by=region,programme_period"
    page = ask(golden, question)
    regions = {row["value"]: row for row in page["data"] if row["facet"] == "region"}
    assert [code for code, row in regions.items() if row["selected"]] == ["SE12"]
    assert page["totals"]["region"] == total(golden, "status=ended") > regions["SE12"]["count"]
    assert page["totals"]["programme_period"] == regions["SE12"]["count"]
    alone = ask(golden, f"{question}&disjunctive=false")["data"]
    assert [row["value"] for row in alone if row["facet"] == "region"] == ["SE12"]


def test_owners_have_names_and_codes_their_period(golden: TestClient) -> None:
    rows = ask(golden, "owner=Rädda Barnen&by=owner_id,programme_area,tackles_child_poverty")[
        "data"
    ]
    chosen = next(row for row in rows if row["facet"] == "owner_id" and row["selected"])
    assert chosen["label"] == "Rädda Barnen"
    area = next(row for row in rows if row["facet"] == "programme_area")
    assert area["value"].startswith(f"{area['programme_period']}:")
    missing = next(row for row in rows if row["facet"] == "tackles_child_poverty")
    assert (missing["value"], missing["label"]) == (None, None)


def test_what_is_left_out_is_told_and_files_have_it(golden: TestClient) -> None:
    page = ask(golden, "by=owner_id&limit=2")
    whole = ask(golden, "by=owner_id")
    assert page["data"] == whole["data"][:2]
    assert page["more"]["owner_id"] == len(whole["data"]) - 2
    assert golden.get(f"{PATH}.json?by=owner_id").json() == whole["data"]
    answer = golden.get(f"{PATH}.csv?by=owner_id")
    listed = list(csv.DictReader(StringIO(answer.text)))
    assert [row["value"] for row in listed] == [row["value"] for row in whole["data"]]
    assert "projektbank-facets-v" in answer.headers["content-disposition"]


def test_the_answer_is_kept_until_something_changes(golden_file: Path, tmp_path: Path) -> None:
    with open_writer(golden_file, tmp_path) as writer:
        check_changes(writer)


def check_changes(writer: Writer) -> None:
    first = writer.client.get(f"{PATH}?by=phase,region")
    known = writer.client.get(
        f"{PATH}?by=region,phase", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (known.status_code, known.content) == (304, b"")
    changed = writer.ask("PATCH", "/v1/projects/23-032-S01", {"phase": "Genomförande"})
    assert changed.status_code == 200
    again = writer.client.get(
        f"{PATH}?by=region,phase", headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 200
    counts = [
        {row["value"]: row["count"] for row in page["data"] if row["facet"] == "phase"}
        for page in (first.json(), again.json())
    ]
    assert counts[1]["Genomförande"] == counts[0].get("Genomförande", 0) + 1
    version = first.json()["dataset_version"]
    assert ask(writer.client, f"as_of={version}&by=phase,region")["data"] == first.json()["data"]


@pytest.mark.parametrize(
    ("question", "parameter", "code", "hint"),
    [
        ("", "by", "missing-parameter", "by=region"),
        ("by=", "by", "empty-value", None),
        ("by=region,", "by", "empty-value", None),
        ("by=regoin", "by", "bad-value", "region"),
        ("by=owner", "by", "bad-value", "owner_id"),
        ("by=contact_name", "by", "bad-value", None),
        ("by=region,region", "by", "repeated", None),
        ("by=region&by=fund", "by", "repeated", None),
        ("by=region&disjunctive=nej", "disjunctive", "bad-value", "false"),
        ("by=region&limit=101", "limit", "out-of-range", "100"),
        ("by=region&offset=1", "offset", "unknown-parameter", None),
        ("by=region&metrics=count", "metrics", "unknown-parameter", None),
        ("by=region&regin=SE12", "regin", "unknown-parameter", "region"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_hint(
    golden: TestClient, question: str, parameter: str, code: str, hint: str | None
) -> None:
    check_refused(golden.get(f"{PATH}?{question}"), parameter, code, hint)
