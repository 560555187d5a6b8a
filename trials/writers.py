"""Writers at full speed, each a thread with a connection of its own, until the service is killed.

They stop by nothing else: what happens to them before is a fault.
"""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from trials.choice import Choice, Shown
from trials.door import Door, Unanswered
from trials.journal import Journal
from trials.server import Server


@dataclass(slots=True)
class Writers:
    """All writers of one round, whose name begins their tokens."""

    server: Server
    journal: Journal
    name: str
    seed: str
    faults: list[str] = field(default_factory=list)
    _killed: threading.Event = field(default_factory=threading.Event)
    _threads: Sequence[threading.Thread] = ()

    def start(self, number: int) -> None:
        """Sets that many to work."""
        self._threads = [
            threading.Thread(target=self._write, args=(f"{self.name}-{one}",), daemon=True)
            for one in range(1, number + 1)
        ]
        for thread in self._threads:
            thread.start()

    def kill_server(self) -> None:
        """Kills the service under their hands, and waits for them to notice."""
        self._killed.set()
        self.server.kill()
        for thread in self._threads:
            thread.join()

    def _write(self, name: str) -> None:
        choice = Choice(name, random.Random(f"{self.seed}-{name}"))
        with self.server.door() as door:
            shown = None
            try:
                while True:
                    shown = self._write_one(door, choice, shown)
            except Unanswered as error:
                if not self._killed.is_set():
                    self.faults.append(f"{name}: broken off before the kill: {error}")

    def _write_one(self, door: Door, choice: Choice, shown: Shown | None) -> Shown | None:
        """What the answer shows, where the writer goes on with it."""
        if shown is None:
            number = choice.number()
            shown = Shown.of(number, door.get(f"/v1/projects/{number}"))
        write = choice.make(shown)
        sent = self.journal.send(write)
        try:
            answer = door.send(write)
        except Unanswered:
            self.journal.broke(sent)
            raise
        self.journal.answered(sent, answer)
        shows_record = answer.is_done and "etag" in answer.headers
        return Shown.of(shown.id, answer) if shows_record and choice.goes_on() else None
