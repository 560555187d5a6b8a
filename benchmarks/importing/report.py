"""What importing showed, as a part of RESULTS.md."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from benchmarks.importing.outcome import AGAIN, ALL_CORES, LIST, ONE_CORE, TEXT, Imports, Sizes
from benchmarks.importing.runs import PRODUCT, TOOL, TUTORIAL, Run

_MEGA = 1_000_000
_PLAIN = ("processes", "page_size", "row_size", "busy")
_WAYS = {
    PRODUCT: "matched, merged, worked out and checked; with history, provenance and documents",
    TUTORIAL: "an SQLModel object a page, added to a session; a commit each 500",
    TOOL: "`insert_all` of the same rows, 500 at once",
}


def table(imports: Imports) -> Iterator[str]:
    """The cases, a line each."""
    cases = {
        "pages, one core": ONE_CORE,
        "text pages alone, one core": TEXT,
        f"pages, all cores ({imports.processes} processes read, one stores)": ALL_CORES,
        "the same pages again, one core": AGAIN,
        "a CSV list, one core": LIST,
    }
    yield "| import | how many | a second | µs of processor | bytes of database | MB grown | pace |"
    yield "| :-- | --: | --: | --: | --: | --: | --: |"
    for name, case in cases.items():
        yield f"| {name} | {' | '.join(_figures(imports.cases[case]))} |"


def _figures(run: Run) -> Iterator[str]:
    yield f"{run.total}"
    yield f"{run.rate:.0f}"
    yield f"{run.cpu_seconds / run.total * _MEGA:.0f}"
    yield f"{run.size / run.total:.0f}"
    yield f"{(run.anonymous - run.began) / _MEGA:.0f}"
    yield f"{run.pace:.0f}"


def page(imports: Imports) -> Iterator[str]:
    """The part on importing, without its goals."""
    yield "## Importing into a searchable database, with provenance and history\n"
    yield (
        f"Pages of {imports.page_size:.0f} bytes on the average, in files, in all layouts and some "
        f"as HTML; rows of {imports.row_size:.0f} bytes. Each import in a fresh process; one core: "
        "it reads and stores, pinned. What a process needs to start is not counted. Processor time "
        "and bytes of database: of each page or row. MB grown: anonymous memory of the storing "
        "process at its most, above what it held before. Pace: nanoseconds of an addition in a "
        "loop of Python just before and after; compare imports of the same pace. "
        f"Load of the machine at the end: {imports.busy:.1f}.\n"
    )
    yield from table(imports)
    yield "\nA second, tenth by tenth:\n"
    for name in (ONE_CORE, LIST):
        rates = ", ".join(f"{rate:.0f}" for rate in imports.cases[name].tenths)
        yield f"- {name}, {imports.cases[name].total}: {rates}"
    yield from _ways(imports)
    yield from _profile(imports)


def to_json(imports: Imports) -> dict[str, Any]:
    """All of it, as results.json has it."""
    goals = [asdict(goal) | {"met": goal.met} for goal in imports.goals()]
    return asdict(imports) | {"goals": goals}


def from_json(content: Mapping[str, Any]) -> Imports:
    """What `to_json` made."""
    return Imports(
        **{name: content[name] for name in _PLAIN},
        sizes=Sizes(**content["sizes"]),
        cases={name: Run(**run) for name, run in content["cases"].items()},
        ways={name: Run(**run) for name, run in content["ways"].items()},
        profile=Run(**content["profile"]),
    )


def _ways(imports: Imports) -> Iterator[str]:
    count = imports.sizes.compared
    yield f"\nOther ways to store {count} pages, read by the same readers, on one core. What the"
    yield "pages state was compared, row by row: the same in all three.\n"
    yield "| way | a second | µs of processor | bytes of database | pace | product is |"
    yield "| :-- | --: | --: | --: | --: | --: |"
    for way, what in _WAYS.items():
        yield f"| {way}: {what} | {' | '.join(_compared(imports, way))} |"


def _compared(imports: Imports, way: str) -> Iterator[str]:
    _, rate, processor, size, _, pace = _figures(imports.ways[way])
    yield from (rate, processor, size, pace)
    yield "" if way == PRODUCT else f"{imports.ratio(way):.2f} ×"


def _profile(imports: Imports) -> Iterator[str]:
    yield f"\nWhere the time goes ({imports.sizes.profiled} pages, one core, under cProfile):\n"
    yield from (f"- {line}" for line in imports.profile.profile)
