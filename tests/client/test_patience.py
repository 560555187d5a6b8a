"""What is tried again and for how long, where a key goes, and what no answer makes of it all."""

import pickle
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from starlette.responses import JSONResponse, RedirectResponse, Response

from projektbank_client import (
    NotAskable,
    NotUnderstood,
    Patience,
    Projektbank,
    ProjektbankError,
    Refused,
    Unavailable,
    Unreachable,
)
from tests.client.conftest import Connect
from tests.client.scripted import busy, page, scripted

KEY = "pb_k7wq2mzd_secret"


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again(connect: Connect, status: int) -> None:
    with scripted(busy(status=status), busy(status=status), page({"id": "a"})) as (base, script):
        assert [row["id"] for row in connect(base).projects()] == ["a"]
    assert len(script.requests) == 3


def test_retry_after_is_kept_to(connect: Connect) -> None:
    with scripted(busy("1"), page()) as (base, _):
        began = time.monotonic()
        assert list(connect(base).projects()) == []
        assert time.monotonic() - began >= 1


def test_files_are_asked_for_again_before_they_begin(connect: Connect) -> None:
    file = Response(b'{"id":"a"}\n', media_type="application/x-ndjson")
    with scripted(busy(), file) as (base, _):
        assert [row["id"] for row in connect(base).stream()] == ["a"]


@pytest.mark.parametrize("retry_after", ["0", "3600"])
def test_patience_ends(connect: Connect, retry_after: str) -> None:
    with scripted(busy(retry_after)) as (base, script), pytest.raises(Unavailable) as busy_still:
        connect(base).project("a")
    assert busy_still.value.code == "query-too-slow"
    assert len(script.requests) == (3 if retry_after == "0" else 1)


def test_how_long_to_wait() -> None:
    def seconds(tried: int, after: str | None = None, status: int = 503) -> float | None:
        headers = {} if after is None else {"Retry-After": after}
        return Patience().wait(tried, httpx.Response(status, headers=headers))

    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert [seconds(tried) for tried in range(4)] == [0.5, 1, 2, None]
    assert seconds(0, "120") == 120
    assert seconds(0, "121") is None
    assert 55 < (seconds(0, later) or 0) <= 60
    assert seconds(0, "soon") == 0.5
    assert seconds(0, status=500) is None
    assert Patience().wait(0, httpx.ReadTimeout("")) is None
    assert Patience().wait(0, httpx.ConnectError("")) == 0.5


def test_nobody_at_the_address_is_told(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    bank = connect(f"http://127.0.0.1:{port}", key=KEY, patience=Patience(retries=0))
    with pytest.raises(Unreachable) as nobody:
        bank.project("a")
    assert KEY not in str(nobody.value)


ODD = {
    "a page of a proxy": Response("<html>Sign in</html>", media_type="text/html"),
    "another service": JSONResponse({"hello": 1}),
    "a list": JSONResponse([1]),
    "half a page": JSONResponse({"data": [1]}),
    "too deep": Response(b"[" * 100_000, media_type="application/json"),
    "too large": Response(b"1e99999999999999999999", media_type="application/json"),
}


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_an_answer_of_somebody_else_is_not_understood(connect: Connect, answer: Response) -> None:
    with scripted(answer) as (base, _), pytest.raises(NotUnderstood):
        list(connect(base).projects())


@pytest.mark.parametrize(
    "body", [b"<html>", b"[1]", b'{"errors": null}', b"", b"[" * 100_000], ids=len
)
def test_an_error_that_is_no_problem_document_is_an_error_still(
    connect: Connect, body: bytes
) -> None:
    with scripted(Response(body, 502)) as (base, _), pytest.raises(Refused, match="502") as error:
        list(connect(base).projects())
    assert error.value.problem.status == 502


def test_an_address_that_leads_elsewhere_gets_no_key(connect: Connect) -> None:
    moved = RedirectResponse("https://bank.example.se/v1/projects")
    with scripted(moved) as (base, script), pytest.raises(Refused, match=r"bank\.example\.se"):
        list(connect(base, key=KEY).projects())
    assert len(script.requests) == 1


def test_a_key_is_sent_and_never_shown(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(page()) as (base, script):
        assert KEY not in repr(connect(base, key=KEY))
        list(connect(base, key=KEY).projects())
        monkeypatch.setenv("PROJEKTBANK_KEY", "pb_other")
        list(connect(base).projects())
        list(connect(base, key="").projects())
    sent = [request.headers.get("authorization") for request in script.requests]
    assert sent == [f"Bearer {KEY}", "Bearer pb_other", None]
    assert all(KEY not in str(request.url) for request in script.requests)


@pytest.mark.parametrize("key", ["two words", "pb_line\n", "nyckel-å"])
def test_what_cannot_be_a_key_is_refused_without_showing_it(connect: Connect, key: str) -> None:
    with pytest.raises(NotAskable) as refused:
        connect("http://bank.example.se", key=key)
    assert key.strip() not in str(refused.value)


@pytest.mark.parametrize(
    "base",
    ["", "bank.example.se", "ftp://bank.example.se", "https://", "https://any:key@bank.example.se",
     "https://bank.example.se?api_key=x", "https://bank.example.se/#x"],
)  # fmt: skip
def test_an_address_is_that_of_a_service_alone(connect: Connect, base: str) -> None:
    with pytest.raises(NotAskable):
        connect(base)


def test_an_error_survives_the_way_between_processes(connect: Connect) -> None:
    with scripted(busy("3600")) as (base, _), pytest.raises(Unavailable) as error:
        connect(base).project("a")
    again = pickle.loads(pickle.dumps(error.value))
    assert (str(again), again.problem) == (str(error.value), error.value.problem)
    assert str(error.value).startswith("503 query-too-slow: Too slow")


def test_all_errors_are_of_one_tree() -> None:
    with pytest.raises(ProjektbankError), Projektbank("nowhere"):
        pass
