"""The text of a saved page, line by line as a project page prints it as text: the heading, labels
each with its value on the next line, the running text."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from app.domain.collation import fold
from app.importer.pages.html.beside import runs_beside
from app.importer.pages.html.headings import is_end
from app.importer.pages.html.lines import TEXT, Line, Lines
from app.importer.pages.html.runs import PARAGRAPH, Runs
from app.importer.pages.plain import plain

_MOST_BESIDE = 80
"""Signs of a line above the block that may be anything; a longer paragraph is running text."""
_NO_TEXT = re.compile(r"(?:dela|lyssna|publicera|senast|sidan|skriv ut|uppdatera)|.*:$", re.DOTALL)
"""How lines of the site between heading and labels begin, and what announces something."""
_WORDS = 3
"""Words of a short paragraph; fewer are one only with a full stop."""


def text_of(page: str) -> list[str]:
    """The page's text; where it has a label block, the page's heading stands right above it."""
    runs, boxes = Runs.of(page)
    lines = Lines(runs)
    if lines.first is None:
        return list(_write(lines.all))
    if boxes and (beside := runs_beside(runs[: lines.end], boxes, lines.value_gap)):
        lines = Lines([*runs[: lines.end], *beside, *runs[lines.end :]])
    return list(_write(_in_order(lines.all, lines.first or 0)))


def _in_order(lines: Sequence[Line], first: int) -> list[Line]:
    """The lines with the heading right above the block, which begins with the line `first`."""
    heading = _heading(lines, first)
    above = [line for line in lines[:first] if line is not heading]
    below = [line for line in lines[first:] if line is not heading]
    below = list(takewhile(lambda line: not (line.level and is_end(line.text, line.level)), below))
    if all(line.kind is not TEXT for line in below):
        text, above = _running_text(above, lines[:first], heading)
        below += text
    return [*above, *([heading] if heading else ()), *below]


def _heading(lines: Sequence[Line], first: int) -> Line | None:
    """The heading of the highest level, of these the nearest above the block, else below it."""
    texts = [(index, line) for index, line in enumerate(lines) if line.kind is TEXT]
    for level in (1, 2):
        above = [line for index, line in texts if line.level == level and index < first]
        below = [line for index, line in texts if line.level == level and index > first]
        if above or (below and level == 1):
            return above[-1] if above else below[0]
    return None


def _running_text(
    above: Sequence[Line], whole: Sequence[Line], heading: Line | None
) -> tuple[list[Line], list[Line]]:
    """The paragraphs of text above the block, and the rest; behind the heading short ones too."""
    behind = next((index for index, line in enumerate(whole) if line is heading), len(whole))
    text: list[Line] = []
    rest: list[Line] = []
    for index, line in enumerate(above):
        is_text = _is_paragraph(line, is_behind=index >= behind)
        (text if is_text else rest).append(line)
    return text, rest


def _is_paragraph(line: Line, *, is_behind: bool) -> bool:
    if line.gap != PARAGRAPH or line.level:
        return False
    if len(line.text) > _MOST_BESIDE or not is_behind:
        return len(line.text) > _MOST_BESIDE
    text = fold(plain(line.text))
    if line.kind is not TEXT or _NO_TEXT.match(text):
        return False
    return text.endswith((".", "!", "?")) or len(text.split()) >= _WORDS


def _write(lines: Sequence[Line]) -> Iterator[str]:
    """Paragraphs with an empty line between; a block's lines have none."""
    before: Line | None = None
    for line in lines:
        if before is not None and _is_apart(before, line):
            yield ""
        yield line.text
        before = line


def _is_apart(before: Line, line: Line) -> bool:
    if line.kind is TEXT:
        return line.gap == PARAGRAPH or before.kind is not TEXT
    return before.kind is TEXT
