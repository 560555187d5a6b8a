"""The feed of changes as Atom (RFC 4287), newest first, page by page (RFC 5005, section 3).

An entry is one change and never changes itself: a deletion is an entry that says so, not an entry
that is taken back. Who did it is not told.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.fields import BY_NAME
from app.domain.origin import RIGHTS, SOURCE
from app.query.phrases import Language, label_of
from app.xml_text import Element, add, make, write_xml

MEDIA_TYPE = "application/atom+xml"
_NO_CHANGE = "1970-01-01T00:00:00Z"
"""When a feed without a change was changed: the element is required (4.2.15)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its number, what happened to which record and when, and whether the record is
    one of those asked for since."""

    seq: int
    op: str
    id: str
    name: str
    fields: Sequence[str]
    at: str
    matches: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself; addresses are absolute."""

    epoch: str  # of the change feed, 32 hexadecimal digits
    question: str  # canonical, without its page
    phrases: Sequence[str]  # the same in words
    address: str
    following: str | None  # of the page of older changes
    records: str  # in front of a record's id
    language: Language


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    ops: Mapping[str, str]
    gone: str
    fields: str


_WORDS: Mapping[Language, _Words] = MappingProxyType(
    {
        "sv": _Words(
            title="Projektbanken: ändringar",
            ops={
                "create": "Nytt",
                "update": "Ändrat",
                "delete": "Borttaget",
                "redact": "Personuppgifter borttagna",
            },
            gone="Inte längre bland de valda",
            fields="Ändrade fält: {names}.",
        ),
        "en": _Words(
            title="Projektbanken: changes",
            ops={
                "create": "New",
                "update": "Changed",
                "delete": "Deleted",
                "redact": "Personal data taken out",
            },
            gone="No longer among those chosen",
            fields="Changed fields: {names}.",
        ),
    }
)


def write_atom(feed: Feed, changes: Sequence[Change]) -> bytes:
    """The document."""
    words = _WORDS[feed.language]
    root = make("feed", xmlns="http://www.w3.org/2005/Atom")
    root.set("xml:lang", feed.language)
    add(root, "id", _urn(feed, f"feed {feed.question}"))
    add(root, "title", words.title)
    add(root, "subtitle", "; ".join(feed.phrases))
    add(root, "updated", max((change.at for change in changes), default=_NO_CHANGE))
    add(add(root, "author"), "name", SOURCE)
    add(root, "rights", RIGHTS)
    add(root, "link", rel="self", type=MEDIA_TYPE, href=feed.address)
    if feed.following is not None:
        add(root, "link", rel="next", type=MEDIA_TYPE, href=feed.following)
    for change in changes:
        _add_entry(root, feed, change)
    return write_xml(root)


def _add_entry(root: Element, feed: Feed, change: Change) -> None:
    words = _WORDS[feed.language]
    left = change.op != "delete" and not change.matches
    happened = words.gone if left else words.ops[change.op]
    entry = add(root, "entry")
    add(entry, "id", _urn(feed, f"change {change.seq}"))
    add(entry, "title", f"{happened}: {change.name}")
    add(entry, "updated", change.at)
    rest = "/history" if change.op == "delete" else ""  # what is left of it
    # Without a media type: readers of feeds take only the link to what may be a page as theirs.
    add(entry, "link", rel="alternate", href=f"{feed.records}{change.id}{rest}")
    add(entry, "category", term=change.op, label=words.ops[change.op])
    labels = [label_of(BY_NAME[one], feed.language) for one in change.fields if one in BY_NAME]
    told = words.fields.format(names="; ".join(labels))
    add(entry, "summary", told if labels and change.op == "update" else f"{happened}.")


def _urn(feed: Feed, name: str) -> str:
    """A name that is the same whenever it is told, at whatever address (RFC 4287, 4.2.6; RFC 9562,
    version 5)."""
    return uuid.uuid5(uuid.UUID(feed.epoch), name).urn
