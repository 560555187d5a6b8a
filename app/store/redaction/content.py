"""Takes contact details out of a document, whatever it is: a page, a list, a workbook.

Of a page as text its lines are known; of everything else each text is looked through alike.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.domain.contacts import FIELDS
from app.domain.provenance import Statement
from app.store.redaction.encodings import Codec, codecs_of
from app.store.redaction.packing import Packing, Scrubbed, is_packed
from app.store.redaction.scrubbing import Scrubber

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_SUMMARIES = ("summary", "summary_en")
_MARKUP = re.compile(r"[\s\ufeff]*<")
_JSON = re.compile(r"[\s\ufeff]*[{\[]")
_GAP = re.compile(r'"(?:[^"\\]|\\.)*"|[:,]\s*(?=[,}\]])|\[\s*(?=,)')
_NO_TEXTS = (b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_AT_ONCE = 1 << 17
"""Signs that are looked through at a time; a list may have millions."""
_SEAM = 4_000
_END = re.compile(r"[\r\n]|</(?:\w+:)?(?:row|si|p)>|[\]}],?")
_ANY_END = re.compile(r"[\s,;>]")


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

    @property
    def are_known(self) -> bool:
        """Whether anything is known."""
        return bool(self.gone or self.quoted or self.running)

    def kind(self, number: int) -> str:
        """What stands on a line: running text, a raw text, or anything else."""
        if number in self.running:
            return "running"
        return "quoted" if number in self.quoted else "other"


def scrub_content(content: bytes, lines: Lines, scrubber: Scrubber) -> Scrubbed:
    """A document without what is to go; the same bytes where there is nothing."""
    if not content:
        return Scrubbed(content)
    if is_packed(content):
        packing = Packing(
            lambda part: _scrub_plain(part, Lines(), scrubber),
            lambda name: scrubber.still_holds(*_words_of(name)),
        )
        return packing.scrub(content)
    return _scrub_plain(content, lines, scrubber)


def _scrub_plain(content: bytes, lines: Lines, scrubber: Scrubber) -> Scrubbed:
    codecs, scrubbed = codecs_of(content), content
    for codec in codecs:
        before = codec.decode(scrubbed)
        text = _scrub_text(before, lines, scrubber)
        scrubbed = codec.encode(text) if text != before else scrubbed
    if not _is_sealed(content, codecs):
        return Scrubbed(scrubbed)
    bare = content.replace(b"\0", b"").decode("latin-1")
    is_found = scrubbed != content or _scrub_alike(bare, scrubber) != bare
    return Scrubbed(b"" if is_found else content, sealed=True)


def _words_of(name: str) -> tuple[str, ...]:
    """The texts in the name of a part."""
    return (*re.split(r"[/.]", name), re.sub(r"[\W_]+", " ", name))


def _is_sealed(content: bytes, codecs: Sequence[Codec]) -> bool:
    """Whether it is no text: a picture, or a document of another program."""
    return content.startswith(_NO_TEXTS) or (b"\0" in content and not codecs[0].is_wide)


def _scrub_text(text: str, lines: Lines, scrubber: Scrubber) -> str:
    if lines.are_known and not _MARKUP.match(text):
        return _scrub_lines(text, lines, scrubber)
    scrubbed = _scrub_alike(text, scrubber)
    return _fill_gaps(scrubbed) if scrubbed != text and _JSON.match(text) else scrubbed


def _scrub_lines(text: str, lines: Lines, scrubber: Scrubber) -> str:
    """A page as text, of whose lines it is known what they are."""
    printed = [match[0] for match in _LINE.finditer(text)]
    for place in range(len(printed)):
        for raw in sorted(lines.gone.get(place + 1, ()), key=len, reverse=True):
            printed[place] = printed[place].replace(raw, "")
        for raw in sorted(filter(None, lines.quoted.get(place + 1, ())), key=len, reverse=True):
            printed[place] = printed[place].replace(raw, scrubber.free_text(raw))
    groups = groupby(enumerate(printed, start=1), lambda one: lines.kind(one[0]))
    return "".join(
        _SCRUBBERS[kind]("".join(line for _, line in group), scrubber) for kind, group in groups
    )


def _scrub_alike(text: str, scrubber: Scrubber) -> str:
    """A text of any size, piece by piece, and across the seams between them."""
    pieces = map(scrubber.field_text, _pieces(text))
    done, before = [], next(pieces)
    for after in pieces:
        start, end = _seam(before, after)
        done.append(before[:start])
        before = scrubber.field_text(before[start:] + after[:end]) + after[end:]
    return "".join((*done, before))


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, each to the end of a line, or of what stands together."""
    at = 0
    while len(text) - at > _AT_ONCE:
        far = at + _AT_ONCE
        end = _END.search(text, far, far + _AT_ONCE) or _ANY_END.search(text, far)
        if end is None:
            break
        yield text[at : end.end()]
        at = end.end()
    yield text[at:]


def _seam(before: str, after: str) -> tuple[int, int]:
    """From where in one piece to where in the next is looked at once more: whole words."""
    begin = _ANY_END.search(before, len(before) - _SEAM) if len(before) > _SEAM else None
    ends = [end.start() for end in _ANY_END.finditer(after, 0, _SEAM)]
    start = begin.end() if begin else max(len(before) - _SEAM, 0)
    return start, max(ends, default=0) if len(after) > _SEAM else len(after)


def _fill_gaps(text: str) -> str:
    """JSON in which a bare number was taken out."""
    return _GAP.sub(lambda gap: gap[0] if gap[0][0] == '"' else f"{gap[0]}null", text)


_SCRUBBERS: Mapping[str, Callable[[str, Scrubber], str]] = {
    "running": lambda text, scrubber: scrubber.free_text(text),
    "quoted": lambda text, scrubber: "".join(map(scrubber.free_text, _LINE.findall(text))),
    "other": _scrub_alike,
}
