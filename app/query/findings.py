"""What is wrong with a JSON value, each with its JSON pointer (RFC 6901), up to a number."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

from app.faults import Fault, ValueRefused, cut, quoted
from app.json_text import MAX_FAULTS, Json, member, repetitions
from app.query.nearest import nearest


def in_body(pointer: str, refused: ValueRefused) -> Fault:
    """A fault of a member of the body."""
    return refused.at(pointer, "body")


def in_parameter(pointer: str, refused: ValueRefused) -> Fault:
    """A fault within the JSON text of the parameter `where`."""
    detail = f"At {pointer}: {refused.detail}" if pointer else refused.detail
    return Fault("where", refused.code, detail, refused.hint, refused.allowed)


def _unmeant(_: str) -> str | None:
    return None


@dataclass(slots=True)
class Findings:
    """Everything that is wrong so far; once it is `full`, nothing more need be read."""

    make: Callable[[str, ValueRefused], Fault]
    faults: list[Fault] = field(default_factory=list)
    full: bool = False

    def refuse(self, pointer: str, refused: ValueRefused) -> None:
        """Notes a refusal; its hint is no part of an address here."""
        if self.full:
            return
        hint = unquote(refused.hint) if refused.hint else None
        plain = ValueRefused(refused.code, refused.detail, hint, refused.allowed)
        self.faults.append(self.make(pointer, plain))
        if len(self.faults) >= MAX_FAULTS:
            self.end("", f"More than {MAX_FAULTS} things are wrong; these are the first.")

    @contextmanager
    def at(self, pointer: str) -> Iterator[None]:
        """Notes what is refused meanwhile as a fault of this place, and goes on."""
        try:
            yield
        except ValueRefused as refused:
            self.refuse(pointer, refused)

    def end(self, pointer: str, detail: str) -> None:
        """Notes that it goes on for too long, and takes nothing more."""
        if not self.full:
            self.full = True
            self.faults.append(self.make(pointer, ValueRefused("too-long", detail)))

    def refuse_repetitions(self, given: Json) -> None:
        """Notes every key that stands twice in its object."""
        for pointer, detail in repetitions(given):
            self.refuse(pointer, ValueRefused("repeated", detail))

    def refuse_unknown(
        self,
        given: Mapping[str, Json],
        known: Collection[str],
        at: str,
        meant: Callable[[str], str | None] = _unmeant,
    ) -> None:
        """Notes every member of an object that is none of those known; the hint is what it is
        `meant` to be, or the nearest name."""
        for name in given:
            if name not in known:
                detail = f"There is no member {quoted(name)} here."
                hint = meant(name) or nearest(name, known)
                refused = ValueRefused("unknown-parameter", detail, hint, tuple(known))
                self.refuse(member(at, cut(name)), refused)
            if self.full:
                return
