"""Reads that are answered at once: from the outermost layer straight to their endpoint.

The framework tries every route before the right one, through layers that hot reads do without. What
is no shortcut takes the long way, and so does whatever the two would answer differently.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.path import path_of
from app.api.problems import answer_error, answer_rejected
from app.api.routing import DirectRoute, Handler
from app.errors import ProjektbankError
from app.faults import Rejected


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Answers one request as its route would."""

    handle: Handler
    path_params: dict[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["path_params"] = self.path_params
        request = Request(scope, receive)
        try:
            response = await self.handle(request)
        except Rejected as rejected:
            response = answer_rejected(request, rejected)
        except ProjektbankError as error:
            response = answer_error(request, error)
        await response(scope, receive, send)


class Shortcuts:
    """Those of all routes, in the order in which the framework would try them."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._reads = [
            one for one in routes if isinstance(one, APIRoute) and "GET" in (one.methods or ())
        ]
        plain = [route.path for route in self._reads if not route.param_convertors]
        self._plain = {path: self._match(path) for path in plain}

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those that hold no name of a record."""
        return tuple(self._plain)

    def find(self, scope: Scope) -> ASGIApp | None:
        """What answers a GET of this path at once; None where the long way has to be gone."""
        path = path_of(scope)
        return self._plain[path] if path in self._plain else self._match(path)

    def _match(self, path: str) -> Shortcut | None:
        for route in self._reads:
            if found := route.path_regex.match(path):
                direct = route.direct if isinstance(route, DirectRoute) else None
                return Shortcut(direct, found.groupdict()) if direct else None
        return None
