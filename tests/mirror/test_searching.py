"""The words of a search are learnt in threads, once for all who ask, and never of other rows."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from app import database as databases
from app.database import Database, SqliteReader
from app.errors import QueryTooSlow
from app.mirror import searching
from app.mirror.kept import Kept
from app.mirror.mirror import Mirror
from app.mirror.searching import Unlearnt
from app.query.model import Query
from app.store.view import view_of
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.mirror.mirrored import Mirrored
from tests.mirror.states import snapshot_of
from tests.restoring.keeping import back_up, go_on, put_back
from tests.store.lives import Step, lived, steps

WORDS = Query(q="projekt -unga väg", limit=2)


class _Counted(Database):
    """A database that counts its connections for reading."""

    opened = 0

    def reader(self, seconds: float | None = None) -> SqliteReader:
        self.opened += 1
        return super().reader(seconds)


@pytest.fixture(autouse=True, scope="module")
def everything_is_much() -> Iterator[None]:
    """Not even of one row a term is asked at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "FEW", 0)
        yield


@pytest.mark.slow
@settings(max_examples=25)
@given(taken=steps())
def test_what_was_learnt_tells_what_sql_tells(empty_file: Path, taken: list[Step]) -> None:
    with lived(empty_file, []) as life:
        mirror = Mirror(life.database)
        for step in taken:
            step(life)
            for q in ("väg", "bro -text", "vag"):
                asyncio.run(learnt(life.database, mirror, Query(q=q)))
                assert_told(life.database, mirror, Query(q=q, limit=2))


def test_a_term_is_learnt_once_for_all_who_ask(golden_database: Database) -> None:
    database = _Counted(golden_database.url)
    mirror = Mirror(database)

    async def ask_together() -> None:
        asked = unlearnt(database, mirror, Query(q="projekt")), unlearnt(database, mirror, WORDS)
        assert None not in asked
        before = database.opened
        await asyncio.gather(*(mirror.learn(one) for one in asked * 3 if one))
        assert database.opened - before == len({"projekt", "unga", "väg"})

    asyncio.run(ask_together())
    assert_told(database, mirror, WORDS)


def test_what_is_written_meanwhile_is_told_too(golden_database: Database, tmp_path: Path) -> None:
    mirror = Mirror(golden_database)
    question = unlearnt(golden_database, mirror, WORDS)
    assert question
    import_contents(golden_database, tmp_path, make_page("Projekt väg"))
    assert all(tiers is not None for tiers in asyncio.run(mirror.learn(question)))
    asyncio.run(learnt(golden_database, mirror, WORDS))
    assert_told(golden_database, mirror, WORDS)


def test_nothing_is_learnt_of_data_that_was_replaced(
    golden_database: Database, tmp_path: Path
) -> None:
    mirror = Mirror(golden_database)
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1, 2)
    question = unlearnt(golden_database, mirror, WORDS)
    assert question
    put_back(golden_database, file)
    assert asyncio.run(mirror.learn(question)) == [None] * 3
    asyncio.run(learnt(golden_database, mirror, WORDS))
    assert_told(golden_database, mirror, WORDS)


def test_one_who_gives_up_takes_nothing_from_the_others(golden_database: Database) -> None:
    mirror = Mirror(golden_database)

    async def give_up() -> None:
        question = unlearnt(golden_database, mirror, Query(q="projekt"))
        assert question
        first, second = (asyncio.create_task(mirror.learn(question)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        held = await second
        assert first.cancelled()
        assert len(held) == 1
        assert not mirror._learning._working

    asyncio.run(give_up())
    assert unlearnt(golden_database, mirror, Query(q="projekt")) is None


def test_a_term_that_takes_too_long_is_refused_and_may_be_asked_again(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror(golden_database)
    question = unlearnt(golden_database, mirror, Query(q="projekt"))
    assert question
    with monkeypatch.context() as patch:
        patch.setattr(databases, "_STEPS", 10)
        patch.setattr(golden_database, "_query_seconds", 0.0)
        with pytest.raises(QueryTooSlow):
            asyncio.run(mirror.learn(question))
    asyncio.run(learnt(golden_database, mirror, WORDS))
    assert_told(golden_database, mirror, WORDS)


def test_only_so_many_terms_may_wait(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror(golden_database)
    question = unlearnt(golden_database, mirror, WORDS)
    assert question
    monkeypatch.setattr(searching, "MOST_WAITING", 0)
    with pytest.raises(QueryTooSlow, match="wait"):
        asyncio.run(mirror.learn(question))


def test_what_is_held_is_known_however_little_is_kept(
    golden_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = Mirror(golden_database)
    monkeypatch.setattr(Kept, "put", lambda *_: None)
    question = unlearnt(golden_database, mirror, WORDS)
    assert question
    held = asyncio.run(mirror.learn(question))
    assert unlearnt(golden_database, mirror, WORDS) is None
    del held
    assert unlearnt(golden_database, mirror, WORDS)


def test_past_versions_learn_their_own_rows(golden_database: Database) -> None:
    mirror, past = Mirror(golden_database), Query(q="projekt", as_of=5)
    assert unlearnt(golden_database, mirror, past)
    asyncio.run(learnt(golden_database, mirror, past))
    assert_told(golden_database, mirror, past)
    assert unlearnt(golden_database, mirror, Query(q="projekt"))


def unlearnt(database: Database, mirror: Mirror, query: Query) -> Unlearnt | None:
    """What a question has to wait for."""
    with snapshot_of(database) as snapshot:
        try:
            mirror.hits(snapshot, view_of(snapshot, query))
        except Unlearnt as found:
            return found
    return None


async def learnt(database: Database, mirror: Mirror, query: Query) -> None:
    """Learns what a question asks."""
    question = unlearnt(database, mirror, query)
    if question:
        await mirror.learn(question)


def assert_told(database: Database, mirror: Mirror, query: Query) -> None:
    """A question is answered at once, as SQL answers it."""
    with snapshot_of(database) as snapshot:
        asked = view_of(snapshot, query).query
        told, held = Mirrored(snapshot, mirror).totals(asked)
        assert held == told
        if asked.as_of is None:
            told_pages, held_pages = Mirrored(snapshot, mirror).pages(asked)
            assert held_pages == told_pages
