"""`/v1/imports/{id}/stream`: how far an import is, as server-sent events, until its end.

Each stream looks into the database, so that it does not matter which process does the import.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import require, sees_authors
from app.api.contract.operations import NOTHING, operation
from app.api.imports import PATH, require_job
from app.api.reporting import job_to_json
from app.api.routing import DirectRoute
from app.api.service import Service, service_of
from app.api.stream import HEADERS, EventStream, make_event, refuse_crowd
from app.domain.keys import Scope
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.jobs import ENDED
from app.store.keys import is_good
from app.store.reports import JobState, find_job

router = APIRouter(tags=["imports"], route_class=DirectRoute)


@router.get(f"{PATH}/{{id}}/stream", response_class=Response, **operation("stream_import"))
async def stream_import(request: Request, id: str) -> Response:
    """How far an import is, as server-sent events: `progress`, and at its end `done`."""
    caller = require(request, Scope.WRITE)
    parse_query(PROJECTS, request.scope["query_string"], accepts=NOTHING)
    service, authors = service_of(request), sees_authors(request)
    with service.reading() as reader:
        job = require_job(reader, id)
    if request.scope["asked_method"] == "HEAD":
        return Response(headers=HEADERS, media_type="text/event-stream")
    refuse_crowd(service)
    return EventStream(service, Watching(job.id, caller.id, authors))


@dataclass(slots=True)
class Watching:
    """What a client has been told of an import."""

    job_id: int
    key: str  # id of the one that opened the stream: it ends with its key
    authors: bool
    told: JobState | None = None
    ended: bool = False

    def next_events(self, service: Service) -> tuple[bytes, bool]:
        """How far the import is, where that is news; there is never more than the newest."""
        with service.reading() as reader:
            job = find_job(reader, self.job_id) if is_good(reader, self.key) else None
        if job is None:
            self.ended = True
            return b"", False
        if job == self.told:
            return b"", False
        self.told, self.ended = job, job.state in ENDED
        name = "done" if self.ended else "progress"
        return make_event(name, job_to_json(job, authors=self.authors)), False
