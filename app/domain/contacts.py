"""Contact details of natural persons: how each kind compares, and where a text may hold one."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from app.domain.collation import fold
from app.domain.record import Value
from app.domain.swedish import is_personal_number, organisation_number


class Kind(StrEnum):
    """What a contact detail is; `NUMBER` is the organisation number of a natural person."""

    EMAIL = "email"
    NAME = "name"
    PHONE = "phone"
    NUMBER = "number"


FIELDS: Mapping[str, Kind] = MappingProxyType(
    {
        "contact_name": Kind.NAME,
        "contact_email": Kind.EMAIL,
        "contact_phone": Kind.PHONE,
        "owner_organisation_number": Kind.NUMBER,
    }
)
"""The fields that hold contact details; an organisation's own number is none."""

LABELS = ("Kontaktperson", "E-post", "Telefonnummer", "Projektägare organisationsnummer")
"""Labels behind which a contact detail can stand with nothing between."""

_LABEL = re.compile(rf"^[ \t]*(?:{'|'.join(map(re.escape, LABELS))})", re.IGNORECASE | re.MULTILINE)
_BEFORE_AT = re.compile(r"[^\s@<>()\[\],;:\"'|]+\Z")
_AT = "%40"
"""How an address in a web address may write its `@`."""
_NODE = r"[^\W_]+(?:-+[^\W_]+)*"
_DOMAIN = re.compile(rf"(?:@|{_AT}){_NODE}(?:\.{_NODE})+")
_BEFORE_ADDRESS = re.compile(r"[^\w.%+-]")
_MOST_BEFORE_AT = 100
_WORD = re.compile(r"(?![&='’*_/\\#{}])[^\s,;:()<>\"\[\]|!?]*[^\s,;:()<>\"\[\]|!?.'’]")
_DIGITS = re.compile(r"(?:SE)?\+?\d+")
_GAP = re.compile(r"[ \t\xa0\u2009\u202f()./+\u2010-\u2015-]{1,3}")
_MOST_WORDS = 5
_PHONE_DIGITS = range(7, 16)
_FEWEST_SIGNS = 3
"""Letters or digits of a detail that is sought as it is written: “-” says nothing of anybody."""


Begins = Callable[[str], bool]
"""Whether a name that is sought may begin with a word."""


class Detail(NamedTuple):
    """A contact detail in the form in which it compares."""

    kind: Kind
    text: str


class Found(NamedTuple):
    """A stretch of a text that may be a contact detail."""

    start: int
    end: int
    detail: Detail


@dataclass(frozen=True, slots=True)
class Contact:
    """What a record or a page states of a contact person: field → text, of which owner's project,
    and when that ended."""

    texts: Mapping[str, str]
    owner: str
    ended: date | None

    def stated(self, field: str) -> Iterator[Detail]:
        """What a field's text says: the detail that it is as a whole, and each that stands in it
        apart from others. A name is always whole."""
        whole = make_detail(FIELDS[field], self.texts[field])
        yield whole
        end = 0
        for found in find_details(self.texts[field], _no_name):
            if found.detail.kind is whole.kind and found.start >= end:
                end = found.end
                yield found.detail

    def details(self, field: str) -> Iterator[Detail]:
        """What a field's text is as a whole, and every detail in it."""
        text = self.texts[field]
        yield make_detail(FIELDS[field], text)
        yield from (found.detail for found in find_details(text))


def contact_of(values: Mapping[str, Value]) -> Contact:
    """The contact that a record's values state."""
    texts = {name: str(values[name]) for name in FIELDS if values.get(name)}
    number = organisation_number(texts.get("owner_organisation_number", ""))
    if number is None or not is_personal_number(number):
        texts.pop("owner_organisation_number", None)
    ended = values.get("end_date")
    return Contact(
        texts, str(values.get("owner") or ""), ended if isinstance(ended, date) else None
    )


def make_detail(kind: Kind, text: str) -> Detail:
    """E-mail addresses and names compare without case, telephone numbers by their digits."""
    if kind is Kind.PHONE:
        return Detail(kind, _fold_phone(text))
    if kind is Kind.NUMBER:
        return Detail(kind, organisation_number(text) or fold(text))
    if kind is Kind.EMAIL:
        return Detail(kind, fold_for_search(text))
    return Detail(kind, fold(text))


def find_details(text: str, begins_name: Begins | None = None) -> Iterator[Found]:
    """Every stretch of a text that may be a contact detail, a longer one before its parts.

    Names begin at every word, or at those of which `begins_name` says so: it spares much time.
    """
    bare = _LABEL.sub(lambda label: " " * len(label[0]), text)
    yield from _find_addresses(bare)
    yield from _find_figures(bare)
    yield from _find_names(bare, begins_name)


