"""`/connect`: how other tools read the answer to a question, ready to paste."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import CACHE_CONTROL, not_modified, weak_tag
from app.api.routing import DirectRoute
from app.api.service import link, service_of
from app.api.waiting import answer_patiently
from app.query.accepts import FILE
from app.query.format import format_query
from app.query.odata.wording import options_of, wordless
from app.query.parse import parse_query
from app.query.phrases import describe_query
from app.query.resource import PROJECTS
from app.query.wire import names_in
from app.recipes.page import POLICY, make_page
from app.recipes.recipes import Addresses
from app.store.snapshot import Snapshot
from app.store.view import view_of

router = APIRouter(route_class=DirectRoute)


@router.get("/connect", include_in_schema=False)
async def show_recipes(request: Request) -> Response:
    """Every recipe for the question in the address, which is that of a file."""

    def answer(snapshot: Snapshot) -> Response:
        raw = request.scope["query_string"]
        lookups = snapshot.lookups_for(names_in(raw))
        query = parse_query(PROJECTS, raw, lookups=lookups, accepts=FILE)
        view = view_of(snapshot, query)
        total, _ = service_of(request).mirror.total(snapshot, view)
        text = format_query(PROJECTS, query, paging=False, default_limit=None)
        base, missing = link(request, "").rstrip("/"), tuple(wordless(query))
        addresses = Addresses(base, text, options_of(query), missing)
        page = make_page(addresses, describe_query(PROJECTS, query, "en"), total)
        tag = weak_tag(page)
        headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL, "Content-Security-Policy": POLICY}
        return not_modified(request, tag) or Response(page, 200, headers, "text/html")

    return await answer_patiently(request, answer)
