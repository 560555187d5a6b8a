"""Sets and single entities of OData: the rows of the lists, chosen and read as those are."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import weak_tag
from app.api.choosing import Choosing, Rows
from app.api.odata.answers import (
    Collection,
    answer_json,
    context_of,
    entity_body,
    held_already,
)
from app.api.odata.errors import VERSION_HEADER
from app.api.odata.forms import check_version, preferred_page, read_form
from app.api.odata.reply import Reply
from app.api.projects import find_record
from app.api.service import service_of
from app.api.timing import end_stage
from app.api.waiting import answer_patiently
from app.domain.record import today
from app.errors import OrganisationNotFound
from app.faults import Fault, shortened
from app.query.compile import compile_record
from app.query.cursor import make_cursor, read_cursor
from app.query.dialect import SQLITE_FLAT
from app.query.odata.metadata import EntitySet
from app.query.odata.options import ENTITY, FORMAT, NUMBER, Options, read_options
from app.query.odata.question import Listing, read_listing
from app.query.resource import PROJECTS
from app.query.wire import split_query
from app.store.merge_history import standing_organisation
from app.store.snapshot import Snapshot
from app.store.view import view_of


async def answer_set(
    request: Request, entity_set: EntitySet, options: Options, faults: list[Fault]
) -> Response:
    """The page of a set that the options ask for, or 304."""
    preferred = preferred_page(request)

    def answer(snapshot: Snapshot) -> Response:
        listing = _listing(request, snapshot, entity_set, options, faults, preferred)
        reply = Reply.of(request, snapshot.dataset, entity_set, listing)
        known = reply.held()
        if known is not None:
            return known
        end_stage(request.scope, "parse")
        choosing = _choosing(request, snapshot, entity_set, listing)
        rows = (
            Rows((), None)
            if listing.top == 0
            else choosing.rows(read_cursor(entity_set.resource, listing.query))
        )
        end_stage(request.scope, "select")
        count, _ = choosing.total()
        end_stage(request.scope, "count")
        page = Collection(
            context=context_of(entity_set.name, listing.selected),
            rows=rows.texts,
            count=count,
            next=_next(reply.address, entity_set, listing, rows),
        )
        return reply.answer(reply.body(page))

    return await answer_patiently(request, answer)


async def answer_number(request: Request, entity_set: EntitySet) -> Response:
    """How many entities the options ask for, as plain text (part 1, 11.2.9)."""
    pairs, faults = split_query(request.scope["query_string"])
    options, more = read_options(pairs, NUMBER)
    check_version(request)

    def answer(snapshot: Snapshot) -> Response:
        asked = _listing(request, snapshot, entity_set, options, [*faults, *more], None)
        listing = replace(asked, query=replace(asked.query, count="exact"))
        count, _ = _choosing(request, snapshot, entity_set, listing).total()
        return Response(str(count), headers=VERSION_HEADER, media_type="text/plain")

    return await answer_patiently(request, answer)


async def answer_entity(request: Request, entity_set: EntitySet, key: str) -> Response:
    """One entity by its key, or 304; raises `ProjectNotFound`, `OrganisationNotFound`."""
    pairs, faults = split_query(request.scope["query_string"])
    options, more = read_options(pairs, ENTITY)
    resource = entity_set.resource
    with service_of(request).snapshot() as snapshot:
        listing = _listing(request, snapshot, entity_set, options, [*faults, *more], None)
        form = read_form(request, options.get(FORMAT))
        columns = listing.query.fields or resource.public
        id_ = _find(snapshot, entity_set, listing, key)
        dataset = snapshot.dataset
        shown = (entity_set.name, id_, form.level, columns, today())
        tag = weak_tag(dataset.epoch, dataset.version, *shown)
        known = held_already(request, tag, form)
        if known is not None:
            return known
        statement = compile_record(resource, id_, columns, today=today(), dialect=SQLITE_FLAT)
        row: bytes = snapshot.reader.rows(statement.sql, statement.parameters)[0][0]
    context = context_of(entity_set.name, listing.selected)
    return answer_json(entity_body(request, form, context, row), tag, form)


def _find(snapshot: Snapshot, entity_set: EntitySet, listing: Listing, key: str) -> str:
    """The id of the entity that a key names."""
    if entity_set.resource is PROJECTS:
        return find_record(snapshot, view_of(snapshot, listing.query), key).id
    standing = None if "\0" in key else standing_organisation(snapshot.reader, key)
    if standing is None:
        raise OrganisationNotFound(f"No organisation has the id “{shortened(key)}”.")
    return standing


def _listing(
    request: Request,
    snapshot: Snapshot,
    entity_set: EntitySet,
    options: Options,
    faults: list[Fault],
    preferred: int | None,
) -> Listing:
    """The question that was sent, read once for each version of the data."""
    resource, lookups = entity_set.resource, snapshot.lookups
    kind, raw = (request.scope["path"], preferred), request.scope["query_string"]
    return service_of(request).questions.once(
        snapshot,
        kind,
        raw,
        lambda: read_listing(resource, options, list(faults), lookups, preferred),
    )


def _choosing(
    request: Request, snapshot: Snapshot, entity_set: EntitySet, listing: Listing
) -> Choosing:
    """Chooses rows without contact data, which OData never shows."""
    view = view_of(snapshot, listing.query)
    resource = entity_set.resource
    return Choosing(
        service_of(request), snapshot, resource, view, personal=False, dialect=SQLITE_FLAT
    )


def _next(address: str, entity_set: EntitySet, listing: Listing, rows: Rows) -> str | None:
    """The address of the page behind; None where the last row that is wanted stands on this one."""
    if rows.last is None:
        return None
    token = make_cursor(entity_set.resource, listing.query, rows.last)
    following = listing.following(token)
    return f"{address}?{following}" if following is not None else None
