"""A run over addresses: fetches, follows lists, and hands on each document as it comes.

Waiting is part of it: take each document from here before you begin to write.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from app.errors import AddressFailed
from app.faults import shortened
from app.importer.document import Refusal
from app.importer.fetching.asking import PoliteClient, follow_redirects, read_moment
from app.importer.fetching.cache import PageCache
from app.importer.fetching.frontier import Frontier, Step
from app.importer.fetching.links import links_of
from app.importer.fetching.options import FetchOptions, default_cache
from app.importer.fetching.pace import Pace
from app.importer.fetching.robots import Robots
from app.importer.fetching.unfinished import UnfinishedRun
from app.importer.incoming import Incoming, Progress
from app.outbound.addresses import canonical
from app.outbound.client import Answer, Client

_HTML = frozenset({"text/html", "application/xhtml+xml"})


def fetch_documents(
    addresses: Iterable[str], options: FetchOptions, progress: Progress | None = None
) -> Iterator[Incoming]:
    """Every document at the addresses, or below the lists there, each as soon as it has come.

    An address that brings none comes with its refusal, of `ADDRESS_FAILURES` or `too-large`; the
    others go on. A run that is broken off goes on where it was when it is called again within a
    day. Raises `SettingsInvalid` where the cache cannot be written.
    """
    frontier = Frontier(options.max_pages)
    named: list[str] = []
    for text in addresses:
        try:
            named.append(canonical(text))
        except AddressFailed as error:
            yield _refused(shortened(text), error)
    if not named:
        return
    frontier.add_named(named, follow=options.follow)
    folder = options.cache or default_cache()
    cache = PageCache(folder)
    unfinished = UnfinishedRun(folder, [str(options.follow), options.pattern or "", *named])
    client = Client(options.user_agent, allow_private=options.allow_private, limits=options.limits)
    with client:
        yield from _Run(client, cache, unfinished.begin(), options).walk(frontier, progress)
    unfinished.end()


class _Run:
    def __init__(
        self, client: Client, cache: PageCache, begun: float, options: FetchOptions
    ) -> None:
        pace = Pace(options.pause)
        self._client = PoliteClient(client, cache, pace, options.patience)
        self._robots = Robots(self._client, pace)
        self._begun = begun
        self._pattern = options.pattern
        self._handed_on: set[str] = set()

    def walk(self, frontier: Frontier, progress: Progress | None) -> Iterator[Incoming]:
        done = 0
        while step := frontier.take():
            result = self._fetch(step, frontier)
            if result is not None:
                yield result
            done += 1
            if progress is not None:
                progress(done, None if frontier.has_lists else done + len(frontier))
        if frontier.left_out is not None:
            detail = f"{done} addresses were fetched; this one and what came after it were not"
            yield _refused(frontier.left_out, AddressFailed("too-many-pages", detail))

    def _fetch(self, step: Step, frontier: Frontier) -> Incoming | None:
        """The document at an address, or why there is none; None for a list that led on, and for a
        page that another link led to before."""
        try:
            answer = follow_redirects(self._ask, step.address)
            if answer.status != 200:
                raise AddressFailed("http-error", f"status {answer.status}")
        except AddressFailed as error:
            return _refused(step.address, error)
        if step.may_be_list and self._lead_on(answer, frontier) and not step.may_be_page:
            return None
        if answer.url in self._handed_on and not step.named:
            return None
        self._handed_on.add(answer.url)
        return Incoming(
            step.address, content=answer.content, url=answer.url, dated=last_modified(answer)
        )

    def _ask(self, address: str) -> Answer:
        self._robots.check(address)
        return self._client.ask(address, self._begun)

    def _lead_on(self, answer: Answer, frontier: Frontier) -> bool:
        """Whether a page is a list, the links of which are to be fetched now."""
        if not _is_html(answer):
            return False
        links = links_of(answer.content, answer.url, self._pattern)
        frontier.add_links(links)
        return bool(links.pages or links.lists)


def _refused(address: str, error: AddressFailed) -> Incoming:
    return Incoming(address, refusal=Refusal(error.reason, str(error)))


def _is_html(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in _HTML or (not kind and answer.content.lstrip().startswith(b"<"))


def last_modified(answer: Answer) -> date | None:
    """The day, in UTC, as of which the site says that the document speaks, unless that is to
    come."""
    moment = read_moment(answer.headers.get("last-modified", ""))
    if moment is None or moment > datetime.now(UTC):
        return None
    return moment.date()
