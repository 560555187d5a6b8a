"""The addresses of a run still to be fetched: each once, and never more than a number of them."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from app.importer.fetching.links import Links


@dataclass(frozen=True, slots=True)
class Step:
    """An address to fetch; one that `may_be_list` is looked through for links, and is no document
    then unless it `may_be_page` too."""

    address: str
    may_be_list: bool
    may_be_page: bool
    named: bool


class Frontier:
    """Pages come before the next list, so that documents flow from the start."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._seen: set[str] = set()
        self._pages: deque[Step] = deque()
        self._lists: deque[Step] = deque()
        self.left_out: str | None = None
        """The first address for which there was no room."""

    def __len__(self) -> int:
        return len(self._pages) + len(self._lists)

    @property
    def has_lists(self) -> bool:
        """Whether more addresses may turn up."""
        return bool(self._lists)

    def add_named(self, addresses: Iterable[str], *, follow: bool) -> None:
        """Takes in the addresses that a run begins with."""
        self._add(Step(address, follow, not follow, named=True) for address in addresses)

    def add_links(self, links: Links) -> None:
        """Takes in what a list leads to."""
        pages, lists = set(links.pages), set(links.lists)
        self._add(
            Step(address, address in lists, address in pages, named=False)
            for address in (*links.pages, *links.lists)
        )

    def _add(self, steps: Iterable[Step]) -> None:
        """Takes in addresses that were not met before, as far as there is room."""
        for step in steps:
            address = step.address
            if address in self._seen:
                continue
            if len(self._seen) >= self._limit:
                self.left_out = self.left_out or address
                return
            self._seen.add(address)
            queue = self._lists if step.may_be_list else self._pages
            queue.append(step)

    def take(self) -> Step | None:
        """The next address; None when there is no more."""
        queue = self._pages or self._lists
        return queue.popleft() if queue else None
