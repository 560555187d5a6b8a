"""Holds each write against what it left: there whole and once, or not at all, as it was answered.

Values are asked of the service itself, as of the moment of the write: later ones may have followed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from trials.door import Door, Unanswered
from trials.journal import Sent
from trials.traces import Effect, Traces
from trials.write import Answer, Write

_REFUSALS = frozenset({404, 409, 412, 422})
"""What writers on shared records meet in honour: gone, there already, changed, a flawed row."""
_WRITTEN = frozenset({"created", "updated", "deleted"})
_TELLING = ("call_number", "planned_participants", "summary", "total_budget")
"""Fields that differ between any two writes."""

State = Mapping[str, Any]


class Judge:
    """Of writes that nobody is sending any more."""

    def __init__(self, traces: Traces, door: Door) -> None:
        self._traces, self._door = traces, door
        self._states: dict[tuple[str, int], State | None] = {}

    def is_there(self, write: Write) -> bool:
        """Whether it left a version."""
        return write.token in self._traces.effects

    def faults(self, sent: Sent) -> list[str]:
        """A sentence for everything that is wrong; empty where all is well."""
        effects = self._traces.effects.get(sent.write.token, ())
        moved = self._traces.moved.get(sent.write.token, ())
        found = [
            *_shape(sent.write, effects, moved),
            *self._values(sent.write, effects),
            *self._answered(sent, effects),
            *(self._stored_answer(sent, bool(effects)) if sent.write.once else ()),
        ]
        return [f"{sent.write.token} ({sent.write.kind}): {one}" for one in found]

    def _values(self, write: Write, effects: tuple[Effect, ...]) -> Iterator[str]:
        for effect in effects:
            state = self._state(effect.id, effect.dataset_version)
            if write.deletes:
                if state is not None:
                    yield f"{effect.id} is still there after its deletion"
                continue
            wanted = dict(write.values.get(effect.id, {}))
            if write.like is not None:
                then = self._state_of(effect.id, write.like) or {}
                wanted = {name: then.get(name) for name in _TELLING}
            yield from _differences(effect.id, wanted | {"version": effect.version}, state)

    def _answered(self, sent: Sent, effects: tuple[Effect, ...]) -> Iterator[str]:
        write, answer = sent.write, sent.answer
        if answer is None:
            return
        if not answer.is_done:
            if effects:
                yield f"refused with {answer.status}, yet there: {effects}"
            if answer.status not in _REFUSALS:
                yield f"answered {answer.status}: {answer.body[:200]!r}"
        elif "bulk" in write.kind:
            yield from _reported(answer, effects)
        elif not effects and write.like is None:
            yield "LOST: acknowledged, and nowhere in the history"
        elif not write.deletes:
            told = answer.to_json()
            yield from _differences(
                told["id"], told, self._state_of(told["id"], told["version"]), "LOST: "
            )

    def _stored_answer(self, sent: Sent, there: bool) -> Iterator[str]:
        stored = self._traces.answers.get(sent.write.token)
        done = there if sent.answer is None else sent.answer.is_done
        unchanged = sent.answer is None and sent.write.like is not None and not there
        if (stored is not None) != done and not unchanged:
            yield f"its stored answer is {'there' if stored else 'missing'} against its effect"
        if stored and sent.answer and stored["body"].encode() != sent.answer.body:
            yield "its stored answer is another one"

    def _state_of(self, id: str, version: int) -> State | None:
        moment = self._traces.moments.get((id, version))
        return None if moment is None else self._state(id, moment)

    def _state(self, id: str, dataset_version: int) -> State | None:
        """The record as the service shows it as of then; None where it was not there."""
        if (id, dataset_version) not in self._states:
            path = f"/v1/projects/{id}?as_of={dataset_version}"
            answer = self._door.get(path)
            if not answer.is_done and answer.status != 404:
                raise Unanswered(f"{path}: {answer.status}")
            self._states[id, dataset_version] = answer.to_json() if answer.is_done else None
        return self._states[id, dataset_version]


def _shape(write: Write, effects: tuple[Effect, ...], moved: tuple[Effect, ...]) -> Iterator[str]:
    touched = sorted(effect.id for effect in effects)
    if effects and touched != sorted(write.values):
        yield f"half, twice or astray: touched {touched}, meant {sorted(write.values)}"
    if moved and not effects:
        yield f"half: others were moved to its owner: {moved}"
    if any((effect.op == "delete") != write.deletes for effect in effects):
        yield f"of another kind: {effects}"


def _reported(answer: Answer, effects: tuple[Effect, ...]) -> Iterator[str]:
    rows = answer.to_json()["data"]
    told = {(row["id"], row["version"]) for row in rows if row["status"] in _WRITTEN}
    there = {(effect.id, effect.version) for effect in effects}
    if told != there or not told:
        yield f"LOST: told of {sorted(told - there)}, silent on {sorted(there - told)}"


def _differences(id: str, wanted: State, state: State | None, word: str = "") -> Iterator[str]:
    if state is None:
        yield f"{word}{id} cannot be seen as of then"
        return
    for name, value in wanted.items():
        if state.get(name) != value:
            yield f"{word}{id}.{name} is {state.get(name)!r}, not {value!r}"
