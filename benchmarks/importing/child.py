"""One import in a fresh process: `python -m benchmarks.importing.child` reads an `Order` as JSON
from standard input and writes a `Run`."""

import cProfile
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from app.database import Database
from app.importer.files import find_files, incoming_files
from app.importer.incoming import Options
from app.importer.report import Listener
from app.importer.run import import_documents
from app.migration import migrate
from benchmarks.importing import peers
from benchmarks.importing.runs import PRODUCT, TENTHS, TOOL, TUTORIAL, Order, Run, size_of
from benchmarks.processes import anonymous_memory
from benchmarks.profiles import top

_GLANCE = 500
"""Pages or rows between two looks at the memory."""
_ADDITIONS = 3_000_000


@dataclass(slots=True)
class _Watch:
    """Told of each page or row that is stored; notes the time of each tenth, and the memory."""

    expected: int
    start: float = field(default_factory=time.perf_counter)
    marks: list[float] = field(default_factory=list)
    count: int = 0
    anonymous: int = 0

    def see(self, _key: str) -> None:
        self.count += 1
        if self.count % _GLANCE == 0:
            self.anonymous = max(self.anonymous, anonymous_memory())
        if self.count * TENTHS >= self.expected * (len(self.marks) + 1):
            self.marks.append(time.perf_counter() - self.start)


def import_product(order: Order) -> Run:
    """The product's own import, as the command line does it; the database is made if need be."""
    database = Database(f"sqlite:///{order.database}")
    migrate(database)
    files = find_files([Path(order.source)])
    counts: Counter[str] = Counter()
    began = anonymous_memory()
    watch, cpu = _Watch(order.expected), _cpu()
    results = import_documents(
        database,
        incoming_files(files),
        Options(),
        listener=Listener(seen=watch.see),
        processes=order.processes,
    )
    for result in results:
        counts.update(result.rows.counts if result.rows else {result.outcome: 1})
    seconds, cpu = time.perf_counter() - watch.start, _cpu() - cpu
    database.close()
    return Run(
        seconds=seconds,
        cpu_seconds=cpu,
        counts={outcome: number for outcome, number in counts.items() if number},
        marks=watch.marks,
        began=began,
        anonymous=max(watch.anonymous, anonymous_memory()),
        size=size_of(Path(order.database)),
    )


def _timed(fill: Callable[[list[Path], Path], int]) -> Callable[[Order], Run]:
    """A peer's way as an import."""

    def run(order: Order) -> Run:
        files, began = find_files([Path(order.source)]), anonymous_memory()
        start, cpu = time.perf_counter(), _cpu()
        count = fill(files, Path(order.database))
        return Run(
            seconds=time.perf_counter() - start,
            cpu_seconds=_cpu() - cpu,
            counts={"created": count},
            began=began,
            anonymous=anonymous_memory(),
            size=size_of(Path(order.database)),
        )

    return run


_WAYS: dict[str, Callable[[Order], Run]] = {
    PRODUCT: import_product,
    TUTORIAL: _timed(peers.fill_by_session),
    TOOL: _timed(peers.fill_by_tool),
}


def perform(order: Order) -> Run:
    """Does what is ordered, in this process."""
    if order.processes == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if not order.profiled:
        before = pace()
        run = _WAYS[order.way](order)
        return replace(run, pace=(before + pace()) / 2)
    profile = cProfile.Profile()
    run = profile.runcall(_WAYS[order.way], order)
    return replace(run, profile=top(profile))


def pace() -> float:
    """Nanoseconds that an addition takes in a loop of Python."""
    start, total = time.perf_counter_ns(), 0
    for number in range(_ADDITIONS):
        total += number
    return (time.perf_counter_ns() - start) / _ADDITIONS


def _cpu() -> float:
    """Seconds of processor time of this process and those it started that have ended."""
    return sum(os.times()[:4])


def main() -> None:
    """Reads the order, does it, and tells."""
    run = perform(Order(**json.load(sys.stdin)))
    json.dump(asdict(run), sys.stdout)


if __name__ == "__main__":
    main()
