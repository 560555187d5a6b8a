"""`$apply` of OData: the figures of `/v1/aggregate`, under the names that the caller gives them."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app.api.figures import worked_out
from app.api.gathered import Gathered
from app.api.odata.answers import Collection, context_of
from app.api.odata.forms import preferred_page
from app.api.odata.reply import Reply
from app.api.service import service_of
from app.api.waiting import answer_patiently
from app.exports.figures import json_rows
from app.faults import Fault
from app.query.odata.grouping import Grouping, read_grouping
from app.query.odata.metadata import PROJECT_SET
from app.query.odata.options import COUNT, Options
from app.query.odata.question import told_of_options
from app.store.snapshot import Snapshot
from app.store.view import view_of


@dataclass(frozen=True, slots=True)
class _Begun:
    """A question whose records are found."""

    grouping: Grouping
    reply: Reply
    gathered: Gathered

    def body(self) -> bytes:
        """The groups, in their columns as they are called, as JSON."""
        grouping = self.grouping
        with told_of_options():
            found = self.gathered.figures()
        places = grouping.places
        cells = [tuple(row.cells[place] for place in places) for row in found.rows]
        end = grouping.asked.query.offset + grouping.limit
        following = grouping.following(end) if end < found.total else None
        page = Collection(
            context=context_of(PROJECT_SET.name, tuple(grouping.shown)),
            rows=json_rows(grouping.fields, [] if grouping.top == 0 else cells),
            count=found.total if grouping.options.get(COUNT) == "true" else None,
            next=f"{self.reply.address}?{following}" if following is not None else None,
        )
        return self.reply.body(page)


async def answer_groups(request: Request, options: Options, faults: list[Fault]) -> Response:
    """The page of groups that the options ask for, or 304."""

    def begin(snapshot: Snapshot) -> _Begun | Response:
        preferred = preferred_page(request)
        grouping = read_grouping(options, list(faults), snapshot.lookups, preferred)
        reply = Reply.of(request, snapshot.dataset, PROJECT_SET, grouping)
        known = reply.held()
        if known is not None:
            return known
        view = view_of(snapshot, grouping.asked.query)
        hits = service_of(request).mirror.hits(snapshot, view)
        gathered = Gathered.of(snapshot.reader, grouping.asked, view.day, hits)
        return _Begun(grouping, reply, gathered)

    begun = await answer_patiently(request, begin)
    if isinstance(begun, Response):
        return begun
    return begun.reply.answer(await worked_out(request, begun.body, aside=begun.gathered.is_long))
