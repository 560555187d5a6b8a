"""`/v1/projects.csv` and its like: the whole result of a question as a file, of one moment."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import CACHE_CONTROL, not_modified, weak_tag
from app.api.contract.files import FILES, FileAddress
from app.api.contract.operations import operation
from app.api.making import FileAnswer, Making
from app.api.routing import DirectRoute
from app.api.service import link, lists_contacts, may_name_contacts, service_of
from app.api.timing import end_stage
from app.api.waited_for import WaitedFor
from app.api.waiting import answer_patiently
from app.exports.export import (
    Contacts,
    Counted,
    Export,
    Moment,
    Told,
    open_export,
    read_file_question,
)
from app.query.format import format_query
from app.query.model import Query
from app.query.resource import PROJECTS
from app.store.snapshot import Snapshot
from app.store.totals import count_records
from app.store.view import view_of

router = APIRouter(route_class=DirectRoute)


async def answer_file(request: Request, file: FileAddress) -> Response:
    """The file that a request asks for, or 304."""
    begun = await answer_patiently(request, lambda snapshot: _begin(request, file, snapshot))
    if isinstance(begun, Response):
        return begun
    waited_for = WaitedFor(service_of(request), request.receive)
    try:
        return await waited_for.get(_start(request, file, begun))
    finally:
        waited_for.close()


async def _start(request: Request, file: FileAddress, counted: Counted) -> Response:
    """The file with its first block, which HEAD has no need of; what reads all rows before it
    answers takes its turn, and holds nothing while it waits for it."""
    service, is_head = service_of(request), _is_head(request)
    takes_turn = file.format.check is not None if is_head else file.format.whole
    async with service.wholes.one() if takes_turn else nullcontext():
        making = Making(service)
        try:
            told = Told(link(request, file.path), counted, making.given_up.is_set)
            export = await making.open(_opened(request, file, told))
            first = await making.next() if not is_head else b""
        except BaseException:
            making.close()
            raise
    end_stage(request.scope, "first")
    return FileAnswer(making, first, _headers(request, file, export), file.format.media_type)


@contextmanager
def _opened(request: Request, file: FileAddress, told: Told) -> Iterator[Export]:
    """The file that is asked for; of one that cannot be made, HEAD is told so as GET is."""
    database, raw = service_of(request).database, request.scope["query_string"]
    contacts = _contacts(request)
    with open_export(
        database, file.resource, raw, file.format, contacts=contacts, told=told
    ) as export:
        if _is_head(request):
            export.check()
        yield export


def _is_head(request: Request) -> bool:
    """Whether only the headers are asked for."""
    return bool(request.scope["asked_method"] == "HEAD")


def _begin(request: Request, file: FileAddress, snapshot: Snapshot) -> Response | Counted:
    """How many rows the question has; or the answer that the caller holds the file already."""
    service, contacts = service_of(request), _contacts(request)
    raw = request.scope["query_string"]

    def read() -> tuple[Query, str]:
        asked = read_file_question(snapshot, file.resource, raw, file.format, contacts)
        return asked.query, asked.style.text

    query, style = service.questions.once(snapshot, (file, contacts), raw, read)
    view = view_of(snapshot, query)
    moment = Moment.of(snapshot, view)
    known = not_modified(request, _tag(request, file, query, style, moment))
    if known is not None:
        return known
    end_stage(request.scope, "parse")
    if file.resource is PROJECTS:
        total, _ = service.mirror.total(snapshot, view)
    else:
        total, _ = count_records(snapshot.reader, file.resource, view)
    end_stage(request.scope, "count")
    return Counted(moment, total)


def _contacts(request: Request) -> Contacts:
    return Contacts.NAMED if may_name_contacts(request) else Contacts.NEVER


def _tag(request: Request, file: FileAddress, query: Query, style: str, moment: Moment) -> str:
    personal = lists_contacts(request, file.resource, query.fields)
    asked = format_query(file.resource, query, paging=False, default_limit=None)
    dataset, *rest = moment
    return weak_tag(*dataset, *rest, link(request, file.path), asked, style, personal)


def _headers(request: Request, file: FileAddress, export: Export) -> dict[str, str]:
    extract = export.extract
    stem = f"projektbank-{file.resource.name}-v{export.dataset.version}"
    return {
        "ETag": _tag(request, file, extract.asked, extract.style.text, export.moment),
        "Cache-Control": CACHE_CONTROL,
        "Content-Disposition": f'attachment; filename="{stem}.{file.format.name}"',
        "X-Total-Count": str(export.total),
        "X-Change-Seq": str(export.latest),
    }


def _endpoint(file: FileAddress) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def answer(request: Request) -> Response:
        return await answer_file(request, file)

    return answer


for file in FILES.values():
    router.add_api_route(
        file.path,
        _endpoint(file),
        description=file.description,
        tags=[file.resource.name],
        **operation(file.operation),
    )
