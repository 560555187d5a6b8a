"""What serving so many records showed, as a part of RESULTS.md."""

from collections.abc import Iterable, Iterator

from benchmarks.cases import CASES
from benchmarks.contenders import CONTENDERS, PRODUCT, UVICORN
from benchmarks.outcome import P50, P99, RATE, Figure, Outcome, loaded
from benchmarks.peers import datasette
from benchmarks.startup import MEMORY, READY
from benchmarks.streams import ALONE, COMPARED
from benchmarks.writing import BESIDE, CASES_THAT_WRITE, IDLE

_FLOWS = ("MB/s", "rows/s", "first byte ms", "MB grown")
_CONNECTIONS = (1, 8, 64)


def contenders() -> Iterator[str]:
    """Who is measured, and how each is set."""
    yield "## Who is measured\n"
    for one in CONTENDERS:
        release = f" ({one.version})" if one.version else ""
        yield f"- **{one.name}**{release}: {one.about}"
    settings = ", ".join(f"`{name} {value}`" for name, value in datasette.SETTINGS.items())
    yield (
        f"\nOur own run under uvicorn {' '.join(UVICORN)}; Datasette as it serves itself, with"
        f" {settings}. All are up at once, a process each, one under load at a time, wrk with one"
        " thread beside it. The peers share one file: the same records as plain values in the"
        " order of ids, indexes that hold all that each question looks at, the status ready in a"
        " column, an FTS5 index of the texts (unicode61, marks kept, optimised) and `ANALYZE`d;"
        " roapi reads the list's columns from CSV."
    )
    yield (
        "\nFull text: the product finds inflections and parts of compounds, Datasette the word as"
        " it stands. The words of this case are therefore made up to stand in the texts in one"
        " form and in no compound; the sets of ids were compared, in whichever order."
    )
    yield (
        "\nFiles: all records with every column that is not personal, over HTTP. Speeds count from"
        " the first byte on, those of Parquet and XLSX, which are made before it, from the request"
        " on. Datasette is listened to for a quarter of a minute. MB grown: anonymous memory of the"
        " server at its most, above what it held before."
    )


def page(outcome: Outcome, goals: Iterable[str], reasons: Iterable[str]) -> Iterator[str]:
    """The part, with its goals, and the reasons of those that were missed, as lines."""
    settings = outcome.settings
    yield f"## {outcome.records} records\n"
    yield f"- On {outcome.at[:10]}, {outcome.machine}."
    yield f"- Versions: {', '.join(f'{n} {v}' for n, v in outcome.versions.items())}."
    yield f"- Load: {settings['rounds']} alternating rounds of {settings['seconds']} s; medians."
    same = ", ".join(f"{case} {rows}" for case, rows in outcome.compared_rows.items() if rows)
    yield f"- Rows compared before timing, the same in all: {same}.\n"
    yield from (f"- **Not measured**, {case}: {why}" for case, why in outcome.failures.items())
    yield "### Goals\n" if not outcome.failures else "\n### Goals\n"
    yield from goals
    yield "\n### Why the others are missed\n"
    yield from reasons
    yield "\n### Load\n"
    yield from _about()
    yield from load(outcome)
    yield "\n### Files, memory and start\n"
    if outcome.files_at[:10] not in ("", outcome.at[:10]):
        yield f"Files were measured on {outcome.files_at[:10]}.\n"
    yield from _flows(outcome)
    yield from _memory(outcome)
    yield from _explained(outcome)


def load(outcome: Outcome) -> Iterator[str]:
    """The medians of every case, a line for each contender and number of connections."""
    head = ("case", "connections", "contender", "requests/s", "p50 ms", "p99 ms", "product is")
    yield from (_row(head), _row((":--", "--:", ":--", "--:", "--:", "--:", "--:")))
    for case in (*(case.name for case in CASES), *CASES_THAT_WRITE):
        for connections in _CONNECTIONS:
            for one in CONTENDERS:
                yield from _load(outcome, case, one.name, connections)


def _about() -> Iterator[str]:
    yield from (f"- {case.name}: {case.about}." for case in CASES)
    yield (
        "- POST: a new record, on the disk before the answer; the product's with index of words,"
        " history and change feed, the tutorial's (in WAL mode) without."
    )
    yield f"- {BESIDE}: the list, while `projektbank import` writes at full speed; {IDLE}: at rest."
    yield ""


def _load(outcome: Outcome, case: str, name: str, connections: int) -> Iterator[str]:
    rate = loaded(case, name, RATE, connections)
    if outcome.value(rate) is None:
        return
    figures = [outcome.value(loaded(case, name, one, connections)) for one in (RATE, P50, P99)]
    ratio = outcome.ratio(loaded(case, PRODUCT.name, RATE, connections), rate)
    shown = "" if name == PRODUCT.name or ratio is None else f"{ratio:.2f} ×"
    yield _row((case, str(connections), name, *map(_figure, figures), shown))


def _flows(outcome: Outcome) -> Iterator[str]:
    yield from (_row(("file", "of", *_FLOWS)), _row((":--", ":--", "--:", "--:", "--:", "--:")))
    for kind in (*COMPARED, *ALONE):
        for one in CONTENDERS:
            figures = [outcome.value(Figure(kind, one.name, metric)) for metric in _FLOWS]
            if figures[0] is not None:
                yield _row((kind, one.name, *map(_figure, figures)))


def _memory(outcome: Outcome) -> Iterator[str]:
    held = outcome.value(Figure(MEMORY, PRODUCT.name, "MB"))
    first = outcome.value(Figure(READY, PRODUCT.name, "MB"))
    seconds = outcome.value(Figure(READY, PRODUCT.name, "seconds"))
    if held is not None:
        yield (
            f"\nThe product's server answers `/health/ready` {_figure(seconds)} s after its start"
            f" and holds {_figure(first)} MB of anonymous memory then, {_figure(held)} MB after"
            " thirty questions of each kind."
        )


def _explained(outcome: Outcome) -> Iterator[str]:
    if outcome.profiles:
        yield "\n### Where the time of the misses goes\n"
        yield "Each under cProfile, asked without a server: shares of the whole, own time only."
    for case, lines in outcome.profiles.items():
        yield f"\n{case}:\n"
        yield from (f"- {line}" for line in lines)
    if outcome.plans:
        yield "\n### Query plans\n"
    for case, plans in outcome.plans.items():
        for name, statements in plans.items():
            steps = " — ".join("; ".join(f"`{step}`" for step in plan) for plan in statements)
            yield f"- {case}, {name}: {steps or 'none'}"


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
