"""A value that crosses from one process to another unopened: most are never looked into."""

import pickle
from typing import Generic, TypeVar

T = TypeVar("T")


class Sealed(Generic[T]):
    """A value that is packed when it is sent, and opened when it is asked for."""

    __slots__ = ("_packed", "_value")

    def __init__(self, value: T) -> None:
        self._value: T | None = value
        self._packed = b""

    def open(self) -> T:
        """The value."""
        if self._value is None:
            self._value = pickle.loads(self._packed)  # noqa: S301  (packed by a process of ours)
        return self._value

    def __getstate__(self) -> bytes:
        return self._packed or pickle.dumps(self._value, pickle.HIGHEST_PROTOCOL)

    def __setstate__(self, packed: bytes) -> None:
        self._value, self._packed = None, packed
