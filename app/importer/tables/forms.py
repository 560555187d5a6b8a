"""Which layout a list has: an export of ours, ESF-rådet's list, one with the labels of the pages,
or one that a mapping file speaks of."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from app.domain.provenance import Statement
from app.domain.swedish import Unreadable
from app.errors import DocumentRejected
from app.faults import quoted
from app.importer.cells.columns import make_column
from app.importer.cells.headings import (
    MAX_HEADING_ROW,
    REASONS,
    comparable,
    count_known,
    find_target,
    is_of_the_authority,
    is_ours,
)
from app.importer.cells.notation import AUTHORITY, OURS, PRINTED
from app.importer.mapping import Rules
from app.importer.tables.drafting import Form, exact, unguarded, unquoted
from app.importer.tables.remarks import ADVICE, tell_found
from app.importer.tables.row import MAX_COLUMNS
from app.query.nearest import nearest

OURS_LAYOUT, AUTHORITY_LAYOUT = "projektbank", "esf-list"
LABELLED_LAYOUT, MAPPED_LAYOUT = "labelled-list", "mapped-list"
_FEWEST_MAPPED = 2
"""Headings of a mapping file in a row that make a list of it; fewer may stand in any page."""
READER_VERSIONS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys((OURS_LAYOUT, AUTHORITY_LAYOUT, LABELLED_LAYOUT, MAPPED_LAYOUT), 1)
)
"""Layouts of lists, each with the version of its reader."""


def find_heading(rows: Sequence[Sequence[str]], rules: Rules | None) -> tuple[int, int]:
    """Which of the first rows is the heading, and how many of its cells are known; 0: none is."""
    if rules is not None and rules.heading_row is not None:
        rows = [row if place + 1 == rules.heading_row else () for place, row in enumerate(rows)]
    known = [_count(row, rules) for row in rows[:MAX_HEADING_ROW]]
    best = max(known, default=0)
    return (known.index(best) if best else 0), best


def make_form(headings: Sequence[str], rules: Rules | None, *, is_for_excel: bool) -> Form:
    """How a list with these headings is read; raises `DocumentRejected` where it cannot be.

    A file of refused rows is guarded against formulas, whatever list they are of.
    """
    if len(headings) > MAX_COLUMNS:
        detail = f"it has {len(headings)} columns, more than {MAX_COLUMNS}"
        raise DocumentRejected("unreadable-list", detail)
    of_anybody = unguarded if REASONS[0] in headings else unquoted
    if rules is not None:
        return _mapped(headings, rules, of_anybody)
    for name in ("name", "owner"):
        if not any(find_target(heading) == name for heading in headings):
            detail = f"the list has no column for the {name}: {tell_found(headings)}; {ADVICE}"
            raise DocumentRejected(f"no-{name}", detail)
    if is_ours(headings):
        bare = unguarded if is_for_excel else exact
        return Form(OURS_LAYOUT, READER_VERSIONS[OURS_LAYOUT], find_target, OURS, bare)
    if is_of_the_authority(headings):
        version = READER_VERSIONS[AUTHORITY_LAYOUT]
        return Form(AUTHORITY_LAYOUT, version, find_target, AUTHORITY, of_anybody)
    version = READER_VERSIONS[LABELLED_LAYOUT]
    return Form(LABELLED_LAYOUT, version, find_target, PRINTED, of_anybody)


def _count(row: Sequence[str], rules: Rules | None) -> int:
    if rules is None:
        return count_known(row)
    known = len({comparable(cell) for cell in row} & rules.columns.keys())
    return known if len(row) > 1 and known >= min(_FEWEST_MAPPED, len(rules.columns)) else 0


def _mapped(headings: Sequence[str], rules: Rules, bare: Callable[[str], str]) -> Form:
    there = {comparable(heading) for heading in headings}
    absent = [one for one in rules.headings if comparable(one) not in there]
    if absent:
        told = (_tell_absent(heading, headings) for heading in absent)
        raise DocumentRejected("mapping-mismatch", "; ".join(told))
    return Form(
        MAPPED_LAYOUT,
        READER_VERSIONS[MAPPED_LAYOUT],
        lambda heading: rules.columns.get(comparable(heading)),
        rules.notation,
        bare,
        rules.ignored,
        _constants(rules),
    )


def _tell_absent(heading: str, headings: Sequence[str]) -> str:
    near = nearest(heading, headings)
    hint = f", but {quoted(near)}" if near else ""
    return f"the list has no heading {quoted(heading)}{hint}"


def _constants(rules: Rules) -> dict[str, Statement]:
    """What the mapping file states of every row: it stands on no line of the list."""
    constants: dict[str, Statement] = {}
    for name, text in rules.constants.items():
        column = make_column(name, name, rules.notation)
        try:
            values = column.read(text) if column else {}
        except Unreadable:  # the styles of the file speak against its own value
            values = {}
        for field, value in values.items():
            constants[field] = Statement(value, "stated", "mapping", str(text))
    return constants
