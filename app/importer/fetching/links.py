"""The links of a list: pages of projects, and the next pages of the list itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, urlsplit

from app.domain.encoding import decode_any
from app.errors import AddressFailed
from app.importer.fetching.anchors import Anchor, anchors
from app.outbound.addresses import joined, target_of

_SHOWN = frozenset({"a", "area"})
"""Elements that a reader of the page can follow."""
_NEXT_WORDS = frozenset({"", "nästa", "nästa sida", "next", "next page"})
_ARROWS = " ›»>→"
_PAGE_PARAMETERS = frozenset(
    {"page", "paged", "pagenumber", "pageindex", "pg", "sida", "sidnr", "offset", "start", "from"}
)
_PAGE_STEP = re.compile(r"/(?:page|sida)/\d+/?$", re.IGNORECASE)
_NO_DOCUMENT = re.compile(
    r"\.(?:avif|bmp|css|gif|ico|jpe?g|js|mp[34]|png|svg|webm|webp|woff2?)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Links:
    """Canonical addresses, each once, in the order of the page; one may be of both kinds."""

    pages: tuple[str, ...]
    lists: tuple[str, ...]


def links_of(content: bytes, address: str, pattern: str | None) -> Links:
    """The links of a list at `address` that stay on its host.

    Pages are those that `pattern` fits; without one, those below the folder of the list.
    """
    found = list(anchors(decode_any(content)[0]))
    start = _start_of(found, address)
    pages: dict[str, None] = {}
    lists: dict[str, None] = {}
    targets: dict[str, str | None] = {}
    for anchor in found:
        href = anchor.attributes["href"]
        if href not in targets:
            targets[href] = _target(href, start)
        target = targets[href]
        if target is None or target == address or _site(target) != _site(address):
            continue
        is_same_list = anchor.name in _SHOWN and _frame(target) == _frame(address)
        if is_same_list or _says_next(anchor):
            lists[target] = None
        if not is_same_list and anchor.name in _SHOWN and _is_page(target, address, pattern):
            pages[target] = None
    return Links(tuple(pages), tuple(lists))


def _start_of(found: Iterable[Anchor], address: str) -> str:
    """Where relative links start from."""
    base = next((anchor for anchor in found if anchor.name == "base"), None)
    return address if base is None else _target(base.attributes["href"], address) or address


def _target(href: str, start: str) -> str | None:
    """Where a link leads; None where it leads to no page of the web."""
    try:
        return joined(start, href)
    except AddressFailed:
        return None


def _says_next(anchor: Anchor) -> bool:
    """Whether a link claims to lead on; an arrow may as well lead to a project."""
    if "next" in anchor.attributes.get("rel", "").lower().split():
        return True
    label = anchor.label.lower()
    return anchor.name in _SHOWN and bool(label) and label.strip(_ARROWS) in _NEXT_WORDS


def _site(address: str) -> str:
    """Host and port; http and https of one host are one site."""
    return urlsplit(address).netloc


def _frame(address: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What all pages of one list have in common: path and query without the page."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = tuple((name, value) for name, value in asked if name.lower() not in _PAGE_PARAMETERS)
    return _PAGE_STEP.sub("", parts.path).rstrip("/"), kept


def _is_page(target: str, address: str, pattern: str | None) -> bool:
    if pattern is not None:
        return fnmatchcase(target_of(target), pattern)
    path, own = urlsplit(target).path, urlsplit(address).path
    is_below = path.startswith(_folder(address)) and path.rstrip("/") != own.rstrip("/")
    return is_below and not _NO_DOCUMENT.search(path)


def _folder(address: str) -> str:
    """Below which the pages of a list are: its folder; for a list right below the root, itself."""
    path = _PAGE_STEP.sub("/", urlsplit(address).path)
    folder, _, name = path.rpartition("/")
    return f"{path}/" if not folder and name and "." not in name else f"{folder}/"
