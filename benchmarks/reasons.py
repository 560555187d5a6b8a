"""Why a goal is missed, a sentence or two for each case that ever missed one: what a profile shows,
in words. Told only where a goal of the case is missed."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from benchmarks.cases import DEEP, GROUPS, HELD, LIST, POST, RECORD, SEARCH
from benchmarks.outcome import Goal
from benchmarks.startup import MEMORY, READY
from benchmarks.streams import CSV, NDJSON
from benchmarks.writing import BESIDE

REASONS: Mapping[str, str] = MappingProxyType(
    {
        RECORD: "Half of the time is the server's and the sockets', as `bare` shows. The rest goes"
        " into the record as JSON, the version of the data that the entity tag names, and headers;"
        " nothing of it is kept from one request to the next.",
        LIST: "With many callers at once each waits for those before it: the slowest in a hundred"
        " met a collection of garbage, or rows that had to be read.",
        SEARCH: "Each page has 50 rows of which hardly any was asked for lately: they are read in"
        " as many places of a file of long rows and written as JSON with 44 fields each, a"
        " kilobyte a row. That takes two thirds of the answer; finding, ranking and counting them"
        " the rest.",
        GROUPS: "roapi gives bare figures. Two thirds of our answer go into what it leaves out: a"
        " label and an address of the records behind each row, the whole's own figures, what was"
        " not stated, an entity tag. At 100,000 records the adding up itself is a third.",
        DEEP: "The same as for the list: a page of 50 rows is 53 kB of JSON, joined and sent in"
        " less than a millisecond, most of which is no longer the reading.",
        NDJSON: "A row of 44 fields with its texts is made as JSON by SQLite, which"
        " is most of the time. At a million records the file is read in the order of ids, in"
        " which its rows do not stand, and does not fit into memory; the peers' rows stand so.",
        CSV: "SQLite looks through each text for marks before it quotes it; for the"
        " rest, as with NDJSON.",
        "Parquet file": "A group of 5,000 rows with its texts is held until it is packed, and what"
        " the end of the file tells of every group; the allocator keeps some of what columns of"
        " text are made in. In a process that gave out no other file before it is some ten MB"
        " more.",
        HELD: "The list itself has become several times as fast as it was when this was aimed for:"
        " what is left of it hardly exceeds what every request costs, a 304 too.",
        POST: "A new record is held against every rule, found not to be there by id and number,"
        " given an owner, and written with its history, change and words into some twenty indexes:"
        " twenty statements through SQLAlchemy, where the tutorial has one. The commit with the"
        " index of words is a quarter of it.",
        BESIDE: "The first question behind each batch that came in reads it into memory, with where"
        " its ids stand among all others: some twenty milliseconds for five hundred records, twice"
        " a second, for which those that came meanwhile wait. The import takes one of two cores;"
        " the server and the load share the other.",
        MEMORY: "Python with FastAPI, SQLAlchemy, SQLModel and NumPy holds 72 MB before any record"
        " is there, the columns of 100,000 records 10, what is kept of questions 6.",
        READY: "Two thirds are imports of the same libraries, the rest is reading the columns.",
    }
)


def reasons(goals: Iterable[Goal]) -> Iterator[str]:
    """Those of the cases that missed a goal."""
    missed = (goal.case for goal in goals if goal.measured is not None and not goal.met)
    for case in dict.fromkeys(missed):
        yield f"- {case}: {REASONS[case]}"
