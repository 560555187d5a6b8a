"""One measurement of importing from beginning to end: every import in a fresh process."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from app.commands.importing import processes_for
from benchmarks.contenders import ROOT
from benchmarks.equality import AnswersDiffer
from benchmarks.importing.corpus import write_list, write_pages
from benchmarks.importing.outcome import AGAIN, ALL_CORES, LIST, ONE_CORE, TEXT, Imports, Sizes
from benchmarks.importing.runs import PRODUCT, TOOL, TUTORIAL, ImportFailed, Order, Run

Say = Callable[[str], None]
_PAGES, _TEXTS, _LIST = "pages", "texts", "list.csv"
_STATED = (
    "SELECT name, number, owner, start_date, end_date, planned_participants, tackles_child_poverty,"
    " {money} AS total_budget FROM project ORDER BY name, number"
)


def measure(sizes: Sizes, say: Say) -> Imports:
    """The figures; raises `AnswersDiffer` where not all ways store the same, and `ImportFailed`."""
    with tempfile.TemporaryDirectory() as name:
        bench = _Bench(Path(name), say)
        say(f"Writing {sizes.pages + sizes.compared + sizes.profiled} pages, {sizes.rows} rows")
        page_size = write_pages(bench.folder / _PAGES, sizes.pages) / sizes.pages
        row_size = write_list(bench.folder / _LIST, sizes.rows) / sizes.rows
        os.sync()  # else the disk is busy with these while the first imports are timed
        ways = _ways(bench, sizes.compared)
        processes = processes_for(sizes.pages)
        cases = _cases(bench, sizes, processes)
        return Imports(
            sizes=sizes,
            processes=processes,
            page_size=page_size,
            row_size=row_size,
            busy=os.getloadavg()[0],
            cases=cases,
            ways=ways,
            profile=_profile(bench, sizes.profiled),
        )


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where the files lie, and who is told what comes of them."""

    folder: Path
    say: Say

    def run(self, order: Order) -> Run:
        """One import; raises `ImportFailed` unless every page or row had the expected outcome."""
        source, database = (str(self.folder / name) for name in (order.source, order.database))
        run = _perform(replace(order, source=source, database=database))
        if run.counts != {order.outcome: order.expected}:
            raise ImportFailed(f"{order}: {run.counts}")
        named = f"{order.source}, {order.way}, {order.processes} processes"
        self.say(f"  {named}: {run.total} {order.outcome}, {run.rate:.0f} a second")
        return run


def _cases(bench: _Bench, sizes: Sizes, processes: int) -> dict[str, Run]:
    pages = Order(source=_PAGES, database="one.db", expected=sizes.pages)
    one_core, again = bench.run(pages), bench.run(replace(pages, outcome="unchanged"))
    (bench.folder / pages.database).unlink()
    write_pages(bench.folder / _TEXTS, sizes.compared, with_web=False)
    os.sync()
    return {
        ONE_CORE: one_core,
        TEXT: bench.run(Order(source=_TEXTS, database="text.db", expected=sizes.compared)),
        AGAIN: again,
        ALL_CORES: bench.run(replace(pages, database="all.db", processes=processes)),
        LIST: bench.run(Order(source=_LIST, database="list.db", expected=sizes.rows)),
    }


def _ways(bench: _Bench, count: int) -> dict[str, Run]:
    """Each way to store, once it was found that they store the same."""
    write_pages(bench.folder / "compared", count)
    orders = [
        Order(source="compared", database=f"{way}.db", expected=count, way=way)
        for way in (PRODUCT, TUTORIAL, TOOL)
    ]
    runs = {order.way: bench.run(order) for order in orders}
    _require_equal(bench.folder)
    return runs


def _profile(bench: _Bench, count: int) -> Run:
    write_pages(bench.folder / "profiled", count)
    order = Order(source="profiled", database="profiled.db", expected=count, profiled=True)
    return bench.run(order)


def _perform(order: Order) -> Run:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        (sys.executable, "-m", "benchmarks.importing.child"),
        input=json.dumps(asdict(order)),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    if done.returncode:
        raise ImportFailed(done.stderr.strip().rpartition("\n")[2])
    return Run(**json.loads(done.stdout))


def _require_equal(folder: Path) -> None:
    """What the pages state is the same in the files of all ways, row by row."""
    expected, *others = (
        _stated(folder / f"{way}.db", money)
        for way, money in (
            (PRODUCT, "total_budget / 100.0"),
            (TUTORIAL, "total_budget"),
            (TOOL, "total_budget"),
        )
    )
    for stated in others:
        pairs = zip(expected, stated, strict=False)
        found = next((pair for pair in pairs if pair[0] != pair[1]), None)
        if found or len(stated) != len(expected):
            raise AnswersDiffer(f"{len(expected)} and {len(stated)} rows; {found}")


def _stated(database: Path, money: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(_STATED.format(money=money)).fetchall()
