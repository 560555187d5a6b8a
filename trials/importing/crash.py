"""Imports the same documents twice: once in peace, once killed over and over; then compares."""

import hashlib
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from app.importer.archives import expand
from app.importer.files import find_files, incoming_files
from trials.crash import make_database
from trials.importing.child import Import, ImportFailed, count_stored
from trials.importing.dump import make_dump
from trials.importing.outcome import Kill, Outcome, Settings, Stored
from trials.importing.state import find_differences, read_order, read_state
from trials.integrity import broken_integrity
from trials.laws import broken_laws

_LONGEST_DELAY = 0.25
"""Seconds from reaching a place in the import to the kill: about what is stored at once."""
_BATCH = 500
"""Documents that are stored at once, and so reported, on a fast machine."""
_SPREAD = 0.75
"""The part of the import over which the places lie: what is stored behind the last one is more."""
_AIM_SECONDS = 1.0
_INSIDE_SECONDS = 0.05
"""How far into a transaction a kill goes that is aimed at one."""
_GLANCE_SECONDS = 0.01
_LOOKS = 10
"""Kills between two looks at everything that is in the database."""

_MOST_LOST = 20
"""Lost documents that are named."""

Tell = Callable[[str], None]


def run(settings: Settings, folder: Path, tell: Tell) -> Outcome:
    """Makes documents and two databases in the folder; tells a line a kill."""
    outcome = Outcome(settings)
    dump = folder / "dump"
    make_dump(dump, settings.pages, settings.seed)
    outcome.files = len(find_files([dump]))
    peaceful = _make_database(folder / "peaceful")
    outcome.undisturbed = _import(peaceful, dump, settings)
    outcome.stored, _ = count_stored(peaceful)
    outcome.again = _import(peaceful, dump, settings)
    tell(f"undisturbed: {outcome.undisturbed:.1f} s, {outcome.stored}")
    killed = _make_database(folder / "killed")
    _kill_over_and_over(killed, dump, outcome, tell)
    _import(killed, dump, settings)
    outcome.last_faults += _compare(peaceful, killed, outcome)
    outcome.last_faults += islice(find_lost(killed, dump), _MOST_LOST)
    outcome.last_faults += [*broken_laws(killed), *broken_integrity(killed)]
    return outcome


def _make_database(folder: Path) -> Path:
    folder.mkdir()
    return make_database(folder)[0]


def _import(file: Path, dump: Path, settings: Settings) -> float:
    """All of it, in so many seconds."""
    with Import(file, dump, settings.processes) as running:
        return running.finish()


def _kill_over_and_over(file: Path, dump: Path, outcome: Outcome, tell: Tell) -> None:
    """At places spread over the whole import, each followed by a random delay."""
    settings = outcome.settings
    dice = random.Random(settings.seed)
    delay = min(_LONGEST_DELAY, outcome.undisturbed / 10)
    rate = outcome.files / min(outcome.undisturbed, outcome.again)
    batch = min(_BATCH, int(rate * _LONGEST_DELAY))
    reported = 0
    for number in range(1, settings.kills + 1):
        place = (number - 1 + dice.random()) / settings.kills * _SPREAD * outcome.stored.changes
        with Import(file, dump, settings.processes) as running:
            _wait(running, place, max(reported - batch, min(reported, 1)))
            time.sleep(dice.uniform(0, delay))
            if number % 4 < 2:
                _aim(running)
                time.sleep(dice.uniform(0, _INSIDE_SECONDS))
            if not running.is_running():
                running.finish()
                tell(f"kill {number:3} came too late: the import was done")
                return
            reported = max(reported, running.reported)
            kill = _kill(running, number)
        if number % _LOOKS == 0:
            kill.faults += [*broken_laws(file), *broken_integrity(file)]
        outcome.kills.append(kill)
        tell(str(kill))
        for fault in kill.faults:
            tell(f"  {fault}")


def _wait(running: Import, changes: float, reported: int) -> None:
    """Until as many changes are stored, and the import is about where it was killed before."""
    while running.is_running():
        if running.reported >= reported and _changes(running.file) >= changes:
            return
        time.sleep(_GLANCE_SECONDS)


def _aim(running: Import) -> None:
    """Waits for a transaction, but not for ever."""
    deadline = time.monotonic() + _AIM_SECONDS
    while time.monotonic() < deadline and not running.is_storing():
        time.sleep(_GLANCE_SECONDS / 10)


def _changes(file: Path) -> int:
    return count_stored(file)[0].changes


def _kill(running: Import, number: int) -> Kill:
    """All processes of it, or by turns only the one that stores."""
    seconds = running.seconds
    running.pause()
    is_storing = running.is_storing()
    stored, is_in_list = _count_paused(running.file)
    kill = Kill(number, "all" if number % 2 else "parent", seconds, stored, is_storing, is_in_list)
    try:
        kill.lingered = running.kill(kill.whom)
    except ImportFailed as error:
        kill.faults.append(str(error))
    return kill


def _count_paused(file: Path) -> tuple[Stored, bool]:
    """What is committed; nothing where the import was stopped while the log was being reset."""
    try:
        return count_stored(file)
    except sqlite3.OperationalError:
        return Stored(), False


def _compare(peaceful: Path, killed: Path, outcome: Outcome) -> Iterator[str]:
    expected = read_state(peaceful)
    outcome.rows = {table: len(rows) for table, rows in sorted(expected.items())}
    yield from find_differences(expected, read_state(killed))
    if read_order(peaceful) != read_order(killed):
        yield "the change feed tells of the same changes in another order"


def find_lost(file: Path, dump: Path) -> Iterator[str]:
    """Documents of which there is neither a record nor a list nor a refusal."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        kept = dict(
            connection.execute(
                "SELECT d.sha256, CASE WHEN d.project_id IS NOT NULL OR q.code IS NOT NULL THEN 1"
                " ELSE EXISTS (SELECT 1 FROM project_version AS v"
                " WHERE instr(v.provenance, d.sha256)) END"
                " FROM document AS d LEFT JOIN quarantine AS q ON q.sha256 = d.sha256"
            )
        )
    for sent in incoming_files(find_files([dump])):
        for one in expand(sent):
            content = one.content
            if content is None and one.path is not None:
                content = one.path.read_bytes()
            if content is None:
                continue
            if not kept.get(hashlib.sha256(content).hexdigest()):
                yield f"LOST: {one.name}"
