"""What the addresses of figures share: a question read, its tag, and its answer, page or file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Generic, NamedTuple, Protocol, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import CACHE_CONTROL, json_response, not_modified, weak_tag
from app.api.envelope import Page
from app.api.gathered import Gathered
from app.api.notes import moment_notes, owner_notes, search_notes
from app.api.service import link, service_of
from app.api.timing import end_stage
from app.api.waiting import answer_patiently
from app.domain.fields import Field
from app.domain.record import today
from app.exports.figures import FIGURE_FORMATS, Cells, FigureTable, json_rows
from app.exports.style import Style, read_style
from app.faults import Fault, QueryRejected
from app.mirror.columns import Hits
from app.mirror.mirror import Found
from app.query.accepts import Accepts
from app.query.aggregation.question import Aggregation
from app.query.lookups import Lookups
from app.query.model import Query
from app.query.parse import refuse_grown
from app.query.resource import PROJECTS
from app.query.wire import Pair, names_in, split_query
from app.store.reads import organisation_names
from app.store.snapshot import Snapshot
from app.store.view import View, view_of


class Question(Protocol):
    """A question for figures of the records of a query."""

    @property
    def query(self) -> Query: ...


Asked = TypeVar("Asked", bound=Question)
Made = TypeVar("Made")
Answered = TypeVar("Answered", bound="Answering")
AnyTabular = TypeVar("AnyTabular", bound="Tabular")
Asked_co = TypeVar("Asked_co", bound=Question, covariant=True)


class Read(Protocol[Asked_co]):
    """Reads one kind of question, and says what is wrong with it."""

    def __call__(
        self, pairs: tuple[Pair, ...], *, lookups: Lookups, accepts: Accepts
    ) -> tuple[Asked_co, list[Fault]]: ...


class Known(NamedTuple, Generic[Asked]):
    """A question that was read, its style, and its canonical text but its place in the list."""

    asked: Asked
    style: Style
    text: str


class Answering(Protocol):
    """The answer of a question whose rows are found: what is left to do takes nothing but memory,
    and may be done in any thread; `is_long` where others shall not wait for it."""

    @property
    def is_long(self) -> bool: ...


class Tabular(Answering, Protocol):
    """One that is rows."""

    def page(self) -> Page:
        """The answer as a page."""

    def table(self) -> FigureTable:
        """The answer for a file."""


@dataclass(frozen=True)
class Asking(Generic[Asked]):
    """One question on its way to an answer; `text` is all of it but its place in the list."""

    request: Request
    snapshot: Snapshot
    asked: Asked
    style: Style
    address: str
    text: str

    @cached_property
    def view(self) -> View:
        """The state that it is asked of; raises `QueryRejected` where there is none."""
        return view_of(self.snapshot, self.asked.query)

    @property
    def tag(self) -> str:
        """The tag of the answer, known before anything is looked up."""
        dataset, offset = self.snapshot.dataset, self.asked.query.offset
        return weak_tag(dataset.epoch, dataset.version, self.address, self.text, offset, today())

    @cached_property
    def found(self) -> Found:
        """Its rows."""
        return service_of(self.request).mirror.found(self.snapshot, self.view)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of it."""
        query = self.view.query
        owners = owner_notes(self.snapshot.reader, PROJECTS, query)
        return (*moment_notes(self.asked.query), *owners, *search_notes(query))

    def gather(self, figures: Aggregation) -> Gathered:
        """Its rows, for these figures of them."""
        reader = self.snapshot.reader
        return Gathered.of(reader, figures, self.view.day, self.found.hits)

    def hits(self, view: View) -> Hits:
        """The rows of a question much like it."""
        if view == self.view:
            return self.found.hits
        return service_of(self.request).mirror.hits(self.snapshot, view)

    def owner_names(self, ids: Sequence[str]) -> dict[str, str]:
        """The names of organisations."""
        return organisation_names(self.snapshot.reader, ids)

    def page(self, fields: Sequence[Field], rows: Sequence[Cells], total: int, limit: int) -> Page:
        """The rows in an envelope."""
        return Page(
            rows=json_rows(fields, rows),
            total=total,
            limit=limit,
            not_stated=self.found.not_stated,
            dataset=self.view.dataset,
            query=self.text,
            notes=self.notes,
        )

    def table(self, fields: tuple[Field, ...], rows: Sequence[Cells]) -> FigureTable:
        """The rows for a file."""
        source = f"{self.address}?{self.text}"
        return FigureTable(fields, rows, self.asked.query, self.view, source, self.style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Generic[Asked, Answered]):
    """One kind of question: where it is asked, how it is read and written, and what answers it."""

    path: str
    read: Read[Asked]
    write: Callable[[Asked, int | None], str]
    accepts: Accepts
    file_accepts: Accepts
    answer: Callable[[Asking[Asked]], Answered]

    def asking(self, request: Request, snapshot: Snapshot, ending: str = "") -> Asking[Asked]:
        """The question of a request; raises `QueryRejected` with everything that is wrong."""
        raw = request.scope["query_string"]
        known = service_of(request).questions.once(
            snapshot, (self.path, ending), raw, lambda: self._read(snapshot, raw, ending)
        )
        address = link(request, f"{self.path}.{ending}" if ending else self.path)
        return Asking(request, snapshot, known.asked, known.style, address, known.text)

    def _read(self, snapshot: Snapshot, raw: bytes, ending: str) -> Known[Asked]:
        accepts = self.file_accepts if ending else self.accepts
        options = FIGURE_FORMATS[ending].options if ending else frozenset[str]()
        pairs, faults = split_query(raw)
        lookups = snapshot.lookups_for(names_in(raw))
        accepts = replace(accepts, others=accepts.others | options)
        asked, more = self.read(pairs, lookups=lookups, accepts=accepts)
        style, others = read_style(pairs, options)
        if faults or more or others:
            raise QueryRejected((*faults, *more, *others))
        written = (self.write(asked, accepts.default_limit), style.text)
        text = "&".join(filter(None, written))
        refuse_grown(text)
        return Known(asked, style, text)


