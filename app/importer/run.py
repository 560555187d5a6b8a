"""The import itself: open and read → take in → report.

Documents are read before the transaction that stores them begins; it takes at most 1,000 of them,
or what was read in half a second. A result is reported only once it is committed. One bad document
never stops the others.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import date

from sqlmodel import Session

from app.database import Database
from app.domain.record import today
from app.errors import DatabaseBusy
from app.importer.arrival import Arrival
from app.importer.batches import batches
from app.importer.collector import rare_searches
from app.importer.desk import Desk
from app.importer.incoming import Incoming, Options
from app.importer.lists import import_list
from app.importer.readers import read_here, read_in_processes
from app.importer.rehearsal import rehearsal
from app.importer.report import NOBODY, Listener, Result
from app.importer.turns import OpenDesk, at_desk
from app.indexes import make_whole
from app.store.history import moment
from app.store.projects import Policy, Visit

_BATCH = 1_000
_BATCH_SECONDS = 0.5


def import_documents(
    database: Database,
    incoming: Iterable[Incoming],
    options: Options,
    *,
    listener: Listener = NOBODY,
    processes: int = 1,
) -> Iterator[Result]:
    """Imports the documents, yielding each result after its commit; a dry run commits nothing.

    With more than one of `processes`, others read while this one stores.
    """
    day = today()
    if processes > 1:
        arrivals = read_in_processes(incoming, options, day, processes)
    else:
        arrivals = read_here(incoming, options, day)
    with rare_searches(), closing(arrivals), _desks(database, options, day) as open_desk:
        done = 0
        for batch in batches(arrivals, _BATCH, _BATCH_SECONDS, _is_list):
            for results in _import_batch(open_desk, batch, options, listener):
                done += len(results)
                listener.progress(done, None)
                for result in results:
                    if result.id is not None:
                        listener.seen(result.id)
                    yield result


def _is_list(arrival: Arrival) -> bool:
    return arrival.table is not None


def _import_batch(
    open_desk: OpenDesk,
    batch: list[Arrival],
    options: Options,
    listener: Listener,
) -> Iterator[list[Result]]:
    """What became of a batch, a turn of writing at a time: of what is stored nothing waits untold
    for the next turn, which may never come."""
    if batch[0].table is not None:
        yield [import_list(open_desk, batch[0], options, listener)]
        return
    for turn in at_desk(open_desk, batch, Desk.take_pages):
        yield [result for _, result in turn]


@contextmanager
def _desks(database: Database, options: Options, day: date) -> Iterator[OpenDesk]:
    """Opens a desk for each transaction; those of a dry run are in a copy of the database."""
    with rehearsal(database) if options.dry_run else nullcontext(database) as place:
        place.expect_much()

        @contextmanager
        def open_desk(*, one_by_one: bool = False) -> Iterator[Desk]:
            with place.write() as session:
                yield Desk(session, options, _visit(session, options, day), one_by_one=one_by_one)

        try:
            yield open_desk
        finally:
            with suppress(DatabaseBusy):  # all is stored; the next start makes them
                make_whole(place)


def _visit(session: Session, options: Options, day: date) -> Visit:
    return Visit(moment(session), day, Policy(options.on_conflict, options.undelete, options.again))
