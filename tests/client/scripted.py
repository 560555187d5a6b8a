"""Servers that give the answers they are told to, one after the other, and keep the questions."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.serving import serve

NDJSON = "application/x-ndjson"


class Script:
    """An application; the last of its answers is given again and again."""

    def __init__(self, *answers: Response) -> None:
        self.answers = answers
        self.requests: list[Request] = []
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"  # of the server's start and end it knows nothing
        answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
        request = Request(scope, receive)
        self.bodies.append(await request.body())
        self.requests.append(request)
        await answer(scope, receive, send)


@contextmanager
def scripted(*answers: Response, port: int = 0) -> Iterator[tuple[str, Script]]:
    """Its address, and what it was asked."""
    script = Script(*answers)
    with serve(script, port) as base:
        yield base, script


def busy(retry_after: str = "0", status: int = 503) -> Response:
    problem = {"code": "query-too-slow", "status": status, "title": "Too slow"}
    headers = {"Retry-After": retry_after}
    return JSONResponse(problem, status, headers, media_type="application/problem+json")


def page(*rows: object, next_: str | None = None, **more: object) -> Response:
    """A page of a list that ends here, unless another one follows."""
    envelope = {"data": rows, "total": len(rows), "not_stated": {}, "limit": 50}
    following: dict[str, object] = {"next_cursor": None, "next": next_, "query": "", "notes": []}
    dataset = {"dataset_version": 1, "dataset_updated_at": "2026-11-22T09:00:00Z"}
    return JSONResponse({**envelope, **following, **dataset, **more})


class BrokenOffAnswer(Response):
    """Chunks, and then the connection is cut."""

    def __init__(self, *chunks: bytes, media_type: str = NDJSON) -> None:
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        self.chunks = chunks

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        for chunk in self.chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        raise ConnectionResetError
