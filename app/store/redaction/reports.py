"""Takes contact details out of what is told of imports: reports, refused rows, files that wait."""

import json
from collections.abc import Iterator

from sqlmodel import Session, select

from app.models import ImportResult, ImportUpload, RefusedRow
from app.store.redaction.blocklist import BlockList
from app.store.redaction.content import Lines, scrub_content
from app.store.redaction.packing import is_packed
from app.store.redaction.places import Place
from app.store.redaction.scrubbing import MARK, Scrubber

_AT_ONCE = 500
"""Rows held in memory at a time."""
_LONG = 200_000
"""Bytes of a file that waits, beyond which looking at each of its words takes too long."""
_NAME = "document"
"""The member of a report's row that is the name of a file."""


def obey_report(session: Session, text: str) -> str:
    """A row of a report, as JSON, without what is blocked: nothing of it is ever there."""
    blocks = BlockList.of(session)
    return _scrub_json(text, Scrubber(blocks)) if len(blocks) else text


def redact_reports(session: Session, scrubber: Scrubber) -> Iterator[Place]:
    """Takes out what is to go; every place."""
    for result in session.exec(select(ImportResult).execution_options(yield_per=_AT_ONCE)):
        name, what = f"import {result.job_id}", f"document {result.position + 1}"
        scrubbed = _scrub_json(result.result, scrubber)
        if scrubbed != result.result:
            result.result = scrubbed
            yield Place("report", name, what)
        elif scrubber.still_holds(json.loads(scrubbed)[_NAME].rpartition(".")[0]):
            yield Place("left", name, f"name of {what}")
    for row in session.exec(select(RefusedRow).execution_options(yield_per=_AT_ONCE)):
        cells, detail = _scrub_json(row.cells, scrubber), scrubber.field_text(row.detail, MARK)
        if (cells, detail) != (row.cells, row.detail):
            row.cells, row.detail = cells, detail
            yield Place("quarantine", row.sha256, f"row {row.row}")
    yield from _redact_uploads(session, scrubber)


def _redact_uploads(session: Session, scrubber: Scrubber) -> Iterator[Place]:
    """Files of imports that wait. One that is packed or long stays as it is until its import is
    done: that obeys the block list, and then the file goes."""
    files = select(ImportUpload.job_id, ImportUpload.position).distinct()
    for job_id, position in session.exec(files).all():
        pieces = session.exec(
            select(ImportUpload)
            .where(ImportUpload.job_id == job_id, ImportUpload.position == position)
            .limit(2)
        ).all()
        first, name = pieces[0], f"import {job_id}"
        what = f"file {position + 1}, which waits to be imported"
        if len(pieces) > 1 or len(first.content) > _LONG or is_packed(first.content):
            yield Place("left", name, what)
            continue
        before = first.name, first.content
        first.name = scrubber.file_name(first.name)
        first.content = scrub_content(first.content, Lines(), scrubber).content
        if before != (first.name, first.content):
            yield Place("report", name, what)


def _scrub_json(text: str, scrubber: Scrubber) -> str:
    """JSON with every text in it scrubbed; the very same where there is nothing to take out."""
    told = json.loads(text)
    scrubbed = _map_texts(told, scrubber)
    return text if scrubbed == told else json.dumps(scrubbed, ensure_ascii=False)


def _map_texts(value: object, scrubber: Scrubber) -> object:
    if isinstance(value, str):
        return scrubber.field_text(value, MARK)
    if isinstance(value, list):
        return [_map_texts(one, scrubber) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: scrubber.file_name(one) if name == _NAME else _map_texts(one, scrubber)
        for name, one in value.items()
    }
