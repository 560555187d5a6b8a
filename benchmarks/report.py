"""results.json, and RESULTS.md made from it: a part for each number of records, one for imports.

Each run writes its own parts anew and keeps the others.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import serving
from benchmarks.goals import goals as goals_of
from benchmarks.importing import report as importing
from benchmarks.importing.outcome import Imports
from benchmarks.outcome import Goal, Outcome
from benchmarks.reasons import reasons

_FILE = "results.json"
_SERVING, _IMPORTS = "serving", "imports"


def goals(found: Iterable[Goal]) -> Iterator[str]:
    """What was aimed for, a line each."""
    yield from map(_goal, found)


def read(folder: Path, records: int) -> Outcome:
    """What was measured of so many records before; raises `LookupError` where nothing was."""
    results = json.loads((folder / _FILE).read_text("utf-8"))
    return Outcome(**results[_SERVING][str(records)])


def write(outcomes: Iterable[Outcome], imports: Imports | None, folder: Path) -> None:
    """Puts what was measured in the place of what was measured before."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / _FILE
    results = json.loads(file.read_text("utf-8")) if file.exists() else {}
    results.setdefault(_SERVING, {})
    for outcome in outcomes:
        results[_SERVING][str(outcome.records)] = asdict(outcome)
    if imports is not None:
        results[_IMPORTS] = importing.to_json(imports)
    text = json.dumps(results, ensure_ascii=False, indent=2)
    file.write_text(f"{text}\n", encoding="utf-8")
    page = "\n".join(_page(results))
    (folder / "RESULTS.md").write_text(f"{page}\n", encoding="utf-8")


def _page(results: dict[str, Any]) -> Iterator[str]:
    yield "# What was measured\n"
    yield (
        "Written by `make bench`; `results.json` holds every single run. Goals are ratios inside"
        " one run, because machines are noisy; nothing is timed before its answers were compared.\n"
    )
    yield from serving.contenders()
    for size in sorted(results[_SERVING], key=int):
        outcome = Outcome(**results[_SERVING][size])
        found = list(goals_of(outcome))
        yield from ("", *serving.page(outcome, goals(found), reasons(found)))
    if _IMPORTS in results:
        imports = importing.from_json(results[_IMPORTS])
        yield from ("", *importing.page(imports), "\n### Goals\n", *goals(imports.goals()))


def _goal(goal: Goal) -> str:
    sign = "≤" if goal.at_most else "≥"
    case = f"{goal.case}: " if goal.case else ""
    if goal.measured is None:
        return f"- NOT MEASURED: (aim {sign} {goal.aimed:g}) {case}{goal.wording}"
    word = "met" if goal.met else "MISSED"
    return f"- {word}: {goal.measured:.2f} (aim {sign} {goal.aimed:g}) {case}{goal.wording}"
