"""Makes everything that is stored obey the block list, past and present, in one transaction.

History is rewritten, without a version: nothing tells what was there. The change feed tells which
records are no more what they were.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, or_, select

from app.domain.contacts import FIELDS, Contact, Detail, contact_of
from app.models import (
    ApiKey,
    OrganisationEvent,
    PastProject,
    Project,
    ProjectVersion,
    Quarantined,
    Replay,
)
from app.store.columns import from_row
from app.store.evidence import load
from app.store.history import moment
from app.store.redaction.beside import Beside, StatedIn, learn_beside, states_nothing
from app.store.redaction.blocklist import BlockList
from app.store.redaction.changes import Redacted, tell_redaction
from app.store.redaction.concerned import all_owners, keys_concerned, keys_of_records
from app.store.redaction.owners import redact_owners
from app.store.redaction.papers import redact_others
from app.store.redaction.places import Place
from app.store.redaction.records import RecordRedaction
from app.store.redaction.reports import redact_reports
from app.store.redaction.request import Request, Sought
from app.store.redaction.scrubbing import MARK, Scrubber
from app.store.words import Entry, replace_entries

_AT_ONCE = 500
"""Rows held in memory at a time."""


@dataclass(slots=True)
class Outcome:
    """Every place of a redaction, and each record that it changed."""

    places: list[Place] = field(default_factory=list)
    records: list[Redacted] = field(default_factory=list)

    @property
    def changed(self) -> list[Place]:
        """Where something was taken out."""
        return [place for place in self.places if place.is_changed]


def redact(session: Session, request: Request, stated_in: StatedIn = states_nothing) -> list[Place]:
    """Blocks what is asked for, and what stands beside it, and takes all of it out.

    What stands beside it in a document alone, as no record has it any more, its readers tell.
    """
    blocks = BlockList.load(session, in_text=request.in_text)
    sought = request.sought
    blocks.recall(sought.asked, all_owners(session))
    for detail in sought.asked:
        blocks.add(detail.kind, detail.text)
    if request.ended_before:
        blocks.add_ended_before(request.ended_before)
    at = moment(session)
    outcome = _apply(session, blocks, sought, stated_in, at)
    if outcome.changed:
        tell_redaction(session, outcome.records, at)
    return outcome.places


def apply_block_list(session: Session) -> Outcome:
    """Makes what is stored obey the list as it stands. The change feed does not tell of it yet:
    a restore gives the feed new numbers first."""
    blocks = BlockList.load(session)
    return _apply(session, blocks, Sought(), states_nothing, moment(session))


def _apply(
    session: Session, blocks: BlockList, sought: Sought, stated_in: StatedIn, at: datetime
) -> Outcome:
    outcome = Outcome()
    if not len(blocks):
        return outcome
    _learn(session, blocks)
    beside = learn_beside(session, blocks, sought.needles, stated_in)
    _learn(session, blocks)
    local: set[Detail] = set()
    renamed: dict[str, str] = {}
    words: list[tuple[Entry, Entry]] = []
    keys = (
        keys_of_records(session)
        if sought.needles is None
        else keys_concerned(session, sought.needles, blocks.owners_concerned)
    )
    for key in keys:
        record = RecordRedaction(session, key, blocks, sought, beside)
        outcome.places += record.run(at)
        outcome.records += filter(None, [record.redacted])
        local |= record.local
        renamed |= record.renamed
        words += record.words
        session.expunge_all()  # a whole registry is more than memory should hold
    rest = Scrubber(
        blocks, local=frozenset(local), needles=sought.needles, known=sought.asked | blocks.learned
    )
    session.flush()
    replace_entries(session.connection(), words)
    outcome.places += redact_owners(session, renamed, rest)
    outcome.places += _redact_rest(session, rest, beside, at)
    blocks.store(session, at)
    session.flush()
    return outcome


def _learn(session: Session, blocks: BlockList) -> None:
    """Blocks what stands beside what is blocked, until nothing new is found."""
    known = -1
    while known != len(blocks):
        known = len(blocks)
        for contact in _contacts(session):
            blocks.learn(contact)


def _contacts(session: Session) -> Iterator[Contact]:
    """The contact of every state, and what was printed where a person has changed it since."""
    for table in (Project, PastProject):
        stated = (
            table.contact_name,
            table.contact_email,
            table.contact_phone,
            table.owner_personal_number,
        )
        holders = select(table).where(or_(*(col(column).is_not(None) for column in stated)))
        for state in session.exec(holders.execution_options(yield_per=_AT_ONCE)):
            yield contact_of(from_row(state))
    by_hand = col(ProjectVersion.provenance).contains('"manual"')
    for provenance in session.exec(select(ProjectVersion.provenance).where(by_hand)):
        statements = load(provenance).statements
        values = {name: one.value for name, one in statements.items()}
        yield contact_of(
            values | {name: statements[name].raw for name in FIELDS & statements.keys()}
        )


def _redact_rest(
    session: Session, scrubber: Scrubber, beside: Beside, at: datetime
) -> Iterator[Place]:
    """What belongs to no record: refused documents and rows, reports and files of imports, kept
    answers, reasons for merges."""
    yield from redact_reports(session, scrubber)
    yield from redact_others(session, scrubber, beside, at)
    for held in session.exec(select(Quarantined)):
        detail = scrubber.field_text(held.detail, MARK)
        if detail != held.detail:
            held.detail = detail
            yield Place("quarantine", held.sha256)
    for answer in session.exec(select(Replay)):
        told = json.dumps(json.loads(answer.answer), ensure_ascii=False)
        if scrubber.field_text(told) != told:
            session.delete(answer)
            yield Place("answer", f"{answer.method} {answer.path}")
    for key in session.exec(select(ApiKey)):
        if scrubber.still_holds(key.name):  # it says who wrote, in every version since
            yield Place("left", key.id, "name of a key")
    for merge in session.exec(select(OrganisationEvent)):
        reason = scrubber.field_text(merge.reason or "", MARK)
        if reason != (merge.reason or ""):
            merge.reason = reason
            yield Place("reason", merge.organisation_id, "merge")
