"""What a body states of a record: field → value, with everything wrong that can be told of the
body alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.fields import BY_NAME, FIELDS
from app.domain.record import Value
from app.faults import Fault, RecordRejected, ValueRefused, cut, quoted
from app.json_text import MAX_FAULTS, Json, member
from app.query.nearest import nearest
from app.writing.members import read_member

WRITABLE = tuple(field.name for field in FIELDS if not field.flags.computed)
"""Fields that a writer may set, in table order."""

MAX_MEMBERS = 500
"""More are no record; each that is unknown would cost a fault and a hint."""


@dataclass(frozen=True, slots=True)
class Given:
    """The values that a body names, and its faults; `pointer` is where the record stands in it."""

    values: Mapping[str, Value]
    faults: list[Fault] = field(default_factory=list)
    pointer: str = ""

    def fault(
        self,
        name: str,
        code: str,
        detail: str,
        hint: str | None = None,
        allowed: tuple[str, ...] = (),
    ) -> None:
        """Notes a fault of one field."""
        where = member(self.pointer, cut(name))
        self._note(Fault(where, code, detail, hint, allowed, "body"))

    def refuse(self, name: str, refused: ValueRefused) -> None:
        """Notes a value that cannot be taken."""
        self._note(refused.at(member(self.pointer, name), "body"))

    def _note(self, fault: Fault) -> None:
        if len(self.faults) == MAX_FAULTS:
            detail = f"More than {MAX_FAULTS} things are wrong; these are the first."
            fault = Fault(self.pointer, "too-long", detail, place="body")
        if len(self.faults) <= MAX_FAULTS:
            self.faults.append(fault)

    def has_fault(self, name: str) -> bool:
        """Whether something is wrong with a field already."""
        return any(fault.where == member(self.pointer, name) for fault in self.faults)

    def require_sound(self) -> None:
        """Raises `RecordRejected` where anything is wrong so far."""
        if self.faults:
            raise RecordRejected(self.faults)


def read_given(body: Json, pointer: str = "") -> Given:
    """The members of a JSON object as values of their fields."""
    if not isinstance(body, dict):
        fault = Fault(pointer, "wrong-type", "A record is a JSON object.", place="body")
        return Given({}, [fault], pointer)
    values: dict[str, Value] = {}
    given = Given(values, pointer=pointer)
    if len(body) > MAX_MEMBERS:
        detail = f"The object has more than {MAX_MEMBERS} members."
        return Given({}, [Fault(pointer, "too-long", detail, place="body")], pointer)
    for name, value in body.items():
        if name not in BY_NAME:
            hint = nearest(name, BY_NAME)
            given.fault(name, "unknown-field", f"There is no field {quoted(name)}.", hint)
            continue
        try:
            values[name] = read_member(BY_NAME[name], value)
        except ValueRefused as refused:
            given.refuse(name, refused)
    return given