async def answer_made(
    request: Request,
    address: Address[Asked, Answered],
    make: Callable[[Answered], Response],
) -> Response:
    """What is made of the answer that a request asks for, or 304."""
    _, answering = await answer_patiently(request, partial(_begin, request, address))
    if isinstance(answering, Response):
        return answering
    return await worked_out(request, lambda: make(answering), aside=answering.is_long)


async def answer_page(request: Request, address: Address[Asked, AnyTabular]) -> Response:
    """The page that a request asks for, or 304."""
    asking, answering = await answer_patiently(request, partial(_begin, request, address))
    if isinstance(answering, Response):
        return answering

    def make() -> tuple[bytes, dict[str, str]]:
        page = answering.page()
        return page.to_json(), page.link_header()

    body, headers = await worked_out(request, make, aside=answering.is_long)
    return json_response(body, asking.tag, **headers)


async def answer_file(
    request: Request, address: Address[Asked, AnyTabular], ending: str
) -> Response:
    """The file that a request asks for, or 304. It is made beside what others ask; its name tells
    the dataset version."""
    asking, answering = await answer_patiently(
        request, partial(_begin, request, address, ending=ending)
    )
    if isinstance(answering, Response):
        return answering
    made, table_of = FIGURE_FORMATS[ending], answering.table
    body = await worked_out(request, lambda: b"".join(made.write(table_of())), aside=True)
    stem = address.path.rpartition("/")[2]
    name = f"projektbank-{stem}-v{asking.view.dataset.version}.{ending}"
    headers = {
        "ETag": asking.tag,
        "Cache-Control": CACHE_CONTROL,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(body, headers=headers, media_type=made.media_type)


def _begin(
    request: Request, address: Address[Asked, Answered], snapshot: Snapshot, *, ending: str = ""
) -> tuple[Asking[Asked], Answered | Response]:
    """A question, its rows found; or the answer that the caller holds it already."""
    asking = address.asking(request, snapshot, ending)
    known = not_modified(request, asking.tag)
    if known is not None:
        return asking, known
    end_stage(request.scope, "parse")
    answering = address.answer(asking)
    asking.notes  # noqa: B018 - read while the database is there
    return asking, answering


async def worked_out(request: Request, make: Callable[[], Made], *, aside: bool) -> Made:
    """What is made, in a thread where it takes long: one at a time, for it may need much memory."""
    if aside:
        async with service_of(request).figuring.one():
            made = await run_in_threadpool(make)
    else:
        made = make()
    end_stage(request.scope, "count")
    return made
