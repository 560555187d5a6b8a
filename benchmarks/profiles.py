"""Where time goes, as lines to print: the functions of a profile that took most of it."""

import cProfile
import pstats
from pathlib import Path

TOP = 12
"""Functions that are named."""
_ROOT = Path(__file__).parents[1]


def top(profile: cProfile.Profile) -> list[str]:
    """The functions that took most time themselves, with their share of the whole."""
    profile.create_stats()
    rows: dict[tuple[str, int, str], tuple[int, int, float, float]] = {
        where: row[:4]
        for where, row in pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    }
    whole = sum(own for _, _, own, _ in rows.values())
    first = sorted(rows.items(), key=lambda item: item[1][2], reverse=True)[:TOP]
    return [
        f"{own / whole:.0%} `{_place(*where)}`, {calls} calls"
        for where, (_, calls, own, _) in first
    ]


def _place(file: str, line: int, name: str) -> str:
    """Where a function is, without the folders of this machine."""
    if not line:
        return name.strip("{}<>")
    path = Path(file)
    try:
        shown = path.relative_to(_ROOT)
    except ValueError:
        shown = Path(path.parent.name, path.name)
    return f"{shown}:{name}"
