"""What the writers asked and what they were answered: noted before sending, and after."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path

from trials.write import Answer, Write


@dataclass(slots=True)
class Sent:
    """A write that left, with its answer once it is there whole."""

    write: Write
    answer: Answer | None = None


@dataclass(slots=True)
class Journal:
    """Kept in memory, and as one line of JSON an event for whoever looks into a failure."""

    path: Path
    sent: list[Sent] = field(default_factory=list)
    open: int = 0
    """Writes that are under way at this moment."""
    acknowledged: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, write: Write) -> Sent:
        """Notes a write that is about to leave."""
        one = Sent(write)
        with self._lock:
            self.sent.append(one)
            self.open += 1
            self._note("sent", write, method=write.method, path=write.path)
        return one

    def answered(self, sent: Sent, answer: Answer) -> None:
        """Notes an acknowledgement, or a refusal."""
        sent.answer = answer
        with self._lock:
            self.open -= 1
            self.acknowledged += answer.is_done
            self._note("answered", sent.write, status=answer.status)

    def broke(self, sent: Sent) -> None:
        """Notes that no answer will come."""
        with self._lock:
            self.open -= 1
            self._note("unanswered", sent.write)

    def _note(self, event: str, write: Write, **more: object) -> None:
        line = {"event": event, "token": write.token, "kind": write.kind, **more}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(line)}\n")
