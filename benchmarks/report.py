"""What a run found, as a table to read, as RESULTS.md and as results.json."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import machine
from benchmarks.importing import report as importing
from benchmarks.importing.outcome import Imports
from benchmarks.outcome import Goal, Outcome
from benchmarks.questions import TEMPLATE
from benchmarks.servers import CONTENDERS, UVICORN

NAMES = tuple(contender.name for contender in CONTENDERS)
_WHO = """\
- **product**: Projektbank as it is served, with exact total, `not_stated`, links, ETag and \
request id.
- **tutorial**: `benchmarks/peers/tutorial.py`: a sync endpoint with an SQLModel session and a \
`response_model`, the same filters, order, limit and a count. Its file holds the same records as \
plain values with the product's indexes, and the status ready in a column.
- **bare**: `benchmarks/peers/bare.py`: an ASGI function that asks SQLite for the same rows as \
JSON and does nothing else.
"""


def table(outcome: Outcome) -> Iterator[str]:
    """The medians, a line each."""
    head = ("connections", "contender", "requests/s", "p50 ms", "p99 ms", "product is")
    yield _row(head)
    yield _row(("--:", ":--", "--:", "--:", "--:", "--:"))
    for connections in outcome.settings.connections:
        for name in NAMES:
            load = outcome.middle(name, connections)
            ratio = "" if name == "product" else f"{outcome.ratio(name, connections):.2f} ×"
            figures = (f"{load.requests_per_second:.0f}", f"{load.p50:.2f}", f"{load.p99:.2f}")
            yield _row((str(connections), name, *figures, ratio))


def goals(outcome: Outcome | Imports) -> Iterator[str]:
    """What was aimed for, a line each."""
    yield from map(_goal, outcome.goals())


def write(outcome: Outcome, imports: Imports, folder: Path) -> None:
    """RESULTS.md and results.json."""
    now = datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    page = "\n".join((*_page(outcome, now), "", *_of_imports(imports)))
    (folder / "RESULTS.md").write_text(f"{page}\n", encoding="utf-8")
    results = {
        "at": now.isoformat(timespec="seconds"),
        "machine": machine.kind(),
        "versions": machine.versions(),
        "settings": asdict(outcome.settings),
        "question": TEMPLATE,
        "questions": len(outcome.questions),
        "compared_rows": outcome.compared_rows,
        "bytes": dict(outcome.bytes),
        "runs": [
            {"contender": name, "connections": connections, **asdict(load)}
            for (name, connections), loads in outcome.loads.items()
            for load in loads
        ],
        "goals": [asdict(goal) | {"met": goal.met} for goal in outcome.goals()],
        "plans": outcome.plans,
        "imports": importing.to_json(imports),
    }
    text = json.dumps(results, ensure_ascii=False, indent=2)
    (folder / "results.json").write_text(f"{text}\n", encoding="utf-8")


def _page(outcome: Outcome, now: datetime) -> Iterator[str]:
    settings = outcome.settings
    yield "# What was measured\n"
    yield f"Written by `make bench` on {now:%Y-%m-%d}; `results.json` holds every single run.\n"
    yield f"- Machine: {machine.kind()}. One server process each; wrk with one thread beside it."
    yield f"- Versions: {', '.join(f'{n} {v}' for n, v in machine.versions().items())}."
    yield f"- Data: {settings.records} made-up records (`benchmarks/synthetic.py`)."
    yield f"- Servers: uvicorn {' '.join(UVICORN)}, all at once, one under load at a time."
    yield f"- Load: {settings.rounds} alternating rounds of {settings.seconds} s; medians."
    yield f"- Before timing, {outcome.compared_rows} rows were compared: same in all three.\n"
    yield _WHO
    yield f"## A page of 50 with filter, sort and exact total\n\n`/v1/projects?{TEMPLATE}`\n"
    sizes = ", ".join(f"{name} {size}" for name, size in outcome.bytes.items())
    yield f"{len(outcome.questions)} such questions in turn. Bytes of one answer: {sizes}.\n"
    yield from table(outcome)
    yield "\n## Goals\n"
    yield from goals(outcome)
    yield "\n## Query plans\n"
    for name, plans in outcome.plans.items():
        for what, plan in zip(("page", "total"), plans, strict=True):
            yield f"- {name}, {what}: {'; '.join(f'`{step}`' for step in plan)}"


def _of_imports(imports: Imports) -> Iterator[str]:
    yield from importing.page(imports)
    yield "\n### Goals\n"
    yield from goals(imports)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _goal(goal: Goal) -> str:
    sign = "≤" if goal.at_most else "≥"
    word = "met" if goal.met else "MISSED"
    return f"- {word}: {goal.measured:.2f} (aim {sign} {goal.aimed:g}) {goal.wording}"
