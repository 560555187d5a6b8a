"""Programs that write to a database at full speed, each in a process of its own, until stopped."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from app.database import Database
from tests.backup.states import dataset_of
from tests.importer.files import import_files, write
from tests.importer.pages import make_page

ROOT = Path(__file__).parents[2]
PROJECTS = 7
"""Few, so that every record gets many versions."""


@contextmanager
def writing(database: Database, writers: int = 2) -> Iterator[Callable[[], None]]:
    """That many writers are at work, and have written, while the block runs.

    What it gives waits until they have written more.
    """
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.backup.writers", database.url, str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        for number in range(writers)
    ]
    try:
        for process in running:
            assert process.stdout
            assert process.stdout.readline() == b"written\n"
        yield partial(_wait_for_more, database.path)
        assert [process.poll() for process in running] == [None] * writers
    finally:
        for process in running:
            process.kill()
            process.communicate()


def _wait_for_more(path: Path) -> None:
    before = dataset_of(path)[1]
    while dataset_of(path)[1] < before + PROJECTS:
        time.sleep(0.01)


def write_endlessly(database: Database, writer: int) -> None:
    """Each page changes a record; each import is a transaction of its own."""
    with TemporaryDirectory() as folder:
        for n in count(1):
            facts = {"Diarienummer": f"2020/0000{n % PROJECTS}", "Utlysning": f"{writer}-{n}"}
            page = make_page(**facts, E_post="", summary=f"Text {n} av {writer}. " * 50)
            list(import_files(database, [write(Path(folder), page, "sida.txt")]))
            if n == PROJECTS:
                print("written", flush=True)  # noqa: T201


if __name__ == "__main__":
    write_endlessly(Database(sys.argv[1]), int(sys.argv[2]))
