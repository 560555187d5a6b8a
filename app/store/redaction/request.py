"""Whose contact details are to go, and what that makes us look for."""

from dataclasses import dataclass
from datetime import date

from app.domain.contacts import Detail, Kind, make_detail


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody asked for, by name or address.

    `needles` are its folded texts; None where they do not tell which records are meant.
    """

    asked: frozenset[Detail] = frozenset()
    needles: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Whose contact details are to go: of an e-mail address, a name, or of every project that
    ended before a day; from free text too, or not."""

    email: str | None = None
    name: str | None = None
    ended_before: date | None = None
    in_text: bool = False

    @property
    def sought(self) -> Sought:
        """What is looked for."""
        stated = ((Kind.EMAIL, self.email), (Kind.NAME, self.name))
        asked = frozenset(make_detail(kind, text) for kind, text in stated if text)
        return Sought(
            asked, None if self.ended_before else frozenset(detail.text for detail in asked)
        )
