"""What is told as it happens: each function makes the request for a stream of events."""

from projektbank_client.answers import parse_json, refuse
from projektbank_client.calls import Flow, below, get
from projektbank_client.errors import FeedGone, NotUnderstood, Problem
from projektbank_client.events import Event, Events
from projektbank_client.importing import IMPORTS
from projektbank_client.questions import Value
from projektbank_client.records import Change, read_change
from projektbank_client.reports import Import, read_import
from projektbank_client.rows import MALFORMED, Reader, Row, T


def follow(
    *, since: int, epoch: str, seconds: float | None = None, **question: Value
) -> Flow[Change]:
    """Changes behind `since` as they happen: without an end, or for so many seconds (up to 15
    more). Lost connections are made again where they broke off; a service that is away is waited
    for, for ten minutes or as many seconds as are left. `epoch` is that of the feed
    (`more["dataset_epoch"]` of `changes`): after a restore from a backup, whenever it was,
    `FeedGone` is raised."""
    asked: dict[str, Value] = {**question, "since": since, "epoch": epoch}
    return Events(get("/v1/changes/stream", asked, refuse), _change, seconds=seconds)


def import_progress(number: int, /, *, seconds: float | None = None) -> Flow[Import]:
    """An import whenever it has come forward, and last as it ended."""
    call = get(below(IMPORTS, str(number)) + "/stream", {}, refuse)
    return Events(call, _progress, last="done", seconds=seconds)


def _change(event: Event) -> Change | None:
    if event.name == "reset":
        raise FeedGone(_restarted(_read(event, dict)))
    return _read(event, read_change) if event.name == "change" else None


def _progress(event: Event) -> Import | None:
    return _read(event, read_import) if event.name in {"progress", "done"} else None


def _read(event: Event, read: Reader[T]) -> T:
    try:
        return read(parse_json(event.data))
    except MALFORMED as error:
        raise NotUnderstood(f"An event {event.name!r} of {event.data[:200]!r}.") from error


def _restarted(told: Row) -> Problem:
    """The same as a 410 says to those who ask only now."""
    restart = {
        "since": told.get("latest"),
        "epoch": told.get("epoch"),
        "latest": told.get("latest"),
    }
    detail = "The database was restored from a backup: read the whole list again."
    return Problem(
        410, "feed-gone", "The changes asked for are gone", detail, more={"restart": restart}
    )
