"""Who asks, and whether they may: the key of a request becomes its `Caller`.

`admit` runs once for each request, before any route; endpoints then `require` a scope.
"""

import hmac
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope as Connection

from app.api.credentials import Presented, find_presented, take_from_address
from app.api.path import path_of
from app.api.service import CALLER, Service, mark_varying
from app.domain.keys import Scope, digest_of, id_of
from app.domain.record import now
from app.errors import KeyInAddress, KeyInvalid, KeyRequired, ScopeInsufficient
from app.store.keys import StoredKey, find_key

_HEALTH = "/health"
_OPEN = (_HEALTH, "/docs", "/redoc", "/openapi.json", "/problems", "/static")
"""What needs no key even where reading does; everything else does, known address or not."""
_NOBODY = digest_of("")
"""Compared where no key has the id, so that the time taken tells nothing."""
_UNKNOWN = "There is no such key."


@dataclass(frozen=True, slots=True)
class Caller:
    """The holder of a valid key."""

    id: str
    name: str
    scope: Scope

    @property
    def signature(self) -> str:
        """How the history names who did something."""
        return f"{self.name} ({self.id})"


def admit(connection: Connection, service: Service) -> None:
    """Puts the caller, or None, into the request's scope.

    Raises `KeyInvalid`, `KeyInAddress`, or `KeyRequired` where reading needs a key.
    """
    connection[CALLER] = None
    in_address = take_from_address(connection)
    path = path_of(connection)
    if _is_below(path, _HEALTH):
        return
    needs_key = service.settings.reads == "key"
    if needs_key:
        mark_varying(connection)
    presented = find_presented(connection, in_address)
    if presented is not None:
        connection[CALLER] = _identify(service, presented)
    elif needs_key and not any(_is_below(path, open_path) for open_path in _OPEN):
        raise KeyRequired("Reading needs a key here.")


def caller_of(request: Request) -> Caller | None:
    """Whoever sent the request, where a key told."""
    caller: Caller | None = request.scope[CALLER]
    return caller


def require(request: Request, scope: Scope) -> Caller:
    """The caller, who may do what needs this scope; raises `KeyRequired`, `ScopeInsufficient`."""
    mark_varying(request.scope)
    caller = caller_of(request)
    if caller is None:
        raise KeyRequired(f"This needs a key of scope {scope}.")
    if not caller.scope.allows(scope):
        raise ScopeInsufficient(
            f"This needs a key of scope {scope}; the key sent has the scope {caller.scope}."
        )
    return caller


def sees_authors(request: Request) -> bool:
    """Whether this caller may know who made a change."""
    mark_varying(request.scope)
    caller = caller_of(request)
    return caller is not None and caller.scope.allows(Scope.ADMIN)


def _identify(service: Service, presented: Presented) -> Caller:
    key, at = _authentic(service, presented.key), now()
    if key.revoked_at is not None:
        raise KeyInvalid("The key was revoked.")
    if key.is_expired(at):
        raise KeyInvalid("The key has expired.")
    if presented.in_address and key.scope is not Scope.READ:
        raise KeyInAddress("Only a read key may stand in an address; send this one in a header.")
    service.last_use.note(key, at)
    return Caller(key.id, key.name, key.scope)


def _authentic(service: Service, sent: str) -> StoredKey:
    """The stored key whose secret was sent, in use or not."""
    key_id = id_of(sent)
    if key_id is None:
        raise KeyInvalid("What was sent is no key: a key is pb_, an id, an underscore, a secret.")
    with service.reading() as reader:
        stored = find_key(reader, key_id)
    expected = stored.sha256 if stored else _NOBODY
    if not hmac.compare_digest(digest_of(sent), expected) or stored is None:
        raise KeyInvalid(_UNKNOWN)
    return stored


def _is_below(path: str, parent: str) -> bool:
    return path == parent or path.startswith(f"{parent}/")
