"""Facts in boxes beside a page's own text, `<aside>` and notices: its project's, or another's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.collation import fold
from app.importer.pages.html.form import LONGEST_VALUE
from app.importer.pages.html.headings import is_end
from app.importer.pages.html.runs import PARAGRAPH, SAME_LINE, Run

_NAME = fold("Namn")
_IDENTITY = frozenset({_NAME, *map(fold, ("Diarienummer", "Projektnummer", "Projektägare"))})
"""Labels whose value is another for another project."""
_COMMON = frozenset(map(fold, ("E-post", "Region", "Telefonnummer")))
"""Labels that the site's own boxes have too."""


class Fact(NamedTuple):
    """A label with its value, as printed; `key` names the label."""

    key: str
    label: str
    value: str


def facts_of(runs: Sequence[Run]) -> Iterator[Fact]:
    """The known labels among runs that have a short value."""
    for index, run in enumerate(runs):
        value = "".join(_value_parts(runs, index + 1)).strip() if run.key else ""
        if 0 < len(value) <= LONGEST_VALUE:
            yield Fact(run.key, run.text, value)


def runs_beside(own: Sequence[Run], boxes: Iterable[Sequence[Run]], gap: int) -> list[Run]:
    """The facts of a page's boxes that are its project's, as runs; `gap` sets off a value.

    A box of another project, or of none, repeats what names a project with another value, is headed
    as such or has only common labels. What contradicts the page elsewise is taken as a second
    statement, which flags it.
    """
    stated = {fact.key: fact.value for fact in facts_of(own)}
    headings = [run.text for run in own if run.level]
    if headings:
        stated.setdefault(_NAME, "\n".join(headings))
    found: list[Run] = []
    for box in boxes:
        facts = [fact for fact in facts_of(box) if not _is_stated(fact, stated)]
        if _is_of_project(facts, stated) and not any(is_end(run.text, run.level) for run in box):
            stated = {fact.key: fact.value for fact in facts} | stated
            for key, label, value in facts:
                found += [_run(label, PARAGRAPH, key), _run(value, gap, "")]
    return found


def _is_stated(fact: Fact, stated: Mapping[str, str]) -> bool:
    """Whether the page states the very same; a name may stand in its heading."""
    held = stated.get(fact.key, "")
    return fact.value in held if fact.key == _NAME else fact.value == held


def _is_of_project(facts: Sequence[Fact], stated: Mapping[str, str]) -> bool:
    keys = {fact.key for fact in facts}
    return bool(keys - _COMMON) and not any(key in stated for key in keys & _IDENTITY)


def _run(text: str, gap: int, key: str) -> Run:
    return Run(text, gap, "", 0, 0, 0, bullet=False, key=key)


def _value_parts(runs: Sequence[Run], first: int) -> Iterator[str]:
    """The texts of the value that begins at `first`, unless a label stands there."""
    for index in range(first, len(runs)):
        run = runs[index]
        is_same = run.gap == SAME_LINE or 0 < run.cell == runs[first].cell
        if run.key or (index > first and not is_same):
            return
        yield f" {run.text}" if run.gap else run.text
