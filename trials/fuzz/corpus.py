"""Sound documents of every kind: pages of each layout, the same as web pages in each form, lists of
the same projects, mapping files. They are what is mutated."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from functools import cache

from app.commands.serving import SEEDS
from app.domain.fields import BY_NAME, FIELDS
from app.domain.representation import to_json
from app.domain.vocabulary import CODELISTS
from app.importer.document import Document, Draft
from app.importer.pages.reading import read_document
from benchmarks.pages import make_pages
from tests.conftest import GOLDEN
from tests.importer.pages import Page
from tests.importer.renderings import FORMS, write_html

Rows = Sequence[Sequence[str]]

_OURS = tuple(field.name for field in FIELDS if not field.flags.computed)
_MAPPING = """\
numbers = "swedish"
dates = "year-month-day"
delimiter = ";"
heading_row = 1
missing = ["-", "saknas"]
ignore = ["Handläggare"]

[columns]
"Dnr" = "number"
"Projekt" = "name"
"Sökande" = "owner"
"Tid" = "period"
"Budget" = "total_budget"
"Län" = "region"

[constants]
programme_area = "1"
"""
_MAPPED = (
    ("Dnr", "Projekt", "Sökande", "Tid", "Budget", "Län", "Handläggare"),
    ("2020/00801", "Vägen", "Exempelkommunen", "2021-01-01 - 2021-12-31", "1 500,50", "Skåne", "K"),
    ("2020/00802", "Bron", "Påhittade föreningen", "-", "saknas", "Stockholm", ""),
)


@cache
def texts() -> tuple[str, ...]:
    """Pages: real ones, one of each layout, odd and refused ones, and made-up ones."""
    folders = [SEEDS, *(GOLDEN / name for name in ("pages", "odd", "rejected"))]
    files = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    found = [path.read_text("utf-8", "replace") for path in files]
    return tuple(text for text in (*found, *make_pages(12)) if len(text) < 20_000)


@cache
def drafts() -> tuple[Draft, ...]:
    """What the sound ones of these pages state."""
    files = sorted((GOLDEN / "pages").glob("*.txt"))
    contents = [*(file.read_bytes() for file in files), *map(str.encode, make_pages(6))]
    return tuple(read_document(Document("sida", content)) for content in contents)


@cache
def web_pages() -> tuple[str, ...]:
    """Each page in each form that a site may give it."""
    return tuple(
        write_html(page, form, colon)
        for place, page in enumerate(map(_page, drafts()))
        for form in FORMS
        for colon in ((":", "") if place % 2 else (":",))
    )


@cache
def tables() -> tuple[Rows, ...]:
    """The same projects as lists: ours, with Swedish labels, and as ESF-rådet has them."""
    rows = [[_cell(draft, name) for name in _OURS] for draft in drafts()]
    labels = tuple(BY_NAME[name].label_sv for name in _OURS)
    text = (CODELISTS / "esf_list_headings.csv").read_text("utf-8")
    columns = {row["heading"]: row["field"] for row in csv.DictReader(text.splitlines())}
    authority = [[_cell(draft, name) for name in columns.values()] for draft in drafts()]
    return (_OURS, *rows), (labels, *rows), (tuple(columns), *authority)


def mapped() -> tuple[str, Rows]:
    """A mapping file, and a list that it is for."""
    return _MAPPING, _MAPPED


def to_csv(rows: Rows, delimiter: str) -> str:
    """Rows as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def to_lines(rows: Rows) -> str:
    """Rows as JSON, an object a line."""
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in _objects(rows))


def to_array(rows: Rows) -> str:
    """Rows as one JSON array."""
    return json.dumps(list(_objects(rows)), ensure_ascii=False, indent=1)


def _objects(rows: Rows) -> Iterator[dict[str, str]]:
    return (dict(zip(rows[0], row, strict=False)) for row in rows[1:])


def _page(draft: Draft) -> Page:
    statements = draft.statements
    facts = {one.label: one.raw for name, one in statements.items() if name != "summary"}
    summary = statements.get("summary")
    facts = {label: raw for label, raw in facts.items() if label != raw}
    return Page(str(statements["name"].value), facts, str(summary.value) if summary else "")


def _cell(draft: Draft, name: str) -> str:
    statement = draft.statements.get(name)
    value = to_json(BY_NAME[name], statement.value) if statement and name in BY_NAME else None
    return "" if value is None else str(value)
