"""What the imports of one measurement were told and told, and whether it is what was aimed for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.importing.runs import PRODUCT, Run
from benchmarks.outcome import Goal

ONE_CORE, TEXT, ALL_CORES, AGAIN, LIST = "one core", "text", "all cores", "again", "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many pages and rows are imported."""

    pages: int = 100_000
    rows: int = 100_000
    compared: int = 10_000
    profiled: int = 5_000


SHORT = Sizes(pages=500, rows=300, compared=100, profiled=50)
"""Enough to go through everything, in some seconds; its figures say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """What was found: the cases by name, the ways to store by name, and a profile of the product's.

    `page_size` and `row_size` are bytes of a page and of a row, on the average.
    """

    sizes: Sizes
    processes: int
    page_size: float
    row_size: float
    busy: float
    cases: Mapping[str, Run]
    ways: Mapping[str, Run]
    profile: Run

    def ratio(self, way: str) -> float:
        """How many times the pages of another way the product takes in."""
        return self.ways[PRODUCT].rate / self.ways[way].rate

    def goals(self) -> Iterator[Goal]:
        """What was aimed for."""
        one_core, rows = self.cases[ONE_CORE], self.cases[LIST]
        yield Goal("pages a second, imported on one core", 3_000, one_core.rate)
        yield Goal("the same, text pages alone", 3_000, self.cases[TEXT].rate)
        yield Goal("the same, as far as we want to come", 10_000, one_core.rate)
        wording = "of the first tenth's speed in the last tenth"
        yield Goal(f"{wording}, {one_core.total} pages on one core", 0.8, _steadiness(one_core))
        yield Goal(f"{wording}, a list of {rows.total} rows", 0.8, _steadiness(rows))


def _steadiness(run: Run) -> float:
    return run.tenths[-1] / run.tenths[0]
