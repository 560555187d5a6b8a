"""The law of access, over every operation: what is shown at which doors decides alone, and no
answer and no log line ever holds a secret."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api.contract.operation import Operation
from app.api.contract.operations import OPERATIONS
from app.domain.keys import Scope
from tests.api.conftest import open_client
from tests.api.keys import make_expired_key, make_key, make_revoked_key
from tests.api.test_access import DOORS, UNKNOWN, show
from tests.conftest import open_copy

Shown = tuple[str, str]
"""A door and the kind of key shown at it."""

STREAM = "text/event-stream"
ASKED = [one for one in OPERATIONS.values() if one.answers != STREAM]
KINDS = [*(scope.value for scope in Scope), "revoked", "expired", "unknown", "malformed"]
SHOWN = st.lists(st.tuples(st.sampled_from(DOORS), st.sampled_from(KINDS)), max_size=2)


class Lines(logging.Handler):
    """Every log line of the service, as it would be written; the client's own are none of it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("httpx"):
            self.lines.append(self.format(record))


@dataclass(frozen=True)
class House:
    """The service with keys of every kind, and what it has logged."""

    client: TestClient
    keys: Mapping[str, str]
    log: Lines

    def ask(self, operation: Operation, shown: list[Shown]) -> tuple[int, str]:
        """The status of an answer, and all of it as text."""
        headers, query = [], []
        for door, kind in shown:
            more, part = show(door, self.keys[kind])
            headers += more
            query += [part] if part else []
        mark = "&" if "?" in operation.example else "?"
        address = f"{operation.example}{mark}{'&'.join(query)}"
        answer = self.client.request(operation.method, address, headers=headers)
        return answer.status_code, f"{answer.headers}\n{answer.text}"


@pytest.fixture(scope="module")
def house(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_copy(golden_file, tmp_path_factory.mktemp("access")) as database:
        keys = {scope.value: make_key(database, scope) for scope in Scope}
        keys["revoked"] = make_revoked_key(database, Scope.ADMIN)
        keys["expired"] = make_expired_key(database, Scope.ADMIN)
        keys |= {"unknown": UNKNOWN, "malformed": "pb_nonsens"}
        root, lines = logging.getLogger(), Lines()
        level = root.level
        root.addHandler(lines)
        root.setLevel(logging.DEBUG)
        with open_client(database) as client:
            yield House(client, keys, lines)
        root.removeHandler(lines)
        root.setLevel(level)


def expected(operation: Operation, shown: list[Shown]) -> int | None:
    """401 or 403, or None where the caller is let in."""
    doors, kinds = [door for door, _ in shown], {kind for _, kind in shown}
    if operation.example.startswith("/health"):
        return None
    if not kinds:
        return 401 if operation.scope else None
    if len(kinds) > 1 or doors.count("address") > 1:
        return 401
    [kind] = kinds
    if kind not in [scope.value for scope in Scope]:
        return 401
    if "address" in doors and kind != Scope.READ:
        return 403
    needed = operation.scope or Scope.READ
    return None if Scope(kind).allows(Scope(needed)) else 403


@settings(max_examples=400)
@given(operation=st.sampled_from(ASKED), shown=SHOWN)
def test_what_is_shown_decides_alone_and_is_never_repeated(
    house: House, operation: Operation, shown: list[Shown]
) -> None:
    status, told = house.ask(operation, shown)
    refused = status if status in (401, 403) else None
    assert refused == expected(operation, shown)
    assert not any(key[12:] in told for key in house.keys.values() if key[12:])
    assert [line for line in house.log.lines if "pb_" in line] == []


@given(key=st.sampled_from(["read", "revoked", "unknown"]), place=st.sampled_from(range(4)))
def test_a_key_in_the_wrong_place_is_not_repeated_by_an_error(
    house: House, key: str, place: int
) -> None:
    secret = house.keys[key]
    address = [
        f"/v1/projects/{secret}",
        f"/v1/projects?apikey={secret}",
        f"/v1/projects?region={secret}",
        f"/{secret}",
    ][place]
    answer = house.client.get(address)
    assert answer.status_code in (400, 404)
    assert secret[12:] not in answer.text
