"""What stands in documents beside what is to go: a contact that another document outdid is in no
record, but in its document still."""

from collections.abc import Callable, Iterable, Mapping

from sqlmodel import Session, col, select

from app.domain.contacts import Contact, Detail, contact_of, fold_for_search
from app.domain.record import Value
from app.models import StoredDocument
from app.store.documents import unpack
from app.store.redaction.blocklist import BlockList
from app.store.redaction.encodings import codecs_of
from app.store.redaction.packing import is_packed
from app.store.redaction.views import as_seen

_AT_ONCE = 20
"""Documents held in memory at a time; a list may be large."""

StatedIn = Callable[[str, bytes, str | None], Iterable[Mapping[str, Value]]]
"""What a document (name, content, mapping) states, record by record: readers know."""
Beside = Mapping[str, frozenset[Detail]]
"""What is to go of each document, by its SHA-256."""


def states_nothing(_name: str, _content: bytes, _mapping: str | None) -> tuple[()]:
    """Where there is no reader at hand."""
    return ()


def learn_beside(
    session: Session, blocks: BlockList, needles: frozenset[str] | None, stated_in: StatedIn
) -> Beside:
    """Blocks what stands beside what is blocked in a document that holds one of the needles; in
    any, where they do not tell."""
    if stated_in is states_nothing:
        return {}
    beside: dict[str, frozenset[Detail]] = {}
    held = select(
        StoredDocument.sha256, StoredDocument.name, StoredDocument.content, StoredDocument.mapping
    ).where(col(StoredDocument.content).is_not(None))
    for sha256, name, packed, mapping in session.exec(held.execution_options(yield_per=_AT_ONCE)):
        content = unpack(packed or b"")
        if needles is None or _may_hold(content, needles):
            contacts = map(contact_of, stated_in(name, content, mapping))
            if details := frozenset(_blocked(contacts, blocks)):
                beside[sha256] = details
    return beside


def _blocked(contacts: Iterable[Contact], blocks: BlockList) -> Iterable[Detail]:
    for contact in contacts:
        gone = blocks.blocked_fields(contact)
        if gone:
            blocks.learn(contact)
        for field in gone:
            yield from contact.stated(field)


def _may_hold(content: bytes, needles: frozenset[str]) -> bool:
    if is_packed(content):
        return True
    texts = (text for codec in codecs_of(content) for text in as_seen(codec.decode(content)))
    return any(needle in fold_for_search(text) for text in texts for needle in needles)
