"""Reads one document as the importer does, without a database, and judges what comes of it."""

import hashlib
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from app.errors import DocumentRejected
from app.faults import MappingRejected
from app.importer.archives import expand
from app.importer.arrival import page_of
from app.importer.document import Document, Draft, Refusal
from app.importer.incoming import Incoming, Options
from app.importer.mapping import Mapping
from app.importer.pages.reading import read_document
from app.importer.tables import Table, open_table
from app.store.documents import Paper
from trials.fuzz.laws import judge_page, judge_refusal, judge_rows
from trials.fuzz.sample import Sample
from trials.fuzz.verdict import Verdict

MOST_SECONDS = 2.0
"""Processor time that one document may take."""
_BREAK_SECONDS = 20.0
"""When it is broken off: the rest of the trial goes on."""
_RECEIVED = datetime(2026, 11, 22, 12, tzinfo=UTC)


class TookTooLong(BaseException):
    """No `Exception`: what catches those must not catch this."""


def judge_sample(sample: Sample) -> Verdict:
    """What is read of it, and every law that does not hold."""
    verdict = Verdict()
    began = time.process_time()
    try:
        with _time_limit():
            _read(sample, verdict)
    except TookTooLong:
        verdict.faults.append("it hangs")
    except Exception as error:  # noqa: BLE001  (that none comes is what is tried)
        verdict.faults.append(f"{type(error).__name__}: {error!s:.300}")
    verdict.seconds = time.process_time() - began
    if verdict.seconds > MOST_SECONDS:
        verdict.faults.append(f"it took {verdict.seconds:.1f} s")
    return verdict


def _read(sample: Sample, verdict: Verdict) -> None:
    options = Options()
    if sample.mapping is not None:
        try:
            options = Options(mapping=Mapping(sample.mapping))
        except MappingRejected as error:
            verdict.counts["refused: mapping"] += 1
            if not error.faults:
                verdict.faults.append("a mapping file refused without a fault")
            return
    for one in expand(Incoming(sample.name, content=sample.content)):
        if one.refusal is not None:
            _refuse(one.refusal, verdict)
        elif one.content is not None:
            _read_one(one.name, one.content, options, verdict)


def _read_one(name: str, content: bytes, options: Options, verdict: Verdict) -> None:
    paper = Paper(hashlib.sha256(content).hexdigest(), name, len(content), None, _RECEIVED)
    try:
        table = open_table(content, name, options.mapping)
        if table is not None:
            _read_rows(table, paper, options, verdict)
            return
        document = Document(name, content)
        draft = read_document(document)
    except DocumentRejected as error:
        _refuse(Refusal(error.reason, str(error)), verdict)
        return
    verdict.counts["page"] += 1
    verdict.faults += judge_page(draft, document.lines)
    _derive(paper, draft, options)


def _read_rows(table: Table, paper: Paper, options: Options, verdict: Verdict) -> None:
    verdict.counts["list"] += 1
    for row, faults in judge_rows(table.rows()):
        verdict.faults += faults
        if row.draft is not None:
            verdict.counts["row"] += 1
            _derive(paper, row.draft, options)
        elif row.refusal is not None:
            verdict.counts[f"row refused: {row.refusal.code}"] += 1


def _derive(paper: Paper, draft: Draft, options: Options) -> None:
    """Makes the rows that would be stored."""
    page_of(paper, draft, options, _RECEIVED.date())


def _refuse(refusal: Refusal, verdict: Verdict) -> None:
    verdict.counts[f"refused: {refusal.code}"] += 1
    verdict.faults += judge_refusal(refusal)


@contextmanager
def _time_limit() -> Iterator[None]:
    with suppress(ValueError):  # only the main thread has signals
        signal.signal(signal.SIGPROF, _break_off)
    signal.setitimer(signal.ITIMER_PROF, _BREAK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _break_off(_number: int, _frame: object) -> None:
    raise TookTooLong
