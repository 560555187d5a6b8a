"""Columns that grow at their end. What was handed out before stays as it is.

Room is doubled when it is used up; room that nothing was written to takes no memory.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.mirror.columns import Coded, CodedValue, Codes, Integers

_WIDTHS = (np.uint8, np.uint16, np.int32)


class Ordinals(dict[str | int, int]):
    """Days by their stored text, each read once; `MISSING` is itself."""

    def __missing__(self, stored: str | int) -> int:
        day = stored if isinstance(stored, int) else date.fromisoformat(stored).toordinal()
        self[stored] = day
        return day


class Numbering(dict[Any, int]):
    """Codes of stored values, given in the order in which they come up."""

    def __init__(self, read: Callable[[Any], CodedValue]) -> None:
        super().__init__()
        self.values_read: list[CodedValue] = []
        self._read = read

    def __missing__(self, stored: object) -> int:
        code = len(self.values_read)
        self.values_read.append(self._read(stored))
        self[stored] = code
        return code


class Numbers:
    """A growing column of numbers."""

    def __init__(self, data: Integers) -> None:
        self._data = data

    @classmethod
    def with_room(cls, room: int) -> "Numbers":
        """An empty column that so many numbers fit into."""
        return cls(np.empty(room, np.int64))

    def only(self, rows: Integers) -> "Numbers":
        """A column of these rows alone."""
        return Numbers(self._data[rows])

    def write(self, at: int, values: Integers) -> None:
        """Puts values behind the first `at` ones."""
        self._data = _roomy(self._data, at, at + len(values))
        self._data[at : at + len(values)] = values

    def first(self, count: int) -> Integers:
        """The values up to a place, not to be written to."""
        return _shown(self._data, count)


class Coding:
    """A growing column of codes, wide enough for all of them."""

    def __init__(self, data: NDArray[Any], numbering: Numbering) -> None:
        self._data = data
        self._numbering = numbering

    @classmethod
    def with_room(cls, room: int, read: Callable[[Any], CodedValue]) -> "Coding":
        """An empty column that so many codes fit into; `read` makes values of stored ones."""
        return cls(np.empty(room, _WIDTHS[0]), Numbering(read))

    def only(self, rows: Integers) -> "Coding":
        """A column of these rows alone, with the same codes."""
        return Coding(self._data[rows], self._numbering)

    def write(self, at: int, stored: Sequence[object]) -> None:
        """Puts the codes of stored values behind the first `at` ones."""
        codes = np.fromiter(map(self._numbering.__getitem__, stored), np.int32, len(stored))
        width = next(each for each in _WIDTHS if len(self._numbering) - 1 <= np.iinfo(each).max)
        if self._data.dtype != width:
            self._data = self._data.astype(width)
        self._data = _roomy(self._data, at, at + len(codes))
        self._data[at : at + len(codes)] = codes

    def first(self, count: int) -> Coded:
        """The codes up to a place, not to be written to, with what they mean."""
        codes: Codes = _shown(self._data, count)
        return Coded(codes, self._numbering.values_read)


def _roomy(data: NDArray[Any], kept: int, wanted: int) -> NDArray[Any]:
    """The column itself, or a longer one with its first values."""
    if wanted <= len(data):
        return data
    longer = np.empty(max(wanted, 2 * len(data)), data.dtype)
    longer[:kept] = data[:kept]
    return longer


def _shown(data: NDArray[Any], count: int) -> NDArray[Any]:
    shown = data[:count]
    shown.flags.writeable = False
    return shown
