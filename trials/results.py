"""RESULTS.md: a part for each trial, of which each writes its own and leaves the others."""

import platform
import re
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from app import __version__
from benchmarks.machine import kind

SERVICE, IMPORT, MUTATIONS = (
    "What `kill -9` left",
    "What `kill -9` left of an import",
    "What mutated documents did",
)
_ORDER = (SERVICE, IMPORT, MUTATIONS)
_HEADING = re.compile(r"^# (.*)\n", re.MULTILINE)


def write_part(folder: Path, title: str, lines: Iterable[str]) -> None:
    """Replaces the part of this title in the folder's RESULTS.md."""
    file = folder / "RESULTS.md"
    parts = _parts(file.read_text("utf-8")) if file.exists() else {}
    parts[title] = "\n".join(lines).strip("\n")
    known = sorted(parts, key=lambda one: _ORDER.index(one) if one in _ORDER else len(_ORDER))
    text = "\n\n".join(f"# {one}\n\n{parts[one]}" for one in known)
    file.write_text(f"{text}\n", encoding="utf-8")


def machine() -> str:
    """Where it was."""
    return f"- Machine: {kind()}."


def versions(*packages: str) -> str:
    """With what it was done; packages beside ours."""
    others = "".join(f", {name} {version(name)}" for name in packages)
    return (
        f"- Versions: projektbank {__version__}, python {platform.python_version()},"
        f" sqlite {sqlite3.sqlite_version}{others}."
    )


def spread(figures: Sequence[float]) -> str:
    """Least, median and most."""
    return f"{min(figures):g}, {median(figures):g}, {max(figures):g}"


def told_faults(faults: Sequence[str]) -> list[str]:
    """The end of a part."""
    return ["", "## Faults", "", *([f"- {fault}" for fault in faults] or ["None."])]


def _parts(text: str) -> dict[str, str]:
    pieces = _HEADING.split(text)
    return {title: part.strip("\n") for title, part in zip(pieces[1::2], pieces[2::2], strict=True)}
