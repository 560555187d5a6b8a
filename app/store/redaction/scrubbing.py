"""Takes contact details out of what is stored of a record: statements, documents, texts.

Lines stay where they are: provenance tells line numbers.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import groupby

from app.domain.collation import fold
from app.domain.contacts import FIELDS, Detail, Kind, begin_of_name, contact_of, take_out
from app.domain.encoding import decode_any
from app.domain.provenance import Statement, Statements, UnknownLabel
from app.store.redaction.blocklist import BlockList

MARK = "[…]"
"""What stands in running text where something was taken out."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_NUMBER_ISSUES = frozenset({"organisation-number-invalid", "organisation-number-personal"})
SUMMARIES = ("summary", "summary_en")


@lru_cache(maxsize=8)
def _begins_of(details: frozenset[Detail]) -> frozenset[str]:
    return frozenset(begin_of_name(one.text) for one in details if one.kind is Kind.NAME)


@dataclass(frozen=True, slots=True)
class Scrubber:
    """What is sought in the texts of one record: what the block list names, and what stood in the
    contacts that were taken out of it.

    `needles` are the folded texts that somebody asked for, where they are known: a text without
    them need not be looked at word by word.
    """

    blocks: BlockList
    owners: frozenset[str] = frozenset({""})
    local: frozenset[Detail] = frozenset()
    local_in_text: bool = False
    needles: frozenset[str] | None = None

    def field_text(self, text: str, mark: str = "") -> str:
        """A label's value, a reason or an answer without what is to go."""
        if not self._may_hold(text):
            return text
        return take_out(text, self._is_in_fields, mark, partial(self._begins, in_text=False))

    def running_text(self, text: str) -> str:
        """Running text without what is to go from there too."""
        if not (self.blocks.reads_text or self.local_in_text) or not self._may_hold(text):
            return text
        return take_out(text, self._is_in_text, MARK, partial(self._begins, in_text=True))

    def _begins(self, word: str, *, in_text: bool) -> bool:
        if self.blocks.begins_name(word, in_text=in_text):
            return True
        return bool(self.local) and begin_of_name(word) in _begins_of(self.local)

    def _may_hold(self, text: str) -> bool:
        if self.needles is None or self.local:
            return bool(text) and bool(self.local or len(self.blocks))
        folded = fold(text)
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
    """What is known of a document's lines: raw texts that go, lines of other fields that stay as
    they are quoted, and running text."""

    gone: dict[int, list[str]] = field(default_factory=dict)
    quoted: set[int] = field(default_factory=set)
    running: set[int] = field(default_factory=set)

    def note(self, name: str, statement: Statement, *, is_gone: bool) -> None:
        """Remembers where a statement of the document stands."""
        if not statement.line:
            return
        if is_gone:
            self.gone.setdefault(statement.line, []).append(statement.raw)
        elif name in SUMMARIES:
            self.running.update(range(statement.line, max(statement.line, statement.last_line) + 1))
        elif name not in FIELDS:
            self.quoted.add(statement.line)


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
    for name in SUMMARIES:
        if name in kept and isinstance(text := kept[name].value, str):
            raw = scrubber.running_text(kept[name].raw)
            kept[name] = replace(kept[name], value=scrubber.running_text(text), raw=raw)
    return {name: _without_reason(s, scrubber) for name, s in kept.items()}


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
    scrubbed = ""
    for kind, group in groupby(enumerate(printed, start=1), lambda one: _kind(one[0], lines)):
        scrubbed += _SCRUBBERS[kind](scrubber, "".join(line for _, line in group))
    return scrubbed.encode(encoding) if scrubbed != text else content


def _kind(number: int, lines: Lines) -> str:
    if number in lines.running:
        return "running"
    return "quoted" if number in lines.quoted else "other"


_SCRUBBERS: Mapping[str, Callable[[Scrubber, str], str]] = {
    "running": Scrubber.running_text,
    "quoted": lambda _, text: text,
    "other": Scrubber.field_text,
}


def _without_reason(statement: Statement, scrubber: Scrubber) -> Statement:
    return replace(statement, reason=scrubber.field_text(statement.reason, MARK))
