"""Kills the service under its writers, over and over, and looks after each kill what is there."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from app.database import Database
from app.domain.keys import Scope
from app.migration import migrate
from app.store.keys import add_key
from trials.door import Door
from trials.integrity import broken_integrity
from trials.journal import Journal, Sent
from trials.judge import Judge
from trials.laws import broken_laws
from trials.outcome import Kill, Outcome, Settings
from trials.retries import repeat_answered, retry_unanswered
from trials.server import Server
from trials.traces import Traces
from trials.writers import Writers

_REPEATED = 3
"""Acknowledged writes, the last before a kill, that are sent again after it."""
_IDLE_SECONDS = 10
"""What a slow machine gets for its first acknowledgement."""

Tell = Callable[[str], None]


def run(settings: Settings, folder: Path, tell: Tell) -> Outcome:
    """Makes a database in the folder and has it suffer; tells a line a kill."""
    outcome = Outcome(settings)
    dice = random.Random(settings.seed)
    with Server(*make_database(folder)) as server:
        journal = Journal(folder / "journal.ndjson")
        server.start()
        for number in range(1, settings.kills + 1):
            kill = Kill(number, dice.uniform(0.2, settings.longest))
            before = len(journal.sent)
            _kill(server, journal, kill, settings)
            kill.restart_seconds = server.start()
            _look(server, journal.sent[before:], kill, outcome)
            outcome.kills.append(kill)
            tell(str(kill))
            for fault in kill.faults:
                tell(f"  {fault}")
        outcome.last_faults = _look_at_everything(server, journal)
    return outcome


def make_database(folder: Path) -> tuple[Path, str]:
    """An empty database in the folder, and a key that may write to it."""
    file = folder.absolute() / "projektbank.db"
    database = Database(f"sqlite:///{file}")
    migrate(database)
    with database.write() as session:
        key, _ = add_key(session, "Kim Exempel", Scope.WRITE, None)
    database.close()
    return file, key


def _kill(server: Server, journal: Journal, kill: Kill, settings: Settings) -> None:
    """At a random moment, with a write under way; not before one was acknowledged."""
    before = journal.acknowledged
    writers = Writers(server, journal, f"k{kill.number}", str(settings.seed))
    writers.start(settings.writers)
    time.sleep(kill.seconds)
    deadline = time.monotonic() + _IDLE_SECONDS
    while time.monotonic() < deadline and not (journal.open and journal.acknowledged > before):
        time.sleep(0.0005)
    writers.kill_server()
    kill.faults += writers.faults


def _look(server: Server, sent: list[Sent], kill: Kill, outcome: Outcome) -> None:
    """At the laws, and at every write since the kill before."""
    kill.faults += [*broken_laws(server.file), *broken_integrity(server.file)]
    with server.door() as door:
        traces = Traces.read(server.file)
        judge = Judge(traces, door)
        for one in sent:
            faults = judge.faults(one)
            kill.faults += faults
            _count(one, kill, outcome, there=judge.is_there(one.write), sound=not faults)
        done = [one for one in sent if one.write.once and one.answer and one.answer.is_done]
        kill.faults += _retry(server, door, [one for one in sent if not one.answer], traces, kill)
        for one in done[-_REPEATED:]:
            kill.faults += repeat_answered(one, door)


def _count(one: Sent, kill: Kill, outcome: Outcome, *, there: bool, sound: bool) -> None:
    if one.answer is None:
        kill.in_flight += 1
        kill.there += there
        outcome.in_flight[one.write.kind, there] += 1
        return
    outcome.answered[one.write.kind, one.answer.status] += 1
    if one.answer.is_done:
        kill.acknowledged += 1
        kill.found += sound
    else:
        kill.refused += 1


def _retry(
    server: Server, door: Door, unanswered: list[Sent], traces: Traces, kill: Kill
) -> list[str]:
    retried = [one for one in unanswered if one.write.once]
    kill.retried = len(retried)
    faults = [fault for one in retried for fault in retry_unanswered(one, traces, door)]
    judge = Judge(Traces.read(server.file), door)
    return faults + [fault for one in retried for fault in judge.faults(one)]


def _look_at_everything(server: Server, journal: Journal) -> list[str]:
    """Every write of the run once more: what was there after one kill is there after all."""
    with server.door() as door:
        judge = Judge(Traces.read(server.file), door)
        faults = [fault for one in journal.sent for fault in judge.faults(one)]
    return [*broken_laws(server.file), *broken_integrity(server.file), *faults]
