"""What one process wrote, the next question to another one counts."""

import httpx2
import pytest

from app.database import Database
from tests.api.keys import bearer
from tools.server import Server, keyed_server

REGIONS = ("SE11", "SE12", "SE22", "SE33")
RECORDS = 12


@pytest.mark.slow
def test_a_write_to_one_process_is_counted_by_the_other_at_the_version_it_made(
    seeded_database: Database,
) -> None:
    url = seeded_database.url
    with keyed_server(database_url=url) as one, keyed_server(database_url=url) as other:
        before = [_facets(server) for server in (one, other)]
        assert before[0] == before[1]
        version, counts = before[0]
        for number in range(RECORDS):
            writer, reader = (one, other) if number % 2 else (other, one)
            region = REGIONS[number % len(REGIONS)]
            _create(writer, number, region)
            counts[region] = counts.get(region, 0) + 1
            version += 1
            assert _facets(reader) == _facets(writer) == (version, counts)
            assert _total(reader, region) == (version, counts[region])
        _move(one, 0, REGIONS[1])
        counts[REGIONS[0]] -= 1
        counts[REGIONS[1]] += 1
        assert _facets(other) == (version + 1, counts)
        assert _total(other, REGIONS[1]) == (version + 1, counts[REGIONS[1]])


def _create(server: Server, number: int, region: str) -> None:
    record = {
        "number": f"2021/{number:05}",
        "name": "Gemensam väg",
        "owner": "Exempelkommunen",
        "region": region,
        "programme_period": "2014-2020",
    }
    answer = httpx2.post(f"{server.base}/v1/projects", json=record, headers=bearer(server.key))
    assert answer.status_code == 201, answer.text


def _move(server: Server, number: int, region: str) -> None:
    address = f"{server.base}/v1/projects/2021-{number:05}"
    answer = httpx2.patch(address, json={"region": region}, headers=bearer(server.key))
    assert answer.status_code == 200, answer.text


def _facets(server: Server) -> tuple[int, dict[str | None, int]]:
    """The dataset version, and the number of projects of each region."""
    answer = httpx2.get(f"{server.base}/v1/facets?by=region").json()
    return answer["dataset_version"], {row["value"]: row["count"] for row in answer["data"]}


def _total(server: Server, region: str) -> tuple[int, int]:
    answer = httpx2.get(f"{server.base}/v1/projects?region={region}&limit=1").json()
    return answer["dataset_version"], answer["total"]
