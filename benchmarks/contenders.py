"""Who is measured, a row each: how it is started, asked and told of."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app.settings import PREFIX
from benchmarks import environments
from benchmarks.asks import Speech
from benchmarks.peers import datasette, plain, roapi
from benchmarks.peers.tutorial import DATABASE

ROOT = Path(__file__).parents[1]
UVICORN = (
    "--host=127.0.0.1",
    "--loop=asyncio",
    "--http=httptools",
    "--log-level=warning",
    "--no-access-log",
    "--no-server-header",
)


class Files(NamedTuple):
    """What the contenders answer from: the product's database, the peers' and their table."""

    product: Path
    peers: Path
    table: Path


class Launch(NamedTuple):
    """A command line, and what is set for it."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One way to serve the records; `ready` is an address that it answers once it can.

    `package` names what it is a release of; our own programs have an `application` instead.
    """

    name: str
    about: str
    speech: Speech
    ready: str
    application: str = ""
    package: str = ""
    environment: str = ""
    flags: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether it can be started."""
        return not self.environment or environments.is_installed(self.environment)

    @property
    def version(self) -> str:
        """Of the release; none of our own programs."""
        return environments.version(self.environment, self.package) if self.package else ""

    def launch(self, files: Files, port: int) -> Launch:
        """How it is started on this machine's own port."""
        if self.application:
            return Launch((*_uvicorn(self.application), f"--port={port}"), self.setting(files))
        program = str(environments.program(self.environment, self.package))
        if self.package == "roapi":
            return Launch((program, *_of_roapi(files, port)), os.environ)
        served = ("serve", "-i", str(files.peers), "-h", "127.0.0.1", "-p", str(port))
        settings = [text for pair in datasette.SETTINGS.items() for text in ("--setting", *pair)]
        return Launch((program, *served, *settings, *self.flags), os.environ)

    def setting(self, files: Files) -> Mapping[str, str]:
        """Our own environment, without any setting of the product but its database, and that it
        makes no snapshot meanwhile."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        database = (
            {f"{PREFIX}DATABASE_URL": f"sqlite:///{files.product}", f"{PREFIX}SNAPSHOT_HOURS": "0"}
            if self is PRODUCT
            else {DATABASE: str(files.peers)}
        )
        return {**kept, "PYTHONPATH": str(ROOT), **database}


def _uvicorn(application: str) -> tuple[str, ...]:
    factory = ("--factory",) if application.endswith("create_app") else ()
    return (sys.executable, "-m", "uvicorn", application, *factory, *UVICORN)


def _of_roapi(files: Files, port: int) -> tuple[str, ...]:
    """Its other doors take any free port."""
    others = ("--addr-postgres=127.0.0.1:0", "--addr-flight-sql=127.0.0.1:0")
    return (f"--table=project={files.table}", f"--addr-http=127.0.0.1:{port}", *others)


PRODUCT = Contender(
    name="product",
    about="Projektbank as it is served: exact total, `not_stated`, links, entity tag, request id.",
    speech=plain,
    ready="/health/ready",
    application="app.asgi:create_app",
)
TUTORIAL = Contender(
    name="tutorial",
    about="`benchmarks/peers/tutorial.py`: sync endpoints with an SQLModel session and a"
    " `response_model`; the same filters, order, limit and a count.",
    speech=plain,
    ready="/v1/projects?limit=1",
    application="benchmarks.peers.tutorial:app",
)
BARE = Contender(
    name="bare",
    about="`benchmarks/peers/bare.py`: an ASGI function that asks SQLite for the same rows as"
    " JSON and does nothing else.",
    speech=plain,
    ready="/v1/projects?limit=1",
    application="benchmarks.peers.bare:app",
)
DATASETTE = Contender(
    name="Datasette 0.65",
    about="the file immutable, no count, no facets, no long column, its usual three threads.",
    speech=datasette,
    ready="/-/versions.json",
    package="datasette",
    environment="datasette-0.65",
)
DATASETTE_NEW = Contender(
    name="Datasette 1.0a",
    about="the same.",
    speech=datasette,
    ready="/-/versions.json",
    package="datasette",
    environment="datasette-1.0",
)
DATASETTE_INLINE = Contender(
    name="Datasette 0.65, inline",
    about="the same with `num_sql_threads 0`, which its documentation has for systems without"
    " threads: quicker where questions are short. For scale; the goals speak of the usual one.",
    speech=datasette,
    ready="/-/versions.json",
    package="datasette",
    environment="datasette-0.65",
    flags=("--setting", "num_sql_threads", "0"),
)
ROAPI = Contender(
    name="roapi",
    about="the list's columns of all records in its memory, asked in SQL over HTTP.",
    speech=roapi,
    ready="/api/schema",
    package="roapi",
    environment="roapi",
)
CONTENDERS = (
    PRODUCT,
    TUTORIAL,
    BARE,
    DATASETTE,
    DATASETTE_NEW,
    DATASETTE_INLINE,
    ROAPI,
)
