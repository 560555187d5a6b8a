"""The block list: which contact details are taken in no more. Only keyed hashes of them are kept.

What somebody asked for (an e-mail address, a name) takes the whole contact with it wherever it
stands. What stood beside it is known only at the same owner: a colleague may share its number.
"""

import hmac
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlmodel import Session, func, select

from app.domain.collation import fold
from app.domain.contacts import Contact, Detail, Kind, begin_of_name
from app.models import Dataset, Redaction

_OF_OWNER = "-of-owner"
IN_TEXT = "text-"
"""Begins the kind of what is to go from running text too."""
_ENDED_BEFORE = "ended-before:"
_BEGIN = "name-begin"
"""Kind of the first word of a blocked name: a text is searched for it alone, which is quick."""
_MOST_REMEMBERED = 100_000
"""Contacts and words whose fate is remembered: the same ones are asked for again and again."""
_fold = lru_cache(maxsize=1_000)(fold)


class BlockList:
    """The list as it stands, and what is added to it; `store` writes that."""

    def __init__(self, secret: str, known: Iterable[Redaction], *, in_text: bool = False) -> None:
        self._secret = secret.encode()
        self._kinds = {row.digest: row.kind for row in known}
        self._new: dict[str, str] = {}
        self._adds_in_text = in_text
        self._learned: dict[str, set[Detail]] = {}
        self._recalled: set[str] = set()
        self._reads_text = any(kind.startswith(IN_TEXT) for kind in self._kinds.values())
        self._decided: dict[object, frozenset[str]] = {}
        self._begins: dict[bool, dict[str, bool]] = {False: {}, True: {}}

    @classmethod
    def load(cls, session: Session, *, in_text: bool = False) -> "BlockList":
        """The list of a database; what is added is to be sought in running text too, or not."""
        secret = session.exec(select(Dataset.secret)).one()
        return cls(secret, session.exec(select(Redaction)), in_text=in_text)

    @classmethod
    def of(cls, session: Session) -> "BlockList":
        """The list as an importing transaction knows it: whoever would change it has to wait."""
        held = session.info.get(cls)
        if not isinstance(held, cls):
            held = session.info[cls] = cls.load(session)
        return held

    def __len__(self) -> int:
        return len(self._kinds)

    @property
    def kinds(self) -> Mapping[str, str]:
        """What is blocked: keyed hashes, and what each is of."""
        return self._kinds

    @property
    def owners_concerned(self) -> frozenset[str]:
        """The folded owners at which something was learned, or recalled."""
        return frozenset(self._recalled.union(self._learned))

    @property
    def learned(self) -> frozenset[Detail]:
        """All that was learned since the list was read."""
        return self.learned_at(self._learned)

    def learned_at(self, owners: Iterable[str]) -> frozenset[Detail]:
        """What was learned at these owners since the list was read."""
        return frozenset().union(*(self._learned.get(_fold(owner), ()) for owner in owners))

    def begins_name(self, word: str, *, in_text: bool) -> bool:
        """Whether a blocked name begins with a word, as printed."""
        known = self._begins[in_text]
        if word not in known:
            if len(known) > _MOST_REMEMBERED:
                known.clear()
            prefix = IN_TEXT if in_text else ""
            known[word] = self._has(f"{prefix}{_BEGIN}", fold(word))
        return known[word]

    @property
    def reads_text(self) -> bool:
        """Whether anything is to be sought in running text."""
        return self._reads_text

    def recall(self, asked: Iterable[Detail], owners: Iterable[str]) -> None:
        """Finds the owners at which a contact with one of these was taken out before: what else
        went with it is known by its hash alone, and is sought there with it again."""
        kinds = [(f"{kind}{_OF_OWNER}", text) for kind, text in asked]
        for owner in owners:
            if any(self._has(kind, text, owner) for kind, text in kinds):
                self._recalled.add(_fold(owner))

    def add(self, kind: str, text: str, owner: str = "") -> None:
        """Blocks a detail."""
        self._decided.clear()
        self._begins = {False: {}, True: {}}
        for prefix in ("", IN_TEXT) if self._adds_in_text else ("",):
            self._add(f"{prefix}{kind}", text, owner)
            if kind.startswith(Kind.NAME):
                self._add(f"{prefix}{_BEGIN}", begin_of_name(text), "")

    def _add(self, kind: str, text: str, owner: str) -> None:
        digest = self._digest(kind, text, owner)
        self._kinds[digest] = self._new[digest] = kind
        self._reads_text = self._reads_text or kind.startswith(IN_TEXT)

    def add_ended_before(self, day: date) -> None:
        """Blocks every contact of projects that ended before a day."""
        self.add(f"{_ENDED_BEFORE}{day}", "")

    def learn(self, contact: Contact) -> None:
        """Blocks, at its owner, everything of a contact that is blocked as a whole."""
        if not self._is_whole(contact):
            return
        learned = self._learned.setdefault(_fold(contact.owner), set())
        for field in contact.texts:
            for detail in contact.stated(field):
                learned.add(detail)
                kind, owner = _beside(detail, contact.owner)
                self.add(kind, detail.text, owner)

    def store(self, session: Session, at: datetime) -> None:
        """Writes what was added, of what was known before the time too. Of two redactions in one
        second the later one is later: tags and the mirror know it by its time."""
        last = session.exec(select(func.max(Redaction.at))).one()
        if last is not None:
            at = max(at, last + timedelta(seconds=1))
        for digest, kind in self._new.items():
            session.merge(Redaction(digest=digest, kind=kind, at=at))
        session.flush()

    def blocked_fields(self, contact: Contact) -> frozenset[str]:
        """The fields of a contact that are to go."""
        asked = (*contact.texts.items(), contact.owner, contact.ended)
        if asked not in self._decided:
            if len(self._decided) > _MOST_REMEMBERED:
                self._decided.clear()
            self._decided[asked] = self._decide(contact)
        return self._decided[asked]

    def _decide(self, contact: Contact) -> frozenset[str]:
        if self._is_whole(contact) or self._is_over(contact):
            return frozenset(contact.texts)
        return frozenset(
            field
            for field in contact.texts
            if any(self.blocks(detail, contact.owner) for detail in contact.details(field))
        )

    def blocks(self, detail: Detail, owner: str = "") -> bool:
        """Whether a detail is to go wherever it stands but in running text."""
        return self._has(detail.kind, detail.text) or self._has(
            f"{detail.kind}{_OF_OWNER}", detail.text, owner
        )

    def blocks_in_text(self, detail: Detail, owner: str = "") -> bool:
        """Whether a detail is to go from running text too."""
        kind, place = _beside(detail, owner)
        if self._has(f"{IN_TEXT}{detail.kind}", detail.text):
            return True
        if self._has(f"{IN_TEXT}{kind}", detail.text, place):
            return True
        if not (self._adds_in_text and _fold(owner) in self._recalled):
            return False
        # Blocked when texts were not asked for: its hash for texts needs the words, here they are.
        if self._has(kind, detail.text, place):
            self.add(kind, detail.text, place)
            return True
        return False

    def clears_text(self, contact: Contact) -> bool:
        """Whether whatever stands in a contact is to go from running text too, as its project is
        over."""
        return self._is_over(contact, IN_TEXT)

    def needs_end(self) -> bool:
        """Whether it matters when a project ended."""
        return any(_ENDED_BEFORE in kind for kind in self._kinds.values())

    def _is_whole(self, contact: Contact) -> bool:
        return any(
            self._has(detail.kind, detail.text)
            or self._has(f"{Kind.NAME}{_OF_OWNER}", detail.text, contact.owner)
            for field in contact.texts
            for detail in contact.details(field)
            if detail.kind in (Kind.EMAIL, Kind.NAME)
        )

    def _is_over(self, contact: Contact, prefix: str = "") -> bool:
        if contact.ended is None:
            return False
        begin = f"{prefix}{_ENDED_BEFORE}"
        days = (kind.removeprefix(begin) for kind in self._kinds.values() if kind.startswith(begin))
        return any(contact.ended < date.fromisoformat(day) for day in days)

    def _has(self, kind: str, text: str, owner: str = "") -> bool:
        return self._digest(kind, text, owner) in self._kinds

    def _digest(self, kind: str, text: str, owner: str) -> str:
        message = "\n".join((kind, text, _fold(owner)))
        told = message.encode("utf-8", "surrogatepass")  # a text may hold bytes that are none
        return hmac.digest(self._secret, told, "sha256").hex()


def _beside(detail: Detail, owner: str) -> tuple[str, str]:
    """As what, and of which owner, a detail is blocked that stood beside one that was asked for."""
    return (detail.kind, "") if detail.kind is Kind.NUMBER else (f"{detail.kind}{_OF_OWNER}", owner)
