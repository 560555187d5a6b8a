"""Sends writes again, byte for byte, as a client does that never heard back: one effect only."""

from collections.abc import Iterator

from trials.door import Door
from trials.journal import Sent
from trials.traces import Traces
from trials.write import Answer


def retry_unanswered(sent: Sent, traces: Traces, door: Door) -> Iterator[str]:
    """Asks twice more, and takes the first answer for the write's own; says what is wrong."""
    was_there = sent.write.token in traces.answers
    first, second = door.send(sent.write), door.send(sent.write)
    sent.answer = first
    if was_there and not (first.is_done and first.is_replay):
        yield f"{sent.write.token}: its effect is there, the retry was answered {first.status}"
    if first.is_replay and not was_there:
        yield f"{sent.write.token}: a retry was answered as a replay of nothing"
    if first.is_done:
        yield from _difference(sent, first, second)
    elif second.status != first.status:
        yield f"{sent.write.token}: {first.status} became {second.status}"


def repeat_answered(sent: Sent, door: Door) -> Iterator[str]:
    """Asks once more for what was acknowledged; says what is wrong."""
    if sent.answer is not None:
        yield from _difference(sent, sent.answer, door.send(sent.write))


def _difference(sent: Sent, first: Answer, again: Answer) -> Iterator[str]:
    if not again.is_replay:
        yield f"{sent.write.token}: the retry was not answered as a replay, but {again.status}"
    if (again.status, again.body) != (first.status, first.body):
        yield f"{sent.write.token}: the retry was answered otherwise than the write"
