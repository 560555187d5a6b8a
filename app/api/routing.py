"""How addresses of records are matched, and routes without FastAPI's solving of parameters.

The latter are for endpoints that take nothing but the request and texts of its address; one with
any other parameter, or with a dependency, goes the usual way: no feature is lost.
"""

import inspect
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any

from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class RecordConvertor(Convertor[str]):
    """`{id:record}`: an id or printed number, which may hold a slash; neither what lies below it
    nor another address beside it."""

    regex = (
        r"(?!(?:bulk|query)\Z)"
        r"(?:(?!/(?:history|provenance|revert|similar|accepted(?:/[^/]*)?)\Z)[\s\S])*"
    )

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("record", RecordConvertor())


class DirectRoute(APIRoute):
    """Calls an `async def endpoint(request: Request, ...) -> Response` at once."""

    def get_route_handler(self) -> Handler:
        return self.direct or super().get_route_handler()

    @cached_property
    def direct(self) -> Handler | None:
        """What answers a request whose path was matched; None where it takes the usual way."""
        endpoint: Callable[..., Coroutine[Any, Any, Response]] = self.endpoint
        signature = inspect.signature(endpoint)
        taken = {name: one.annotation for name, one in signature.parameters.items()}
        of_path = dict.fromkeys(self.param_convertors, str)
        answers = signature.return_annotation is Response and inspect.iscoroutinefunction(endpoint)
        if self.dependant.dependencies or not answers or taken != {"request": Request, **of_path}:
            return None

        async def call(request: Request) -> Response:
            return await endpoint(request, **request.path_params)

        return call if of_path else endpoint
