"""Reading on one core or on many: documents go in, arrivals come out in the same order."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from multiprocessing.process import BaseProcess

from app.importer.archives import expand
from app.importer.arrival import Arrival
from app.importer.batches import batches
from app.importer.collector import search_rarely
from app.importer.document import MAX_SIZE
from app.importer.incoming import Incoming, Options
from app.importer.opening import open_arrivals

_CHUNK = 100
"""Small documents that are read, and handed over from process to process, at once."""
_CHUNK_SECONDS = 0.1
_SMALL = 100_000
"""Bytes. A larger document is read by itself, that few are held at a time."""
_AHEAD = 3
"""Chunks that each process may be ahead of who takes them in."""


def read_here(
    incoming: Iterable[Incoming], options: Options, today: date
) -> Generator[Arrival, None, None]:
    """Reads each document, and each of an archive, somewhat ahead of who takes the arrivals."""
    for chunk in _chunks(incoming):
        yield from open_arrivals(chunk, options, today)


def read_in_processes(
    incoming: Iterable[Incoming], options: Options, today: date, processes: int
) -> Generator[Arrival, None, None]:
    """Reads in this many processes, somewhat ahead of who takes the arrivals."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=_begin)
    waiting: deque[Future[list[Arrival | Incoming]]] = deque()
    try:
        for chunk in _chunks(incoming):
            waiting.append(pool.submit(_read_chunk, chunk, options, today))
            while waiting and (len(waiting) >= processes * _AHEAD or waiting[0].done()):
                yield from _opened(waiting.popleft().result(), options, today)
        while waiting:
            yield from _opened(waiting.popleft().result(), options, today)
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    expanded = (one for sent in incoming for one in expand(sent))
    return batches(expanded, _CHUNK, _CHUNK_SECONDS, lambda one: _size(one) > _SMALL)


def _read_chunk(chunk: list[Incoming], options: Options, today: date) -> list[Arrival | Incoming]:
    """Pages as arrivals; a list, which is read row by row, goes back as it came."""
    if _size(chunk[0]) > MAX_SIZE:  # it is alone
        return [*chunk]
    arrivals = open_arrivals(chunk, options, today)
    pairs = zip(arrivals, chunk, strict=True)
    return [one if arrival.table else arrival for arrival, one in pairs]


def _size(incoming: Incoming) -> int:
    if incoming.content is not None:
        return len(incoming.content)
    try:
        return incoming.path.stat().st_size if incoming.path else 0
    except OSError:
        return 0


def _opened(read: Iterable[Arrival | Incoming], options: Options, today: date) -> Iterator[Arrival]:
    for one in read:
        if isinstance(one, Incoming):
            yield from open_arrivals([one], options, today)
        else:
            yield one


def _begin() -> None:
    """A process that reads ends when the one that takes in is killed."""
    search_rarely()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
