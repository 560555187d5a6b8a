"""What every page of a set begins and ends with: its form, address and tag, and the answer that the
caller holds it already, or the page itself."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import weak_tag
from app.api.odata.answers import ROOT, Collection, answer_json, collection_body, held_already
from app.api.odata.forms import Form, applied_page, preferred_page, read_form
from app.api.service import link
from app.domain.record import today
from app.query.odata.grouping import Grouping
from app.query.odata.metadata import EntitySet
from app.query.odata.options import FORMAT
from app.query.odata.question import Listing
from app.store.reads import DatasetState


@dataclass(frozen=True, slots=True)
class Reply:
    """A page on its way to one caller; the address is that of its set."""

    request: Request
    form: Form
    address: str
    tag: str

    @classmethod
    def of(
        cls,
        request: Request,
        dataset: DatasetState,
        entity_set: EntitySet,
        asked: Listing | Grouping,
    ) -> "Reply":
        """That to a question that was read; raises `NotAcceptable`, `QueryRejected`."""
        form = read_form(request, asked.options.get(FORMAT))
        address = link(request, f"{ROOT}/{entity_set.name}")
        shown = (address, request.scope["query_string"], form.level, asked.limit, today())
        tag = weak_tag(dataset.epoch, dataset.version, *shown)
        return cls(request, form, address, tag)

    def held(self) -> Response | None:
        """304 where the caller holds the page."""
        return held_already(self.request, self.tag, self.form)

    def body(self, page: Collection) -> bytes:
        """The page as JSON."""
        return collection_body(self.request, self.form, page)

    def answer(self, body: bytes) -> Response:
        """The page, and which preference it honours."""
        applied = applied_page(preferred_page(self.request))
        return answer_json(body, self.tag, self.form, **applied)
