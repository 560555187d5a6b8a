"""Judged searches over seeds, golden pages and made-up neighbours, asked of the application."""

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.database import Database
from tests.api.conftest import open_client
from tests.conftest import open_copy
from tests.importer.files import import_files
from tests.search.judgements import RECORDS, Judgement, read_judgements
from tests.store.rows import stored_projects

JUDGEMENTS = read_judgements()
RANKED = [judgement for judgement in JUDGEMENTS if judgement.first]


@pytest.fixture(scope="module")
def database(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The golden database with the made-up records: 78 projects that nothing changes."""
    with open_copy(golden_file, tmp_path_factory.mktemp("judged")) as database:
        refused = [row for row in import_files(database, [RECORDS]) if row.outcome != "created"]
        assert refused == []
        yield database


@pytest.fixture(scope="module")
def client(database: Database) -> Iterator[TestClient]:
    with open_client(database) as client:
        yield client


def ask(client: TestClient, judgement: Judgement) -> list[dict[str, Any]]:
    """All hits of a row, best first."""
    asked = {"q": judgement.q, **judgement.filters, "limit": "100"}
    answer = client.get("/v1/projects", params={**asked, "fields": "number,name,matched_in"})
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    assert page["total"] == len(page["data"])
    hits: list[dict[str, Any]] = page["data"]
    return hits


def ids_of(hits: list[dict[str, Any]]) -> list[str]:
    return [hit["id"] for hit in hits]


def label_of(judgement: Judgement) -> str:
    return " ".join([judgement.q, *judgement.filters.values()])


@pytest.mark.parametrize("judgement", JUDGEMENTS, ids=label_of)
def test_a_search_finds_what_a_reader_of_the_texts_expects(
    client: TestClient, judgement: Judgement
) -> None:
    faults = list(judgement.faults_of(ids_of(ask(client, judgement))))
    assert not faults, f"{judgement.why}: {'; '.join(faults)}"


@pytest.mark.parametrize(
    "judgement", [row for row in JUDGEMENTS if row.found_in is not None], ids=label_of
)
def test_the_first_hit_tells_in_which_column_it_has_what_was_sought(
    client: TestClient, judgement: Judgement
) -> None:
    assert judgement.found_in in ask(client, judgement)[0]["matched_in"]


def test_the_first_hit_of_every_search_is_the_right_one(client: TestClient) -> None:
    ranks = {
        label_of(judgement): judgement.reciprocal_rank(ids_of(ask(client, judgement)))
        for judgement in RANKED
    }
    wrong = {q: round(rank, 2) for q, rank in ranks.items() if rank < 1}
    mean = fmean(ranks.values())
    assert not wrong, f"{len(wrong)} of {len(ranks)}, mean reciprocal rank {mean:.3f}: {wrong}"


def test_every_judged_record_is_there_and_expected_once(database: Database) -> None:
    there = {project.id for project in stored_projects(database)}
    for judgement in JUDGEMENTS:
        assert judgement.named <= there, judgement.q
        counts = (*map(len, judgement.first), len(judgement.also), len(judgement.never))
        assert sum(counts) == len(judgement.named), judgement.q


def test_a_search_is_judged_once_and_enough_of_them_are() -> None:
    asked = {(judgement.q, *judgement.filters.items()) for judgement in JUDGEMENTS}
    assert len(asked) == len(JUDGEMENTS) >= 50
