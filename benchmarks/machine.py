"""What the figures were measured on: kind of machine and versions; no name, no path."""

import os
import platform
import re
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from app import __version__

_PACKAGES = (
    "fastapi",
    "starlette",
    "uvicorn",
    "httptools",
    "pydantic",
    "sqlmodel",
    "sqlalchemy",
    "numpy",
)


def kind() -> str:
    """Processor, number of cores, memory and system."""
    processor = _first(Path("/proc/cpuinfo"), r"model name\s*:\s*(.+)") or platform.machine()
    memory = int(_first(Path("/proc/meminfo"), r"MemTotal:\s*(\d+)") or 0) / 2**20
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}"


def versions() -> dict[str, str]:
    """Of everything that answers or asks."""
    shown = subprocess.run(("wrk", "--version"), capture_output=True, text=True, check=False)
    wrk = re.search(r"\d+(\.\d+)+", shown.stdout)
    return {
        "projektbank": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in _PACKAGES},
        "wrk": wrk[0] if wrk else "?",
    }


def _first(path: Path, pattern: str) -> str | None:
    if not path.is_file():
        return None
    found = re.search(pattern, path.read_text(encoding="utf-8"))
    return found[1] if found else None