def fold_for_search(text: str) -> str:
    """A text in which the folded text of every e-mail address and name stands as it is."""
    return fold(text).replace(_AT, "@")


def begin_of_name(name: str) -> str:
    """The word, folded, at which a name is looked for."""
    return fold(name).partition(" ")[0]


def take_out(
    text: str,
    is_sought: Callable[[Detail], bool],
    mark: str = "",
    begins_name: Begins | None = None,
    known: Collection[Detail] = (),
) -> str:
    """The text without the details that are sought, `mark` in their place; lines stay lines.

    Those of them that are `known` are found too where they look like no contact detail.
    """
    parts, at = [], 0
    for start, end in find_sought(text, is_sought, begins_name, known):
        breaks = "".join(re.findall(r"\r\n|\n|\r", text[start:end]))
        parts += [text[at:start], mark, breaks]
        at = end
    return "".join((*parts, text[at:]))


def find_sought(
    text: str,
    is_sought: Callable[[Detail], bool],
    begins_name: Begins | None = None,
    known: Collection[Detail] = (),
) -> list[tuple[int, int]]:
    """Where the details stand that are sought, in their order; what overlaps is one stretch."""
    may_be = chain(find_details(text, begins_name), _find_written(text, known))
    sought = [found[:2] for found in may_be if is_sought(found.detail)]
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(sought, key=lambda one: (one[0], -one[1])):
        if stretches and start < stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
        else:
            stretches.append((start, end))
    return stretches


def _find_addresses(text: str) -> Iterator[Found]:
    """E-mail addresses, also where each stands at the end of something else, as in a link."""
    for domain in _DOMAIN.finditer(text):
        before = _BEFORE_AT.search(text, max(domain.start() - _MOST_BEFORE_AT, 0), domain.start())
        if before is None:
            continue
        inner = _BEFORE_ADDRESS.finditer(text, *before.span())
        for start in (before.start(), *(mark.end() for mark in inner)):
            if start < domain.start():
                address = text[start : domain.end()]
                yield Found(start, domain.end(), make_detail(Kind.EMAIL, address))


def _find_written(text: str, known: Collection[Detail]) -> Iterator[Found]:
    """Details that no rule finds, as they are written: `070-HEM`, a name of many words."""
    for detail in known:
        pattern = _written(detail)
        if pattern is not None:
            yield from (Found(*match.span(), detail) for match in pattern.finditer(text))


@lru_cache(maxsize=1_000)
def _written(detail: Detail) -> re.Pattern[str] | None:
    """How a detail is written that no rule finds; None where one does, or where it says nothing."""
    says = str.isdigit if detail.kind is Kind.PHONE else str.isalnum
    if sum(map(says, detail.text)) < _FEWEST_SIGNS or (
        detail.kind is Kind.EMAIL and not re.search("[@.]", detail.text)
    ):
        return None
    if any(found.detail == detail for found in find_details(detail.text)):
        return None
    words = r"\s+".join(map(re.escape, detail.text.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _find_figures(text: str) -> Iterator[Found]:
    """Runs of digits as telephone numbers and as organisation numbers."""
    groups = list(_DIGITS.finditer(text))
    for first, group in enumerate(groups):
        runs: list[Found] = []
        end, digits = group.start(), 0
        for following in groups[first : first + _PHONE_DIGITS.stop]:
            joined = end == group.start() or _GAP.fullmatch(text, end, following.start())
            digits += sum(map(str.isdigit, following[0]))
            if not joined or digits >= _PHONE_DIGITS.stop:
                break
            end = following.end()
            if digits in _PHONE_DIGITS:
                printed = text[group.start() : end]
                kinds = [Kind.PHONE, *([Kind.NUMBER] if organisation_number(printed) else [])]
                runs += (Found(group.start(), end, make_detail(kind, printed)) for kind in kinds)
        yield from reversed(runs)


def _find_names(text: str, begins_name: Begins | None) -> Iterator[Found]:
    """Runs of few words."""
    words = [match.span() for match in _WORD.finditer(text)]
    for first, (start, end_of_word) in enumerate(words):
        if begins_name is None or begins_name(text[start:end_of_word]):
            for _, end in reversed(words[first : first + _MOST_WORDS]):
                yield Found(start, end, make_detail(Kind.NAME, text[start:end]))


def _no_name(_word: str) -> bool:
    return False


def _fold_phone(text: str) -> str:
    """`+46 (0)70-174 06 06`, `0046701740606` and `070-1740606` are one number; what has too few
    digits for one compares as text."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if len(digits) < _PHONE_DIGITS.start:
        return fold(text)
    for prefix in ("0046", "46") if text.strip().startswith("+") or digits[:2] == "00" else ():
        if digits.startswith(prefix):
            return f"0{digits.removeprefix(prefix)}"
    return digits
