"""`/v1/changes`: what happened to the records, in the order in which it was committed."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.access import sees_authors
from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.envelope import Page
from app.api.following import Following, Place, look, read_following
from app.api.notes import owner_notes
from app.api.routing import DirectRoute
from app.api.service import link, service_of
from app.domain.record import today
from app.query.accepts import FEED
from app.query.model import DEFAULT_LIMIT
from app.query.resource import PROJECTS
from app.store.feed import Feed, feed_state, require_kept
from app.store.snapshot import Snapshot

PATH = "/v1/changes"

_LOOKED_THROUGH = 20_000
"""Changes that are looked through for one page."""

router = APIRouter(tags=["changes"], route_class=DirectRoute)


@router.get(PATH, **operation("list_changes"))
async def list_changes(request: Request) -> Response:
    """Changes of the records asked for, behind a number of the feed, in commit order."""
    with service_of(request).snapshot() as snapshot:
        asked = read_following(snapshot, request.scope["query_string"], FEED)
        feed = feed_state(snapshot.reader)
        require_kept(snapshot.reader, feed, asked.since or 0, asked.epoch)
        authors, address, dataset = sees_authors(request), link(request, PATH), snapshot.dataset
        place = (feed.latest, asked.since, asked.written)
        tag = weak_tag(feed.epoch, dataset.version, address, *place, authors, today())
        known = not_modified(request, tag)
        if known is not None:
            return known
        page = _make_page(snapshot, feed, asked, address, authors=authors)
    return json_response(page.to_json(), tag, **page.link_header())


def _make_page(
    snapshot: Snapshot, feed: Feed, asked: Following, address: str, *, authors: bool
) -> Page:
    limit = asked.query.limit or DEFAULT_LIMIT
    place = Place(asked.since or 0, limit, _LOOKED_THROUGH)
    found = look(snapshot, feed, asked.query, place, authors=authors)
    reached = f"since={found.position}&epoch={feed.epoch}"
    following = "&".join(filter(None, (asked.written, reached)))
    return Page(
        rows=[row[0] for row in found.rows],
        total=None,
        limit=limit,
        next=f"{address}?{following}" if found.position < feed.latest else None,
        dataset=snapshot.dataset,
        query=asked.written,
        notes=owner_notes(snapshot.reader, PROJECTS, asked.query),
        further={"latest": feed.latest, "dataset_epoch": feed.epoch},
    )
