"""What a state of the mirror holds, whichever way it came about."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import numpy as np

from app.database import Database
from app.mirror.state import State
from app.store.reads import dataset_state
from app.store.snapshot import Snapshot


@contextmanager
def snapshot_of(database: Database) -> Iterator[Snapshot]:
    """The data of this moment."""
    with closing(database.reader()) as reader, reader.snapshot() as within:
        yield Snapshot(within, dataset_state(within))


def content_of(state: State) -> dict[str, Any]:
    """The live rows by `since`: every column, and which comes before which by id."""
    live, columns = np.flatnonzero(state.live), state.columns
    return {
        "since": columns.since[live].tolist(),
        "ids": np.argsort(state.ranks[live]).tolist(),
        **{name: column[live].tolist() for name, column in columns.numbers.items()},
        **{
            name: [coded.values[code] for code in coded.codes[live]]
            for name, coded in columns.coded.items()
        },
    }
