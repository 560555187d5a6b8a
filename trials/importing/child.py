"""`projektbank import` in processes of its own, which can be stopped at any moment and killed."""

import fcntl
import os
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

from trials.importing.outcome import Stored, Whom
from trials.server import environment

_LINGER_SECONDS = 20.0
"""What processes get to notice that the one that they work for is gone."""
_WRITER = 120
"""The byte of the file beside SQLite's log that whoever writes has locked."""
_LOCK = "hhqqi4x"
_COUNTED = re.compile(rb"\n\d+ created, [^\n]+\n$")
_COUNTS = (
    "SELECT (SELECT count(*) FROM document), (SELECT latest_seq FROM dataset),"
    " (SELECT count(*) FROM quarantine) + (SELECT count(*) FROM refused_row),"
    " EXISTS (SELECT 1 FROM quarantine WHERE code = 'unfinished')"
)


class ImportFailed(Exception):
    """An import that ended otherwise than with its report."""


class Import:
    """One run of the command on a folder; its report goes to a file beside the database."""

    def __init__(self, file: Path, folder: Path, processes: int) -> None:
        self.file, self._began = file, time.monotonic()
        self._report = file.with_suffix(".report")
        self._seen = 0
        self.reported = 0
        """Documents of which the report has told."""
        command = ("import", str(folder), "--processes", str(processes))
        with self._report.open("wb") as report, file.with_suffix(".log").open("ab") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "app", *command),
                cwd=file.parent,
                env=environment(file),
                stdout=report,
                stderr=log,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._signal(signal.SIGKILL)

    @property
    def seconds(self) -> float:
        """Since it was started."""
        return time.monotonic() - self._began

    def is_running(self) -> bool:
        """Looks at the report, and whether more will come."""
        ended = self._process.poll() is not None
        with self._report.open("rb") as report:
            report.seek(self._seen)
            lines = report.read().split(b"\n")[:-1]
        self._seen += sum(len(line) + 1 for line in lines)
        self.reported += sum(not line.startswith(b" ") for line in lines)
        return not ended

    def finish(self) -> float:
        """Waits for the end; the seconds since the start. Raises `ImportFailed`."""
        code = self._process.wait()
        seconds = self.seconds
        if not _COUNTED.search(self._report.read_bytes()[-1_000:]):
            raise ImportFailed(f"the import ended with {code} and without its counts")
        return seconds

    def pause(self) -> None:
        """Stops it where it is."""
        self._signal(signal.SIGSTOP)

    def is_storing(self) -> bool:
        """Whether it is inside a transaction."""
        with suppress(OSError), self.file.with_name(f"{self.file.name}-shm").open("rb") as file:
            asked = struct.pack(_LOCK, fcntl.F_WRLCK, os.SEEK_SET, _WRITER, 1, 0)
            found = struct.unpack(_LOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
            return bool(found[0] != fcntl.F_UNLCK)
        return False

    def kill(self, whom: Whom) -> float:
        """`kill -9`; the seconds until no process of it is left.

        Raises `ImportFailed` where one stays; it is killed too.
        """
        if whom == "parent":
            os.kill(self._process.pid, signal.SIGKILL)
            self._signal(signal.SIGCONT)  # the others were stopped with it
        else:
            self._signal(signal.SIGKILL)
        self._process.wait()
        began = time.monotonic()
        while left := _living_of(self._process.pid):
            if time.monotonic() - began > _LINGER_SECONDS:
                self._signal(signal.SIGKILL)
                raise ImportFailed(f"{len(left)} processes outlived the import: {left}")
            time.sleep(0.005)
        return time.monotonic() - began

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def count_stored(file: Path) -> tuple[Stored, bool]:
    """How far the import has come, and whether a list is half taken in."""
    uri = f"{file.as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        documents, changes, refused, is_in_list = connection.execute(_COUNTS).fetchone()
    return Stored(documents, changes, refused), bool(is_in_list)


def _living_of(session: int) -> list[int]:
    """Processes of a session that have not ended."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                state, _, _, own = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
                if int(own) == session and state != "Z":
                    found.append(int(folder.name))
    return found
