"""Records as JSON objects: one a line (NDJSON), or the members of an array; in constant memory.

Figures are kept as they are written. A line in disorder costs itself only; an array in disorder
cannot be read any further.
"""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from app.importer.cells.notation import Plain
from app.importer.tables.row import MAX_COLUMNS, MAX_ROW, Record, in_disorder

_BEGIN = re.compile(r'\ufeff?\s*(?P<envelope>\{\s*"data"\s*:\s*(?=\[))?(?P<array>\[)?\s*')
"""What may stand before the first object: an answer of ours has its rows in an envelope."""
_GAP = re.compile(r"[\s,]*")
_KEY = re.compile(r'"([^"\\]{1,100})"\s*:')
_CHUNK = 1 << 16
_LINES_TRIED = 50
_DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_float=Plain, parse_int=Plain, parse_constant=Plain
)
"""An object is the tuple of its pairs, so that a key that stands twice is seen."""
_LISTS = "quality_issues"
"""The one field whose value is an array."""


def read_lines(file: TextIO) -> Iterator[Record]:
    """A record of each line that is not blank; its number is that of the line."""
    number = 0
    while line := file.readline(MAX_ROW + 1):
        number += 1
        if len(line) > MAX_ROW:
            yield in_disorder(number, line, f"it has more than {MAX_ROW} characters")
            while line and not line.endswith("\n"):
                line = file.readline(MAX_ROW)
        elif text := line.strip():
            yield _read_line(number, text)


def read_array(file: TextIO) -> Iterator[Record]:
    """A record of each object of an array, counted from 1; one object alone is read too."""
    text, number = file.read(_CHUNK), 0
    begin = _BEGIN.match(text)
    is_open, at = (begin["array"] is not None, begin.end()) if begin else (False, 0)
    while True:
        at = _end_of_gap(text, at)
        if at == len(text):
            text, at = file.read(_CHUNK), 0
            if text:
                continue
            if is_open:
                yield in_disorder(number + 1, "", "the file is cut short: the array has no end")
            return
        if text[at] == "]" and is_open:
            return
        number += 1
        text, found = _next_value(text[at:], file)
        if found is None:
            yield in_disorder(number, text, "from here on the file is no JSON")
            return
        value, at = found
        yield _make_record(number, value, text[:at])


def _end_of_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def first_keys(text: str) -> tuple[str, ...]:
    """The keys of the first object of a text that begins like JSON; none where it has none."""
    bare = _BEGIN.sub("", text, count=1)
    keys = _keys_of(bare)
    if not keys and len(bare) > _CHUNK and bare.startswith("{"):  # an object beyond what was read
        return tuple(dict.fromkeys(_KEY.findall(bare[:_CHUNK])))
    return keys or next(filter(None, map(_keys_of, _first_lines(text))), ())


def is_lines(text: str) -> bool:
    """Whether one of the first lines of a text that begins with an object is one by itself."""
    begin = _BEGIN.match(text)
    is_array = begin is not None and begin["array"] is not None
    return not is_array and any(map(_keys_of, _first_lines(text)))


def _first_lines(text: str) -> list[str]:
    return [line.strip("\ufeff ") for line in text.splitlines()[:_LINES_TRIED]]


def _keys_of(text: str) -> tuple[str, ...]:
    try:
        value, _ = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(str(key) for key, _ in value) if isinstance(value, tuple) else ()


def _next_value(text: str, file: TextIO) -> tuple[str, tuple[object, int] | None]:
    """The value that a text begins with and where it ends, reading on where it is not whole."""
    while True:
        try:
            return text, _DECODER.raw_decode(text)
        except (ValueError, RecursionError):
            more = file.read(_CHUNK) if len(text) <= MAX_ROW else ""
            if not more:
                return text, None
            text += more


def _read_line(number: int, text: str) -> Record:
    try:
        value, end = _DECODER.raw_decode(text)
    except RecursionError:
        return in_disorder(number, text, "it is nested too deeply")
    except json.JSONDecodeError as error:
        return in_disorder(number, text, f"it is no JSON at character {error.pos + 1}: {error.msg}")
    if text[end:].strip():
        return in_disorder(number, text, f"something stands behind the object, at {end + 1}")
    return _make_record(number, value, text)


def _make_record(number: int, value: object, text: str) -> Record:
    if not isinstance(value, tuple):
        return in_disorder(number, text, "it is no JSON object")
    names = tuple(str(name) for name, _ in value)
    if len(names) > MAX_COLUMNS:
        return in_disorder(number, text, f"it has more than {MAX_COLUMNS} keys")
    if len(set(names)) < len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        return in_disorder(number, text, f"it names the key {twice[:80]!r} twice")
    cells = [_to_text(name, one) for name, one in value]
    nested = [name for name, cell in zip(names, cells, strict=True) if cell is None]
    if nested:
        return in_disorder(number, text, f"the value of {nested[0][:80]!r} is no single one")
    return Record(number, names, [cell or "" for cell in cells])


def _to_text(name: str, value: object) -> str | None:
    """A value as a cell; None for one that no cell can hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if name == _LISTS and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return None
