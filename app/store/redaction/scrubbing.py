"""Takes contact details out of what is stored of a record: its statements and other texts."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from app.domain.contacts import (
    FIELDS,
    Begins,
    Detail,
    Kind,
    begin_of_name,
    contact_of,
    find_sought,
    fold_for_search,
    take_out,
)
from app.domain.provenance import Source, Statement, Statements, UnknownLabel
from app.domain.quality import Acceptance
from app.domain.record import slug
from app.store.columns import KEYED
from app.store.redaction.blocklist import BlockList
from app.store.redaction.views import VIEWS

MARK = "[…]"
"""What stands in running text where something was taken out."""

_NUMBER_ISSUES = frozenset({"organisation-number-invalid", "organisation-number-personal"})
_TEXTS = frozenset(field.name for field in KEYED) - FIELDS.keys()
"""Fields whose values are free text: whoever is no contact there may still stand in it."""


@lru_cache(maxsize=8)
def _begins_of(details: frozenset[Detail]) -> frozenset[str]:
    return frozenset(begin_of_name(one.text) for one in details if one.kind is Kind.NAME)


@dataclass(frozen=True, slots=True)
class Scrubber:
    """What is sought in the texts of one record: what the block list names, and what stood in the
    contacts that were taken out of it. Of `known` the words are there, not only hashes.

    `needles` are the folded texts that somebody asked for, where they are known: a text without
    them need not be looked at word by word.
    """

    blocks: BlockList
    owners: frozenset[str] = frozenset({""})
    local: frozenset[Detail] = frozenset()
    local_in_text: bool = False
    needles: frozenset[str] | None = None
    known: frozenset[Detail] = frozenset()

    def with_local(self, details: frozenset[Detail]) -> "Scrubber":
        """The same that seeks these too."""
        if details <= self.local:
            return self
        return replace(self, local=self.local | details, known=self.known | details)

    def field_text(self, text: str, mark: str = "") -> str:
        """A label's value, a reason or an answer without what is to go."""
        return self._scrub(text, self._is_in_fields, mark, partial(self._begins, in_text=False))

    def free_text(self, text: str) -> str:
        """Free text, as a summary or a name, without what is to go from there too."""
        if not (self.blocks.reads_text or self.local_in_text):
            return text
        return self._scrub(text, self._is_in_text, MARK, partial(self._begins, in_text=True))

    def file_name(self, name: str) -> str:
        """The name of a file without what is to go from free text; its ending stays."""
        stem, dot, ending = name.rpartition(".")
        return f"{self.free_text(stem)}{dot}{ending}" if dot else self.free_text(name)

    def still_holds(self, *texts: str) -> bool:
        """Whether something that is to go, if not from free text, stands in one of these."""
        return any(self.field_text(text) != text for text in texts)

    def still_names(self, key: str) -> bool:
        """Whether a record's key, which never changes, spells a name or an address."""
        spelt = (slug(one.text) for one in self.known if one.kind in (Kind.NAME, Kind.EMAIL))
        return any(f"-{words}-" in f"-{slug(key)}-" for words in spelt if words)

    def _scrub(
        self, text: str, is_sought: Callable[[Detail], bool], mark: str, begins: Begins
    ) -> str:
        """The text without what is sought, in every way in which it may be written."""
        if not (self.local or len(self.blocks)):
            return text
        if self._may_hold(text):
            text = take_out(text, is_sought, mark, begins, self.known)
        for see in VIEWS:
            view = see(text)
            if view is not None and self._may_hold(view.text):
                text = view.cut(find_sought(view.text, is_sought, begins, self.known), mark)
        return text

    def _begins(self, word: str, *, in_text: bool) -> bool:
        if self.blocks.begins_name(word, in_text=in_text):
            return True
        if in_text and self.blocks.begins_name(word, in_text=False):
            return True  # it may be recalled
        return bool(self.local) and begin_of_name(word) in _begins_of(self.local)

    def _may_hold(self, text: str) -> bool:
        if self.needles is None or self.local:
            return bool(text) and bool(self.local or len(self.blocks))
        folded = fold_for_search(text)
        return any(needle in folded for needle in self.needles)

    def _is_in_fields(self, detail: Detail) -> bool:
        return detail in self.local or any(
            self.blocks.blocks(detail, owner) for owner in self.owners
        )

    def _is_in_text(self, detail: Detail) -> bool:
        return (self.local_in_text and detail in self.local) or any(
            self.blocks.blocks_in_text(detail, owner) for owner in self.owners
        )


def blocked_statements(
    blocks: BlockList, statements: Statements
) -> tuple[frozenset[str], frozenset[str]]:
    """The fields whose value is to go, and those set by hand since whose print is to go."""
    values = {name: s.value for name, s in statements.items()}
    printed = {**values, **{name: s.raw for name, s in statements.items() if name in FIELDS}}
    gone = blocks.blocked_fields(contact_of(values))
    return gone, blocks.blocked_fields(contact_of(printed)) - gone


def scrub_statements(
    statements: Statements, gone: Collection[str], cleared: Collection[str], scrubber: Scrubber
) -> dict[str, Statement]:
    """The statements without what is to go."""
    kept = {name: s for name, s in statements.items() if name not in gone}
    for name in cleared:
        if kept[name].origin == "manual":
            kept[name] = kept[name]._replace(
                label="", raw="", line=0, last_line=0, issues=(), source=None
            )
        else:
            del kept[name]
    return {name: _scrub_statement(name, s, scrubber) for name, s in kept.items()}


def text_of(name: str, statement: Statement) -> str:
    """The free text that a statement's value is; empty where it is none. What is derived comes from
    lists of codes."""
    is_text = name in _TEXTS and statement.origin != "derived"
    return statement.value if is_text and isinstance(statement.value, str) else ""


def scrub_labels(labels: Iterable[UnknownLabel], scrubber: Scrubber) -> tuple[UnknownLabel, ...]:
    """Unknown labels without what is to go."""
    return tuple(
        replace(one, label=scrubber.field_text(one.label), raw=scrubber.field_text(one.raw))
        for one in labels
    )


def scrub_acceptance(acceptance: Acceptance, scrubber: Scrubber) -> Acceptance:
    """An accepted issue without what is to go from its reason."""
    return replace(acceptance, reason=scrubber.field_text(acceptance.reason, MARK))


def remaining_issues(
    issues: Iterable[str], before: Statements, after: Statements
) -> tuple[str, ...]:
    """A record's quality issues once statements are gone: theirs go with them."""
    gone = {issue for name in before.keys() - after.keys() for issue in before[name].issues}
    if "owner_organisation_number" in before.keys() - after.keys():
        gone |= _NUMBER_ISSUES
    left = {issue for statement in after.values() for issue in statement.issues}
    return tuple(issue for issue in issues if issue not in gone or issue in left)


def scrub_source(source: Source, scrubber: Scrubber) -> Source:
    """Where something was read, without what is to go from the file's name."""
    name = scrubber.file_name(source.name)
    return source if name == source.name else replace(source, name=name)


def _scrub_statement(name: str, statement: Statement, scrubber: Scrubber) -> Statement:
    raw, text = scrubber.free_text(statement.raw), text_of(name, statement)
    scrubbed = raw if text == statement.raw else scrubber.free_text(text)
    return statement._replace(
        value=scrubbed if scrubbed != text else statement.value,
        raw=raw,
        reason=scrubber.field_text(statement.reason, MARK),
        source=statement.source and scrub_source(statement.source, scrubber),
    )
