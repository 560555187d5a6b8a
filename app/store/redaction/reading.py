"""What an import takes in obeys the block list before it is stored: nothing is ever there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from sqlmodel import Session

from app.domain.contacts import Contact, Detail, contact_of, find_details
from app.domain.derivation import values
from app.domain.provenance import Statements
from app.domain.record import Value
from app.errors import RecordConflict
from app.store.documents import Paper
from app.store.matching import find_match
from app.store.projects import Reading
from app.store.redaction.blocklist import BlockList
from app.store.redaction.content import Lines, scrub_content
from app.store.redaction.encodings import codecs_of
from app.store.redaction.packing import is_packed
from app.store.redaction.scrubbing import (
    MARK,
    Scrubber,
    scrub_labels,
    scrub_source,
    scrub_statements,
)
from app.store.redaction.views import as_seen

_LINE = re.compile(r"[^\r\n]+")
_MOST_OWNERS = 300
_LONGEST_OWNER = 120


class Obedient(NamedTuple):
    """A reading and its document; `redacted` is what is kept of a document that held something
    blocked, None where it held nothing."""

    reading: Reading
    redacted: bytes | None


class Row(NamedTuple):
    """A row of a list: what was read in it, if anything, and its cells by heading."""

    statements: Statements
    cells: Mapping[str, str]


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
    return Obedient(kept, _changed(content, scrub_content(content, lines, scrubber).content))


def obey_refused(session: Session, content: bytes) -> bytes | None:
    """What is kept of a refused document that holds something blocked; None where it does not.

    Whose it is nobody has read: any of its lines may name the owner.
    """
    blocks = BlockList.of(session)
    if not len(blocks):
        return None
    scrubber = Scrubber(blocks, frozenset(("", *islice(_short_lines(content), _MOST_OWNERS))))
    return _changed(content, scrub_content(content, Lines(), scrubber).content)


def obey_list(blocks: BlockList, content: bytes, rows: Iterable[Row]) -> bytes | None:
    """What is kept of a list that holds something blocked; None where it does not. Needs no
    session: of a long list it takes minutes, in which others want to write."""
    local = frozenset(chain.from_iterable(_blocked_in(row, blocks) for row in rows))
    scrubber = Scrubber(blocks, local=local, known=local)
    return _changed(content, scrub_content(content, Lines(), scrubber).content)


def obey_cells(session: Session, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a refused row without what is blocked; any of them may name the owner."""
    blocks = BlockList.of(session)
    if not len(blocks):
        return dict(cells)
    scrubber = Scrubber(blocks, frozenset(("", *cells.values())))
    return {scrubber.field_text(name): scrubber.field_text(cell) for name, cell in cells.items()}


def obey_text(session: Session, text: str) -> str:
    """What is told of a document, as why it was refused, without what is blocked."""
    return Scrubber(BlockList.of(session)).field_text(text, MARK)


def obey_paper(session: Session, paper: Paper) -> Paper:
    """What a document is called, where it came from and by which mapping it was read, without
    what is blocked."""
    blocks = BlockList.of(session)
    if not len(blocks):
        return paper
    scrubber = Scrubber(blocks)
    return replace(
        paper,
        name=scrubber.file_name(paper.name),
        url=paper.url and scrubber.free_text(paper.url),
        mapping=paper.mapping and scrubber.field_text(paper.mapping, MARK),
    )


def _blocked_in(row: Row, blocks: BlockList) -> Iterator[Detail]:
    """What of a row is blocked at its owner, or at any that it may name."""
    contact = contact_of(values(row.statements))
    for field in blocks.blocked_fields(contact):
        yield from contact.stated(field)
    owners = {contact.owner} if contact.owner else set(row.cells.values())
    begins = partial(blocks.begins_name, in_text=False)
    for cell in row.cells.values():
        for found in find_details(cell, begins):
            if any(blocks.blocks(found.detail, owner) for owner in owners):
                yield found.detail


def _short_lines(content: bytes) -> Iterator[str]:
    if is_packed(content):
        return
    for codec in codecs_of(content):
        for text in as_seen(codec.decode(content)):
            lines = (match[0].strip() for match in _LINE.finditer(text))
            yield from (line for line in lines if len(line) <= _LONGEST_OWNER)


def _contact(session: Session, reading: Reading, blocks: BlockList) -> Contact:
    """What the reading states; when the project ended, the record may know better."""
    stated: dict[str, Value] = dict(values(reading.statements))
    if blocks.needs_end() and not isinstance(stated.get("end_date"), date):
        stated["end_date"] = _known_end(session, stated)
    return contact_of(stated)


def _known_end(session: Session, stated: dict[str, Value]) -> date | None:
    """When the project meant ended; None where that is not known, or not which one is meant."""
    try:
        project = find_match(session, stated).project
    except RecordConflict:
        return None
    return project.end_date if project else None


def _changed(before: bytes, after: bytes) -> bytes | None:
    return after if after != before else None
