"""Reading on one core or on many: documents go in, arrivals come out in the same order."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from itertools import islice
from multiprocessing.process import BaseProcess

from app.importer.archives import expand
from app.importer.arrival import Arrival, open_arrival
from app.importer.collector import search_rarely
from app.importer.document import MAX_SIZE
from app.importer.incoming import Incoming, Options

_CHUNK = 50
"""Documents that a process gets at once: handing over costs more than reading a small page."""
_AHEAD = 3
"""Chunks that each process may be ahead of who takes them in."""


def read_here(
    incoming: Iterable[Incoming], options: Options, today: date
) -> Generator[Arrival, None, None]:
    """Reads each document, and each of an archive, when it is asked for."""
    return (open_arrival(one, options, today) for sent in incoming for one in expand(sent))


def read_in_processes(
    incoming: Iterable[Incoming], options: Options, today: date, processes: int
) -> Generator[Arrival, None, None]:
    """Reads in this many processes, somewhat ahead of who takes the arrivals."""
    chunks = _chunks(one for sent in incoming for one in expand(sent))
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=_begin)
    waiting: deque[Future[list[Arrival | Incoming]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_read_chunk, chunk, options, today))
            if len(waiting) >= processes * _AHEAD:
                yield from _opened(waiting.popleft().result(), options, today)
        while waiting:
            yield from _opened(waiting.popleft().result(), options, today)
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(incoming: Iterator[Incoming]) -> Iterator[list[Incoming]]:
    while chunk := list(islice(incoming, _CHUNK)):
        yield chunk


def _read_chunk(chunk: list[Incoming], options: Options, today: date) -> list[Arrival | Incoming]:
    """Pages as arrivals; a list, which is read row by row, goes back as it came."""
    return [_read_page(one, options, today) for one in chunk]


def _read_page(incoming: Incoming, options: Options, today: date) -> Arrival | Incoming:
    if _size(incoming) > MAX_SIZE:
        return incoming
    arrival = open_arrival(incoming, options, today)
    return incoming if arrival.table else arrival


def _size(incoming: Incoming) -> int:
    if incoming.content is not None:
        return len(incoming.content)
    try:
        return incoming.path.stat().st_size if incoming.path else 0
    except OSError:
        return 0


def _opened(read: Iterable[Arrival | Incoming], options: Options, today: date) -> Iterator[Arrival]:
    for one in read:
        yield open_arrival(one, options, today) if isinstance(one, Incoming) else one


def _begin() -> None:
    """A process that reads ends when the one that takes in is killed."""
    search_rarely()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
