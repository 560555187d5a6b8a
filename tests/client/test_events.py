"""Events: read as the standard says, over as many connections as it takes, and never for ever."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import Response

from projektbank_client import (
    BrokenOff,
    Change,
    FeedGone,
    NotUnderstood,
    Patience,
    Projektbank,
    ProjektbankError,
    Unavailable,
    Unreachable,
)
from projektbank_client.answers import refuse
from projektbank_client.calls import get
from projektbank_client.events import Event, EventReader, Events
from tests.client.conftest import Connect
from tests.client.scripted import BrokenOffAnswer, busy, page, scripted

EVENTS = "text/event-stream"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"))
EVENT = st.builds(
    Event, TEXTS.filter(bool), st.lists(TEXTS, min_size=1).map("\n".join), TEXTS.filter(bool)
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@given(st.lists(EVENT), ENDS, st.lists(st.integers(0, 400)), st.booleans())
def test_events_are_the_same_however_they_are_cut(
    events: list[Event], end: str, cuts: list[int], mark: bool
) -> None:
    content = ("\ufeff" * mark + "".join(written(event, end) for event in events) + "::\n").encode()
    places = [0, *sorted(cuts), len(content)]
    reader = EventReader()
    pieces = [content[a:b] for a, b in pairwise(places)]
    assert [event for piece in pieces for event in reader.take(piece)] == events


def written(event: Event, end: str) -> str:
    data = [f"data: {line}" for line in event.data.split("\n")]
    return end.join([": still here", f"event: {event.name}", f"id: {event.id}", *data, "", ""])


def test_what_is_not_said_is_as_the_standard_has_it() -> None:
    content = (
        b"data:a\ndata\n\nevent: gone\nid: 7\n\nid: 8\0\nretry: 1\nnew: 1\ndata:  b\n\ndata: c\n"
    )
    assert list(EventReader().take(content)) == [
        Event("message", "a\n", ""),
        Event("message", " b", "7"),
    ]


def test_an_event_without_end_is_not_waited_for() -> None:
    reader, line = EventReader(), b"data: " + b"x" * 1_000_000 + b"\n"
    for _ in range(15):
        assert list(reader.take(line)) == []
    with pytest.raises(NotUnderstood):
        list(reader.take(line * 2))


def follow(bank: Projektbank, **question: str) -> Iterator[Change]:
    return bank.follow(since=3, epoch="e", seconds=None, **question)


def change(seq: int) -> bytes:
    row = b'{"seq": %d, "op": "update", "id": "a", "at": "2026-11-22T09:00:00Z"}' % seq
    return b"id: %d\nevent: change\ndata: %b\n\n" % (seq, row)


def test_a_lost_stream_goes_on_behind_the_last_event(connect: Connect) -> None:
    cut = BrokenOffAnswer(change(4), change(5), b"id: 6\nevent: cha", media_type=EVENTS)
    ended = Response(change(6) + b"event: later\ndata: 1\n\n", media_type=EVENTS)
    with scripted(cut, ended, BrokenOffAnswer(change(7), media_type=EVENTS)) as (base, script):
        rows = follow(connect(base), region="SE12")
        assert [row["seq"] for row in islice(rows, 4)] == [4, 5, 6, 7]
    assert [one.headers.get("last-event-id") for one in script.requests] == [None, "5", "6"]
    assert {one.url.query for one in script.requests} == {"region=SE12&since=3&epoch=e"}


def test_a_service_that_starts_again_is_followed_on(connect: Connect) -> None:
    with scripted(BrokenOffAnswer(change(4), media_type=EVENTS)) as (base, _):
        rows = follow(connect(base, patience=Patience(retries=0)))
        assert next(rows)["seq"] == 4
    with ThreadPoolExecutor() as pool:
        heard = pool.submit(next, rows)
        time.sleep(1.5)
        again = Response(change(5), media_type=EVENTS)
        with scripted(again, port=urlsplit(base).port or 0) as (_, script):
            assert heard.result(timeout=20)["seq"] == 5
    assert script.requests[0].headers["last-event-id"] == "4"


def test_a_proxy_without_its_service_is_waited_for(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projektbank_client.events.pause", lambda _: 0.0)
    away = [Response("<html>", 502), Response("", 504), *[busy()] * 4]
    cut = BrokenOffAnswer(change(4), media_type=EVENTS)
    with scripted(*away, cut, *away, Response(change(5), media_type=EVENTS)) as (base, script):
        assert [row["seq"] for row in islice(follow(connect(base)), 2)] == [4, 5]
    assert len(script.requests) == 14


def test_waits_grow_and_end_with_the_time() -> None:
    def waits(seconds: float | None) -> list[float]:
        flow: Events[None] = Events(get("/", {}, refuse), lambda _: None, seconds=seconds)
        return [flow.wait(BrokenOff()) for _ in range(7)]

    assert waits(None) == [1, 2, 4, 8, 16, 30, 30]
    assert waits(20)[:5] == [1, 2, 4, 8, 16]
    assert max(waits(20)) <= 20


LOST = BrokenOffAnswer(b": still here\n\n", media_type=EVENTS)


@pytest.mark.parametrize(
    ("answer", "error"),
    [(LOST, BrokenOff), (Response("", 502), Unavailable), (busy(), Unavailable)],
)
def test_a_stream_that_is_always_lost_is_given_up(
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
    answer: Response,
    error: type[ProjektbankError],
) -> None:
    monkeypatch.setattr("projektbank_client.events.pause", lambda _: 0.05)
    monkeypatch.setattr("projektbank_client.events._AWAY_SECONDS", 0.5)
    with scripted(answer) as (base, script), pytest.raises(error):
        next(follow(connect(base)))
    assert len(script.requests) > 1


def test_a_service_that_is_away_in_the_end_is_told(connect: Connect) -> None:
    with scripted(Response("", 502)) as (base, _), pytest.raises(Unavailable):
        list(connect(base).follow(since=3, epoch="e", seconds=0))


def test_an_address_where_nobody_answers_is_told_soon(connect: Connect) -> None:
    with scripted(LOST) as (base, _):
        pass
    began = time.monotonic()
    with pytest.raises(Unreachable):
        next(follow(connect(base)))
    assert time.monotonic() - began < 10


def test_time_runs_while_a_stream_is_lost(connect: Connect) -> None:
    with scripted(BrokenOffAnswer(media_type=EVENTS)) as (base, script):
        assert list(connect(base).follow(since=3, epoch="e", seconds=0)) == []
    assert len(script.requests) == 1


def test_a_stream_ends_when_it_was_said_to(bank: Projektbank) -> None:
    latest = bank.changes().first().more["latest"]
    epoch = bank.changes().first().more["dataset_epoch"]
    began = time.monotonic()
    assert list(bank.follow(since=latest, epoch=epoch, seconds=0)) == []
    assert time.monotonic() - began < 10
    assert [row["seq"] for row in bank.follow(since=latest - 2, epoch=epoch, seconds=0)] == [
        latest - 1,
        latest,
    ]


def test_a_restore_is_told_in_one_way_whenever_it_was(connect: Connect, bank: Projektbank) -> None:
    reset = b'event: reset\ndata: {"epoch": "f", "latest": 9}\n\n'
    with scripted(Response(reset, media_type=EVENTS)) as (base, _), pytest.raises(FeedGone) as gone:
        next(follow(connect(base)))
    assert gone.value.restart == {"since": 9, "epoch": "f", "latest": 9}
    with pytest.raises(FeedGone) as before:
        next(follow(bank))
    assert before.value.code == gone.value.code
    assert before.value.restart.keys() == gone.value.restart.keys()


@pytest.mark.parametrize(
    "answer",
    [
        page(),
        Response(b"event: change\ndata: [1]\n\n", media_type=EVENTS),
        Response(b"event: change\ndata: %b\n\n" % (b"[" * 100_000), media_type=EVENTS),
    ],
    ids=["a page", "a list", "too deep"],
)
def test_what_is_no_stream_of_changes_is_not_understood(connect: Connect, answer: Response) -> None:
    with scripted(answer) as (base, _), pytest.raises(NotUnderstood):
        next(follow(connect(base)))
