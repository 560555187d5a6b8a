"""Real servers, and both clients of one: every test that takes `connect` or `bank` runs twice."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest

from app.database import Database
from app.main import create_app
from app.settings import Settings
from projektbank_client import AsyncProjektbank, Patience, Projektbank
from tests.api.keys import make_key
from tests.client.waited import Waited
from tests.serving import serve

Connect = Callable[..., Projektbank]
QUICK = Patience(retries=2, longest=1)


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Makes a client, of the one kind or the other, and closes it in the end."""
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())

        def make(base: str, *, key: str | None = None, patience: Patience = QUICK) -> Projektbank:
            if request.param == "sync":
                return stack.enter_context(Projektbank(base, key=key, patience=patience))
            bank = AsyncProjektbank(base, key=key, patience=patience)
            stack.callback(lambda: runner.run(bank.aclose()))
            return cast("Projektbank", Waited(bank, runner))

        yield make


@pytest.fixture(scope="session")
def reading_base(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with twelve projects, which nobody changes."""
    path = tmp_path_factory.mktemp("client") / "golden.db"
    shutil.copy(golden_file, path)
    with serve(create_app(Settings(database_url=f"sqlite:///{path}"))) as address:
        yield address


@pytest.fixture
def bank(reading_base: str, connect: Connect) -> Projektbank:
    """A client of it."""
    return connect(reading_base)


@pytest.fixture
def writer(seeded_database: Database, connect: Connect) -> Iterator[Projektbank]:
    """A client that may write, of a server with the packaged projects."""
    key = make_key(seeded_database, "write")
    with serve(create_app(Settings(database_url=seeded_database.url))) as address:
        yield connect(address, key=key)
