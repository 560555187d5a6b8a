"""Takes contact details out of what is stored of a record: statements, documents, texts.

Lines stay where they are: provenance tells line numbers.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import groupby

from app.domain.contacts import (
    FIELDS,
    Detail,
    Kind,
    begin_of_name,
    contact_of,
    fold_for_search,
    take_out,
)
from app.domain.encoding import decode_any
from app.domain.provenance import Source, Statement, Statements, UnknownLabel
from app.domain.record import slug
from app.store.columns import KEYED
from app.store.redaction.blocklist import BlockList

MARK = "[…]"
"""What stands in running text where something was taken out."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_NUMBER_ISSUES = frozenset({"organisation-number-invalid", "organisation-number-personal"})
_SUMMARIES = ("summary", "summary_en")
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

    def field_text(self, text: str, mark: str = "") -> str:
        """A label's value, a reason or an answer without what is to go."""
        if not self._may_hold(text):
            return text
        begins = partial(self._begins, in_text=False)
        return take_out(text, self._is_in_fields, mark, begins, self.known)

    def free_text(self, text: str) -> str:
        """Free text, as a summary or a name, without what is to go from there too."""
        if not (self.blocks.reads_text or self.local_in_text) or not self._may_hold(text):
            return text
        begins = partial(self._begins, in_text=True)
        return take_out(text, self._is_in_text, MARK, begins, self.known)

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


@dataclass(slots=True)
class Lines:
    """What is known of a document's lines: raw texts that go, those of other fields, which are
    free text, and lines of running text."""

    gone: dict[int, list[str]] = field(default_factory=dict)
    quoted: dict[int, list[str]] = field(default_factory=dict)
    running: set[int] = field(default_factory=set)

    def note(self, name: str, statement: Statement, *, is_gone: bool) -> None:
        """Remembers where a statement of the document stands."""
        if not statement.line:
            return
        if is_gone:
            self.gone.setdefault(statement.line, []).append(statement.raw)
        elif name in _SUMMARIES:
            self.running.update(range(statement.line, max(statement.line, statement.last_line) + 1))
        elif name not in FIELDS:
            self.quoted.setdefault(statement.line, []).append(statement.raw)


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
            kept[name] = replace(
                kept[name], label="", raw="", line=0, last_line=0, issues=(), source=None
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


def remaining_issues(
    issues: Iterable[str], before: Statements, after: Statements
) -> tuple[str, ...]:
    """A record's quality issues once statements are gone: theirs go with them."""
    gone = {issue for name in before.keys() - after.keys() for issue in before[name].issues}
    if "owner_organisation_number" in before.keys() - after.keys():
        gone |= _NUMBER_ISSUES
    left = {issue for statement in after.values() for issue in statement.issues}
    return tuple(issue for issue in issues if issue not in gone or issue in left)


def scrub_content(content: bytes, lines: Lines, scrubber: Scrubber) -> bytes:
    """A document without what is to go; the same bytes where there is nothing."""
    text, encoding = decode_any(content)
    printed = [match[0] for match in _LINE.finditer(text)]
    for number, raws in lines.gone.items():
        for raw in sorted(raws, key=len, reverse=True):
            printed[number - 1] = printed[number - 1].replace(raw, "")
    for number, raws in lines.quoted.items():
        for raw in sorted(filter(None, raws), key=len, reverse=True):
            printed[number - 1] = printed[number - 1].replace(raw, scrubber.free_text(raw))
    scrubbed = ""
    for kind, group in groupby(enumerate(printed, start=1), lambda one: _kind(one[0], lines)):
        scrubbed += _SCRUBBERS[kind](scrubber, "".join(line for _, line in group))
    return scrubbed.encode(encoding) if scrubbed != text else content


def _kind(number: int, lines: Lines) -> str:
    if number in lines.running:
        return "running"
    return "quoted" if number in lines.quoted else "other"


_SCRUBBERS: Mapping[str, Callable[[Scrubber, str], str]] = {
    "running": Scrubber.free_text,
    "quoted": lambda scrubber, text: "".join(map(scrubber.free_text, _LINE.findall(text))),
    "other": Scrubber.field_text,
}


def scrub_source(source: Source, scrubber: Scrubber) -> Source:
    """Where something was read, without what is to go from the file's name."""
    name = scrubber.file_name(source.name)
    return source if name == source.name else replace(source, name=name)


def _scrub_statement(name: str, statement: Statement, scrubber: Scrubber) -> Statement:
    raw, text = scrubber.free_text(statement.raw), text_of(name, statement)
    scrubbed = raw if text == statement.raw else scrubber.free_text(text)
    return replace(
        statement,
        value=scrubbed if scrubbed != text else statement.value,
        raw=raw,
        reason=scrubber.field_text(statement.reason, MARK),
        source=statement.source and scrub_source(statement.source, scrubber),
    )
