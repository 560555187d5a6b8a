"""Reads our own Markdown: sections, tables, code spans, links. Knows nothing of what they say."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
NO_VALUE = "–"
"""What a table has where there is nothing."""

Row = tuple[str, ...]

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_RULE = re.compile(r"[\s|:-]+")


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCE.sub("", text)


def section(path: str, title: str) -> str:
    """What stands below a heading, its subsections included."""
    text = read(path)
    fenced = [match.span() for match in _FENCE.finditer(text)]
    headings = [
        match
        for match in _HEADING.finditer(text)
        if not any(start < match.start() < end for start, end in fenced)
    ]
    for place, heading in enumerate(headings):
        if heading[2] == title:
            level = len(heading[1])
            rest = (other.start() for other in headings[place + 1 :] if len(other[1]) <= level)
            return text[heading.end() : next(rest, len(text))]
    raise LookupError(f"{path} has no section {title}")


def rows(path: str, title: str) -> list[Row]:
    """The cells of every table row in a section, heading rows left out."""
    lines = prose(section(path, title)).splitlines()
    found = []
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if line.startswith("|") and not _is_rule(line) and not _is_rule(below):
            found.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return found


def names(path: str, title: str) -> list[str]:
    """The first code span of each row's first cell."""
    return [spans(row[0])[0] for row in rows(path, title)]


def spans(text: str) -> list[str]:
    """Everything in backticks."""
    return _SPAN.findall(text)


def links(path: str) -> Iterator[str]:
    """The targets of a document's links."""
    return iter(_LINK.findall(prose(read(path))))


def anchors(path: str) -> set[str]:
    """The names under which headings can be linked to."""
    titles = (match[2] for match in _HEADING.finditer(prose(read(path))))
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


def matcher(template: str) -> Callable[[str], re.Match[str] | None]:
    """Whether an address is one of a template's, such as `/v1/projects/{id}`."""
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))).fullmatch


def fenced(text: str, kind: str) -> list[str]:
    """The contents of the fenced blocks of one kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _is_rule(line: str) -> bool:
    return line.startswith("|") and _RULE.fullmatch(line) is not None
