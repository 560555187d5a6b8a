"""Rows that tell where a search was found: `matched_in` and `highlight`."""

import json
from collections.abc import Sequence

from app.database import Row
from app.query.compile import compile_page
from app.query.highlight import Finder
from app.query.model import Filter, Query
from app.query.resource import Resource
from app.store.snapshot import Snapshot
from app.store.view import View


def marked_rows(
    snapshot: Snapshot, resource: Resource, view: View, rows: Sequence[Row]
) -> list[bytes]:
    """The rows of a page as JSON, with the marks that the question names."""
    asked = [name for name in view.query.fields or () if name in resource.marks]
    if not asked or not rows:
        return [row[0] for row in rows]
    finder = Finder(view.query.sought or ())
    texts = _texts(snapshot, resource, view, [row[-1] for row in rows])
    made = []
    for row in rows:
        found = finder.marks(texts[row[-1]])
        marks = {"matched_in": list(found), "highlight": found}
        told = {name: marks[name] for name in asked}
        more = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        made.append(b"".join((row[0][:-1], b",", more[1:].encode())))
    return made


def _texts(
    snapshot: Snapshot, resource: Resource, view: View, keys: Sequence[str]
) -> dict[str, dict[str, str | None]]:
    """What was searched of each record."""
    question = Query(
        filters=(Filter("id", "in", tuple(keys)),),
        fields=("id", *resource.searched),
        limit=None,
        as_of=view.query.as_of,
    )
    statement = compile_page(resource, question, today=view.day)
    found = (
        json.loads(row[0]) for row in snapshot.reader.rows(statement.sql, statement.parameters)
    )
    return {one.pop("id"): one for one in found}
