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
from app.api.notes import moment_notes, owner_notes, search_notes
from app.api.service import link, service_of
from app.api.timing import end_stage
from app.domain.fields import Field
from app.domain.record import today
from app.exports.figures import FIGURE_FORMATS, Cells, FigureTable, json_rows
from app.exports.style import DIALECT, EXCEL_SV, LABELS, Style, read_style
from app.faults import Fault, QueryRejected
from app.mirror.aggregates import OwnerNames
from app.mirror.columns import Hits
from app.query.accepts import Accepts
from app.query.lookups import Lookups
from app.query.model import Query
from app.query.parse import refuse_grown
from app.query.resource import PROJECTS
from app.query.wire import Pair, split_query
from app.store.reads import organisation_names
from app.store.snapshot import Snapshot
from app.store.view import View, view_of


class Question(Protocol):
    """A question for figures of the records of a query."""

    @property
    def query(self) -> Query: ...


Asked = TypeVar("Asked", bound=Question)
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

    @property
    def owner_names(self) -> OwnerNames:
        """Finds the names of organisations."""
        return partial(organisation_names, self.snapshot.reader)

    def hits(self, view: View) -> Hits:
        """The rows of a question."""
        return service_of(self.request).mirror.hits(self.snapshot, view)

    def page(self, fields: Sequence[Field], rows: Sequence[Cells], total: int, limit: int) -> Page:
        """The rows in an envelope."""
        query = self.view.query
        owners = owner_notes(self.snapshot.reader, PROJECTS, query)
        return Page(
            rows=json_rows(fields, rows),
            total=total,
            limit=limit,
            not_stated=service_of(self.request).mirror.total(self.snapshot, self.view)[1],
            dataset=self.view.dataset,
            query=self.text,
            notes=(*moment_notes(self.asked.query), *owners, *search_notes(query)),
        )

    def table(self, fields: tuple[Field, ...], rows: Sequence[Cells]) -> FigureTable:
        """The rows for a file."""
        source = f"{self.address}?{self.text}"
        return FigureTable(fields, rows, self.asked.query, self.view, source, self.style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Generic[Asked]):
    """One kind of question: where it is asked, how it is read and written, and what answers it."""

    path: str
    read: Read[Asked]
    write: Callable[[Asked, int | None], str]
    accepts: Accepts
    file_accepts: Accepts
    page: Callable[[Asking[Asked]], Page]
    table: Callable[[Asking[Asked]], FigureTable]

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
        lookups = snapshot.lookups_for(raw)
        accepts = replace(accepts, others=accepts.others | options)
        asked, more = self.read(pairs, lookups=lookups, accepts=accepts)
        style, others = read_style(pairs, options)
        if faults or more or others:
            raise QueryRejected((*faults, *more, *others))
        written = (self.write(asked, accepts.default_limit), _write_style(style))
        text = "&".join(filter(None, written))
        refuse_grown(text)
        return Known(asked, style, text)


async def answer_page(request: Request, address: Address[Asked]) -> Response:
    """The page that a request asks for, or 304."""
    with service_of(request).snapshot() as snapshot:
        asking = address.asking(request, snapshot)
        known = not_modified(request, asking.tag)
        if known is not None:
            return known
        end_stage(request.scope, "parse")
        page = address.page(asking)
        end_stage(request.scope, "count")
    return json_response(page.to_json(), asking.tag, **page.link_header())


async def answer_file(request: Request, address: Address[Asked], ending: str) -> Response:
    """The file that a request asks for, or 304. It is made beside what others ask; its name tells
    the dataset version."""
    with service_of(request).snapshot() as snapshot:
        asking = address.asking(request, snapshot, ending)
        known = not_modified(request, asking.tag)
        if known is not None:
            return known
        end_stage(request.scope, "parse")
        table = address.table(asking)
        end_stage(request.scope, "count")
    made = FIGURE_FORMATS[ending]
    body = await run_in_threadpool(lambda: b"".join(made.write(table)))
    stem = address.path.rpartition("/")[2]
    name = f"projektbank-{stem}-v{table.view.dataset.version}.{ending}"
    headers = {
        "ETag": asking.tag,
        "Cache-Control": CACHE_CONTROL,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(body, headers=headers, media_type=made.media_type)


def _write_style(style: Style) -> str:
    """The parameters that name a style."""
    named = {DIALECT: EXCEL_SV if style.excel else None, LABELS: style.labels}
    return "&".join(f"{name}={value}" for name, value in named.items() if value)
