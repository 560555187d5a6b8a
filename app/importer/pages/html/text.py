"""The text of a saved page, line by line as a project page prints it as text: the heading, labels
each with its value on the next line, the running text."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from app.domain.collation import fold
from app.importer.pages.html.lines import Kind, Line, Lines
from app.importer.pages.html.runs import PARAGRAPH, Runs
from app.importer.pages.plain import plain

_MOST_BESIDE = 80
"""Signs of a line above the block that may be anything; a longer paragraph is running text."""
_ENDS = frozenset(
    map(
        fold,
        (
            "Aktuellt",
            "Andra projekt",
            "Dela",
            "Dela sidan",
            "Fler projekt",
            "Kontakta oss",
            "Liknande projekt",
            "Läs mer",
            "Nyheter",
            "Relaterad information",
            "Relaterade projekt",
            "Relaterat",
            "Relaterat innehåll",
            "Se även",
        ),
    )
)
"""Headings of what comes behind a project's own text."""


def text_of(page: str) -> list[str]:
    """The page's text; where it has a label block, the page's heading stands right above it."""
    lines = Lines(Runs.of(page))
    if lines.first is None:
        return list(_write(lines.all))
    heading = _heading(lines.all, lines.first)
    above = [line for line in lines.all[: lines.first] if line is not heading]
    below = [line for line in lines.all[lines.first :] if line is not heading]
    below = list(takewhile(lambda line: not _is_end(line), below))
    if all(line.kind is not Kind.TEXT for line in below):
        below += [line for line in above if _is_running_text(line)]
        above = [line for line in above if not _is_running_text(line)]
    return list(_write([*above, *([heading] if heading else ()), *below]))


def _heading(lines: Sequence[Line], first: int) -> Line | None:
    """The heading of the highest level, of these the nearest above the block, else below it."""
    texts = [(index, line) for index, line in enumerate(lines) if line.kind is Kind.TEXT]
    for level in (1, 2):
        above = [line for index, line in texts if line.level == level and index < first]
        below = [line for index, line in texts if line.level == level and index > first]
        if above or (below and level == 1):
            return above[-1] if above else below[0]
    return None


def _is_end(line: Line) -> bool:
    return line.level > 1 and fold(plain(line.text)) in _ENDS


def _is_running_text(line: Line) -> bool:
    return line.gap == PARAGRAPH and not line.level and len(line.text) > _MOST_BESIDE


def _write(lines: Sequence[Line]) -> Iterator[str]:
    """Paragraphs with an empty line between; a block's lines have none."""
    before: Line | None = None
    for line in lines:
        if before is not None and _is_apart(before, line):
            yield ""
        yield line.text
        before = line


def _is_apart(before: Line, line: Line) -> bool:
    if line.kind is Kind.TEXT:
        return line.gap == PARAGRAPH or before.kind is not Kind.TEXT
    return before.kind is Kind.TEXT
