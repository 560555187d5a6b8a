"""Stored keys: only their hash is kept, they can be revoked, and their use is noted sparingly."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.database import Database
from app.domain.keys import Scope, digest_of
from app.errors import KeyNotFound
from app.store.keys import (
    StoredKey,
    add_first_key,
    add_key,
    find_key,
    list_keys,
    note_use,
    revoke_key,
)

START = datetime(2026, 6, 1, 12, tzinfo=UTC)


def stored(database: Database) -> list[StoredKey]:
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        return list_keys(snapshot)


def make(database: Database, name: str = "Kim Exempel") -> tuple[str, StoredKey]:
    with database.write() as session:
        return add_key(session, name, Scope.WRITE, START + timedelta(days=400))


def test_of_a_key_only_its_hash_is_in_the_database(empty_database: Database) -> None:
    key, made = make(empty_database)
    files = empty_database.path.parent.glob(f"{empty_database.path.name}*")
    content = b"".join(file.read_bytes() for file in files)
    assert made.id.encode() in content
    assert digest_of(key).encode() in content
    assert key[12:].encode() not in content


def test_a_key_is_found_by_its_id_as_it_was_made(empty_database: Database) -> None:
    _, made = make(empty_database)
    with closing(empty_database.reader()) as reader, reader.snapshot() as snapshot:
        assert find_key(snapshot, made.id) == made
        assert find_key(snapshot, "nope") is None
    assert made.sha256 not in repr(made)


def test_keys_are_listed_from_the_oldest(empty_database: Database) -> None:
    for day in (3, 1, 2):
        with time_machine.travel(START + timedelta(days=day), tick=False):
            make(empty_database, f"nyckel {day}")
    assert [key.name for key in stored(empty_database)] == ["nyckel 1", "nyckel 2", "nyckel 3"]


def test_a_revoked_key_stays_listed_with_its_first_end(empty_database: Database) -> None:
    _, made = make(empty_database)
    for day in (1, 2):
        with (
            time_machine.travel(START + timedelta(days=day), tick=False),
            empty_database.write() as session,
        ):
            revoke_key(session, made.id)
    [key] = stored(empty_database)
    assert key.revoked_at == START + timedelta(days=1)


def test_a_key_that_is_not_there_cannot_be_revoked(empty_database: Database) -> None:
    with pytest.raises(KeyNotFound), empty_database.write() as session:
        revoke_key(session, "nope")


def test_a_use_is_noted_at_most_once_a_minute(empty_database: Database) -> None:
    _, made = make(empty_database)
    _, other = make(empty_database)
    noted = []
    for seconds in (0, 1, 59, 60, 61, 300):
        with empty_database.write() as session:
            note_use(session, made.id, START + timedelta(seconds=seconds))
        used = {key.id: key.last_used_at for key in stored(empty_database)}
        noted.append(used[made.id])
        assert used[other.id] is None
    assert [(at - START).seconds for at in noted if at] == [0, 0, 0, 60, 60, 300]


@pytest.mark.parametrize(("seconds", "needs"), [(0, False), (59, False), (60, True)])
def test_a_key_needs_a_note_a_minute_after_the_last(
    empty_database: Database, seconds: int, needs: bool
) -> None:
    _, made = make(empty_database)
    assert made.needs_note(START)
    with empty_database.write() as session:
        note_use(session, made.id, START)
    [key] = stored(empty_database)
    assert key.needs_note(START + timedelta(seconds=seconds)) == needs


def test_a_key_ends_at_its_moment(empty_database: Database) -> None:
    _, made = make(empty_database)
    assert made.expires_at is not None
    assert not made.is_expired(made.expires_at - timedelta(seconds=1))
    assert made.is_expired(made.expires_at)


def test_a_first_key_is_made_once_whoever_asks_at_the_same_time(empty_database: Database) -> None:
    def make_first(_: int) -> str | None:
        with empty_database.write() as session:
            return add_first_key(session, "first run", Scope.WRITE)

    with ThreadPoolExecutor(4) as pool:
        made = [key for key in pool.map(make_first, range(8)) if key]
    assert len(made) == len(stored(empty_database)) == 1


def test_after_a_revoked_key_there_is_no_first_one(empty_database: Database) -> None:
    _, made = make(empty_database)
    with empty_database.write() as session:
        revoke_key(session, made.id)
        assert add_first_key(session, "first run", Scope.WRITE) is None
