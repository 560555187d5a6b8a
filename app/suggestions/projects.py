"""Projects whose name, number or id fits what was typed: asked of the database, a few at a time."""

from collections.abc import Iterator

from app.database import Reader
from app.domain.collation import fold
from app.query.suggesting import PROJECT
from app.store.suggestions import (
    Named,
    names_beginning,
    names_holding,
    numbers_beginning,
)
from app.suggestions.choice import Found
from app.suggestions.suggestion import Suggestion
from app.suggestions.typed import Fit, Label, Typed


def find_projects(reader: Reader, typed: Typed, limit: int) -> list[Found]:
    """The best so many projects, and some more; of those that only hold the words in their names,
    the ones that changed last are looked at."""
    found: dict[str, Found] = {}
    if any(char.isdigit() for char in typed.text) and " " not in typed.text:
        found.update(_fitting(typed, numbers_beginning(reader, typed.text, limit)))
        if found and len(typed.words) > 1:  # a number in its parts, and surely nothing else
            return list(found.values())
    found.update(_fitting(typed, names_beginning(reader, typed.text, limit)))
    if len(found) < limit:
        found.update(_fitting(typed, names_holding(reader, typed.words)))
    return list(found.values())


def _fitting(typed: Typed, rows: list[Named]) -> Iterator[tuple[str, Found]]:
    for row in rows:
        fit = _fit(typed, row)
        if fit is not None:
            yield row.id, Found(fit, Suggestion(PROJECT, row.id, row.name, {"id": row.id}))


def _fit(typed: Typed, row: Named) -> Fit | None:
    """The best of its fits."""
    numbers = [text for text in (row.id, row.number) if text]
    by_number = (typed.fit_code(fold(text)) for text in numbers)
    texts = [row.name, row.number] if row.number else [row.name]
    by_text = (typed.fit(Label.of(text)) for text in texts)
    return min((fit for fit in (*by_number, *by_text) if fit is not None), default=None)
