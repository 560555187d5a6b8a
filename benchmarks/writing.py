"""The cases that write, on copies of the files: single records, and reads beside an import."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.synthetic.lines import make_lines
from benchmarks import questions
from benchmarks.cases import POST, Case
from benchmarks.contenders import PRODUCT, TUTORIAL, Files
from benchmarks.servers import ServerFailed

IDLE, BESIDE = "list, nothing written", "list beside an import"
_LIST_ROWS = 200_000
"""More than are imported while it is measured."""
_BEGIN_SECONDS = 4.0
"""Until the import has begun to store."""
CASES_THAT_WRITE = (POST, IDLE, BESIDE)
WRITERS = (PRODUCT, TUTORIAL)


def post_case(files: Files) -> Case:
    """One record a request, committed to the disk; the product wants a key for it."""
    asks = questions.creations(_make_key(files))
    return Case(
        name=POST,
        about="a new record, committed to the disk before the answer; the product's with index of"
        " words, history and change feed, the tutorial's without",
        contenders=WRITERS,
        asks=lambda _site, _server: asks,
        connections=(1, 8),
    )


@contextmanager
def importing(files: Files) -> Iterator[None]:
    """An import of new records at full speed into the product's file, in a process of its own."""
    source = files.product.with_name("list.ndjson")
    with source.open("w", encoding="utf-8") as file:
        file.writelines(make_lines(_LIST_ROWS, first=10_000_000))
    with subprocess.Popen(
        (sys.executable, "-m", "app", "import", str(source)),
        env=PRODUCT.setting(files),
        cwd=files.product.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            time.sleep(_BEGIN_SECONDS)
            yield
            if process.poll() is not None:
                raise ServerFailed("the import ended before it was measured")
        finally:
            process.terminate()


def reading_case(name: str) -> Case:
    """The list, while an import writes or while nothing does."""
    return Case(
        name=name,
        about="the list, asked of a server beside which an import writes, and of one at rest",
        contenders=(PRODUCT,),
        asks=questions.lists,
    )


def _make_key(files: Files) -> str:
    done = subprocess.run(
        (sys.executable, "-m", "app", "keys", "create", "--scope", "write", "--name", "Mätning"),
        env=PRODUCT.setting(files),
        cwd=files.product.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]
