"""Routes without FastAPI's solving of parameters, for endpoints that take nothing but the request.

An endpoint with any other parameter, or with a dependency, goes the usual way: no feature is lost.
"""

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DirectRoute(APIRoute):
    """Calls an `async def endpoint(request: Request) -> Response` at once."""

    def get_route_handler(self) -> Handler:
        endpoint: Handler = self.endpoint
        signature = inspect.signature(endpoint)
        alone = [parameter.annotation for parameter in signature.parameters.values()] == [Request]
        answers = signature.return_annotation is Response and inspect.iscoroutinefunction(endpoint)
        if self.dependant.dependencies or not (alone and answers):
            return super().get_route_handler()
        return endpoint
