"""What every write does around its own work: permission, conditions, one transaction, replay.

The work runs in a thread, because it waits for its turn to write and for the disk.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.intent import Intent
from app.api.service import service_of, shows_contacts
from app.domain.provenance import Author
from app.domain.record import today
from app.store.editing import Edit
from app.store.history import moment
from app.store.replays import Attempt
from app.writing.changes import unseen_fields

REPLAYED = "Idempotency-Replayed"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a write answers; `body` is JSON text, empty where there is none."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_response(self, **more: str) -> Response:
        """The answer; a copy of it is of no use to anybody else."""
        headers = {"Cache-Control": "no-store", **self.headers, **more}
        kind = "application/json" if self.body else None
        return Response(self.body or None, self.status, headers, kind)


Work = Callable[[Session, Edit], Effect]


async def perform(
    request: Request, intent: Intent, work: Work, content: bytes = b"", *, dry_run: bool = False
) -> Response:
    """Does the work in one transaction, once for each Idempotency-Key; a dry run leaves nothing."""
    return await run_in_threadpool(_perform, request, intent, work, content, dry_run)


def _perform(
    request: Request, intent: Intent, work: Work, content: bytes, dry_run: bool
) -> Response:
    database = service_of(request).database
    attempt = _attempt(request, intent, content)
    shown = shows_contacts(request)
    with database.rehearse() if dry_run else database.write() as session:
        at = moment(session)
        known = attempt.find_answer(session, at) if attempt else None
        if known is not None:
            return _replay(known, shown=shown)
        author = Author(intent.caller.signature, intent.reason)
        effect = work(session, Edit(author, at, today(), hides_contacts=not shown))
        if attempt and not dry_run:
            attempt.keep_answer(session, _to_json(effect, shown=shown), at)
    return effect.to_response()


def _attempt(request: Request, intent: Intent, content: bytes) -> Attempt | None:
    if intent.idempotency_key is None:
        return None
    return Attempt(
        intent.caller.id,
        request.method,
        request.scope["path"],
        intent.idempotency_key,
        request.scope["query_string"] + b"\n" + content,
    )


def _to_json(effect: Effect, *, shown: bool) -> dict[str, Any]:
    return {
        "status": effect.status,
        "body": effect.body,
        "headers": dict(effect.headers),
        "shows_contacts": shown,
    }


def _replay(known: Mapping[str, Any], *, shown: bool) -> Response:
    """The same answer again; contact data that may be shown no longer is taken out."""
    body = known["body"]
    if known["shows_contacts"] and not shown and body:
        answer = json.loads(body)
        hidden = {name: None for name in unseen_fields(answer) if name in answer}
        body = json.dumps(answer | hidden, ensure_ascii=False, separators=(",", ":"))
    return Effect(known["status"], body, known["headers"]).to_response(**{REPLAYED: "true"})
