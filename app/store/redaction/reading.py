"""What an import takes in obeys the block list before it is stored: nothing is ever there."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from app.domain.contacts import Contact, contact_of
from app.domain.derivation import values
from app.domain.record import Value
from app.store.matching import find_match
from app.store.projects import Reading
from app.store.redaction.blocklist import BlockList
from app.store.redaction.scrubbing import (
    Lines,
    Scrubber,
    scrub_content,
    scrub_labels,
    scrub_source,
    scrub_statements,
)


class Obedient(NamedTuple):
    """A reading and its document; `redacted` is what is kept of a document that held something
    blocked, None where it held nothing."""

    reading: Reading
    redacted: bytes | None


def obey(session: Session, reading: Reading, content: bytes) -> Obedient:
    """The reading and the document without what is blocked."""
    blocks = BlockList.of(session)
    if not len(blocks):
        return Obedient(reading, None)
    contact = _contact(session, reading, blocks)
    gone = blocks.blocked_fields(contact)
    local = frozenset(detail for field in gone for detail in contact.stated(field))
    scrubber = Scrubber(
        blocks, frozenset({contact.owner}), local, blocks.clears_text(contact), known=local
    )
    lines = Lines()
    for name, statement in reading.statements.items():
        lines.note(name, statement, is_gone=name in gone)
    kept = replace(
        reading,
        source=scrub_source(reading.source, scrubber),
        statements=scrub_statements(reading.statements, gone, (), scrubber),
        unknown_labels=scrub_labels(reading.unknown_labels, scrubber),
    )
    return Obedient(kept, _changed(content, scrub_content(content, lines, scrubber)))


def obey_refused(session: Session, content: bytes) -> bytes | None:
    """What is kept of a refused document that holds something blocked; None where it does not."""
    blocks = BlockList.of(session)
    if not len(blocks):
        return None
    return _changed(content, scrub_content(content, Lines(), Scrubber(blocks)))


def _contact(session: Session, reading: Reading, blocks: BlockList) -> Contact:
    """What the reading states; when the project ended, the record may know better."""
    stated: dict[str, Value] = dict(values(reading.statements))
    if blocks.needs_end() and not isinstance(stated.get("end_date"), date):
        project = find_match(session, stated).project
        stated["end_date"] = project.end_date if project else None
    return contact_of(stated)


def _changed(before: bytes, after: bytes) -> bytes | None:
    return after if after != before else None
