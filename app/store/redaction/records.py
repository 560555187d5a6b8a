"""Takes contact details out of one record: its states, the provenance of its versions, and the
documents that state it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session, select

from app.domain.collation import fold
from app.domain.contacts import FIELDS, Detail, contact_of
from app.domain.record import Value
from app.models import PastProject, Project, ProjectVersion, StoredDocument
from app.store.columns import from_row, to_columns
from app.store.evidence import Evidence, dump, load
from app.store.records import differences
from app.store.redaction.beside import Beside
from app.store.redaction.blocklist import BlockList
from app.store.redaction.changes import Redacted
from app.store.redaction.content import Lines
from app.store.redaction.papers import redact_document
from app.store.redaction.places import Place
from app.store.redaction.request import Sought
from app.store.redaction.scrubbing import (
    MARK,
    Scrubber,
    blocked_statements,
    remaining_issues,
    scrub_acceptance,
    scrub_labels,
    scrub_statements,
    text_of,
)
from app.store.words import Entry, entry_of

State = Project | PastProject


class RecordRedaction:
    """One record while contact details are taken out of it.

    `local` is what stood in the contacts that go: it goes from the record's documents too.
    `renamed` tells how its owner is written now, by how it was, folded; `words` what the word index
    held of each state that changed, and is to hold.
    """

    def __init__(
        self, session: Session, key: str, blocks: BlockList, sought: Sought, beside: Beside
    ) -> None:
        self._session = session
        self._key = key
        self._blocks = blocks
        self._sought = sought
        self._beside = beside
        self.renamed: dict[str, str] = {}
        self.words: list[tuple[Entry, Entry]] = []
        self._is_changed = False
        self._fields: tuple[str, ...] = ()
        self._versions = list(
            session.exec(select(ProjectVersion).where(ProjectVersion.project_id == key))
        )
        self._evidence = {one.version: load(one.provenance) for one in self._versions}
        self._scrubber = self._make_scrubber()
        self.local = self._scrubber.local

    def run(self, at: datetime) -> Iterator[Place]:
        """Takes out what is to go; every place."""
        lines = self._lines()
        states = {state.version: state for state in self._states()}
        for version in self._versions:
            for place in self._redact_version(version, states.get(version.version)):
                self._is_changed = self._is_changed or place.is_changed
                yield place
        documents = select(StoredDocument).where(StoredDocument.project_id == self._key)
        for document in self._session.exec(documents):
            known = lines.get(document.sha256, Lines())
            scrubber = self._scrubber.with_local(self._beside.get(document.sha256, frozenset()))
            yield from redact_document(document, known, scrubber, at)
        if self._scrubber.still_names(self._key):
            yield Place("left", self._key, "id")
        self._session.flush()

    @property
    def redacted(self) -> Redacted | None:
        """What the change feed is to tell once it was run: None where the record, its past and what
        is told of them are as before."""
        if not self._is_changed:
            return None
        return Redacted(self._key, max(one.version for one in self._versions), self._fields)

    def _make_scrubber(self) -> Scrubber:
        local: set[Detail] = set()
        owners, in_text = set(), False
        for evidence in self._evidence.values():
            values = {name: one.value for name, one in evidence.statements.items()}
            printed = values | {
                name: one.raw for name, one in evidence.statements.items() if name in FIELDS
            }
            for contact in (contact_of(values), contact_of(printed)):
                gone = self._blocks.blocked_fields(contact)
                local.update(detail for field in gone for detail in contact.stated(field))
                in_text = in_text or bool(gone and self._blocks.clears_text(contact))
                owners.add(contact.owner)
        concerned = not self._blocks.owners_concerned.isdisjoint(map(fold, owners))
        return Scrubber(
            self._blocks,
            frozenset(owners or {""}),
            frozenset(local),
            in_text,
            None if concerned else self._sought.needles,
            self._sought.asked.union(local, self._blocks.learned_at(owners)),
        )

    def _states(self) -> Iterable[State]:
        yield from self._session.exec(select(Project).where(Project.id == self._key))
        yield from self._session.exec(select(PastProject).where(PastProject.id == self._key))

    def _lines(self) -> dict[str, Lines]:
        """What every version tells of the lines of each document."""
        lines: dict[str, Lines] = {}
        for evidence in self._evidence.values():
            gone, cleared = blocked_statements(self._blocks, evidence.statements)
            for name, statement in evidence.statements.items():
                if statement.source:
                    known = lines.setdefault(statement.source.sha256, Lines())
                    known.note(name, statement, is_gone=name in gone | cleared)
        return lines

    def _redact_version(self, version: ProjectVersion, state: State | None) -> Iterator[Place]:
        before = self._evidence[version.version]
        gone, cleared = blocked_statements(self._blocks, before.statements)
        statements = scrub_statements(before.statements, gone, cleared, self._scrubber)
        met = remaining_issues(before.accepted, before.statements, statements)
        after = Evidence(
            statements,
            {
                sha256: scrub_labels(labels, self._scrubber)
                for sha256, labels in before.unknown_labels.items()
            },
            before.period,
            {code: scrub_acceptance(before.accepted[code], self._scrubber) for code in met},
        )
        if after != before:
            version.provenance = dump(after)
            self._session.add(version)
            yield Place("provenance", self._key, f"version {version.version}")
        reason = self._scrubber.field_text(version.reason or "", MARK)
        if reason != (version.reason or ""):
            version.reason = reason
            self._session.add(version)
            yield Place("reason", self._key, f"version {version.version}")
        if state is not None:
            yield from self._redact_state(state, before, after, gone)
        if self._sought.asked or self.local:
            yield from self._find_left(version.version, after)

    def _redact_state(
        self, state: State, before: Evidence, after: Evidence, gone: frozenset[str]
    ) -> Iterator[Place]:
        held = from_row(state)
        changed: dict[str, Value] = dict.fromkeys(gone)
        for name, statement in after.statements.items():
            if text_of(name, statement) and statement.value != held[name]:
                changed[name] = statement.value
        if not changed and after == before:
            return
        issues = held["quality_issues"]
        kept = remaining_issues(
            issues if isinstance(issues, tuple) else (), before.statements, after.statements
        )
        record: dict[str, Value] = {**held, **changed, "quality_issues": kept}
        columns = to_columns(record)
        if any(getattr(state, name) != value for name, value in columns.items()):
            before_words = entry_of(state.since, state.model_dump())
            for name, value in columns.items():
                setattr(state, name, value)
            self._session.add(state)
            self.words.append((before_words, entry_of(state.since, columns)))
            if state.owner != held["owner"]:
                self.renamed[fold(str(held["owner"]))] = state.owner
            past = isinstance(state, PastProject)
            if not past:
                self._fields = tuple(differences(held, record))
            what = f"version {state.version}: {', '.join(sorted(changed))}"
            yield Place("past state" if past else "record", self._key, what)

    def _find_left(self, number: int, after: Evidence) -> Iterator[Place]:
        for name, statement in after.statements.items():
            if self._scrubber.still_holds(text_of(name, statement), statement.raw):
                yield Place("left", self._key, f"version {number}: {name}")
