"""Organisations: their columns, and how a name or number becomes their key."""

import hashlib
from functools import lru_cache

from app.domain.collation import fold
from app.domain.fields import ALWAYS, COMPUTED, Field, Flags, Kind
from app.domain.swedish import is_personal_number

_LIST = Flags(nullable=False, computed=True, sortable=False)

ORGANISATION_FIELDS: tuple[Field, ...] = (
    Field("id", Kind.KEY, "Id", "Id",
          "The organisation number, else a key made from the name.", flags=ALWAYS),
    Field("number", Kind.TEXT, "Organisationsnummer", "Organisation number",
          "Swedish organisation number, ten digits.", "Never a natural person's.", COMPUTED),
    Field("name", Kind.TEXT, "Namn", "Name", "The spelling seen first.", flags=ALWAYS),
    Field("spellings", Kind.LIST, "Stavningar", "Spellings",
          "Every spelling seen, in Swedish order.", flags=_LIST),
    Field("project_count", Kind.INTEGER, "Antal projekt", "Projects",
          "Number of projects that it owns.", flags=ALWAYS),
    Field("total_budget", Kind.MONEY, "Total projektbudget", "Total budget",
          "Sum of the stated total budgets.", "Null when no project states one.", COMPUTED),
    Field("stated_total_budget", Kind.INTEGER, "Antal med budget", "Projects with a budget",
          "Number of projects that state a total budget.", flags=ALWAYS),
    Field("granted_support", Kind.MONEY, "Beviljat ESF-stöd", "Granted support",
          "Sum of the stated granted support.", "Not the EU contribution.", COMPUTED),
    Field("stated_granted_support", Kind.INTEGER, "Antal med stöd", "Projects with support",
          "Number of projects that state their granted support.", flags=ALWAYS),
    Field("first_start_date", Kind.DATE, "Första startdatum", "First start date",
          "Start of its earliest project.", flags=COMPUTED),
    Field("last_end_date", Kind.DATE, "Sista slutdatum", "Last end date",
          "End of its latest project.", flags=COMPUTED),
)


@lru_cache(maxsize=10_000)
def organisation_id(name: str, number: str | None) -> str:
    """The key: the number, else `n-` and 8 hex of the folded name's SHA-256.

    A natural person's number is contact data and never makes a key. The same owners come again
    and again.
    """
    if number and not is_personal_number(number):
        return number
    return f"n-{hashlib.sha256(fold(name).encode()).hexdigest()[:8]}"
