"""The trial by mutated documents: a short run, and that it notices whatever could go wrong."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.provenance import UnknownLabel
from app.importer.document import Document, Draft, Refusal
from app.importer.pages.reading import read_document
from app.importer.tables import TableRow, open_table
from tests.importer.pages import make_page
from trials.fuzz import corpus, guiding, reading, report
from trials.fuzz.intake import Intake
from trials.fuzz.laws import judge_page, judge_refusal, judge_rows
from trials.fuzz.making import make_sample, make_samples
from trials.fuzz.outcome import Outcome, Settings
from trials.fuzz.reading import judge_sample
from trials.fuzz.run import run
from trials.fuzz.sample import KINDS, Kind, Sample

PAGE = Sample("page", "sida.txt", make_page().encode())


@pytest.mark.slow
def test_mutated_documents_are_read_or_refused_and_none_is_lost(tmp_path: Path) -> None:
    told: list[str] = []
    settings = Settings(inputs=1_000, stored=200, guided=200, seed=3)
    outcome = run(settings, tmp_path, told.append)
    assert outcome.faults == []
    assert outcome.read.kinds.keys() == KINDS.keys()
    assert outcome.read.counts["page"] > 100
    assert outcome.read.counts["row"] > 100
    assert outcome.stored["created"] > 20
    assert outcome.stored["in nowhere"] == 0
    if guiding.is_available():
        assert outcome.guided is not None
        assert outcome.guided.runs >= 200


def test_the_same_seed_makes_the_same_documents() -> None:
    first, second = (list(make_samples(60, seed=9)) for _ in range(2))
    kept = [(one.kind, one.content) for one in first if one.kind != "workbook"]  # it holds a time
    assert kept == [(one.kind, one.content) for one in second if one.kind != "workbook"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_often_sound_enough_to_be_read(kind: Kind) -> None:
    dice = random.Random(4)
    verdicts = [judge_sample(make_sample(kind, dice)) for _ in range(60)]
    assert any(verdict.counts["page"] or verdict.counts["row"] for verdict in verdicts)
    assert any(any("refused" in what for what in verdict.counts) for verdict in verdicts)


def test_what_is_mutated_is_sound() -> None:
    for text in corpus.web_pages()[::9]:
        assert judge_sample(Sample("web page", "sida.html", text.encode())).counts == {"page": 1}
    for rows in corpus.tables():
        content = corpus.to_csv(rows, ";").encode()
        assert judge_sample(Sample("CSV", "lista.csv", content)).counts["row"] == len(rows) - 1
    mapping, rows = corpus.mapped()
    content = corpus.to_csv(rows, ";").encode()
    assert judge_sample(Sample("mapping", "lista.csv", content, mapping)).counts["row"] == 2


def read_page() -> tuple[Draft, list[str]]:
    document = Document("sida", PAGE.content)
    return read_document(document), document.lines


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"raw": "Annat"}, "does not stand on line"),
        ({"raw": ""}, "no raw text"),
        ({"line": 99, "last_line": 99}, "no lines 99"),
        ({"label": ""}, "no label"),
        ({"issues": ("ingen",)}, "are not all issues"),
        ({"issues": ("region-unknown",) * 2}, "twice"),
    ],
)
def test_a_value_that_breaks_a_law_is_noticed(change: dict[str, Any], fault: str) -> None:
    draft, lines = read_page()
    assert list(judge_page(draft, lines)) == []
    broken = draft.statements["region"]._replace(**change)
    faults = list(judge_page(replace(draft, statements={"region": broken}), lines))
    assert any(fault in one for one in faults), faults


def test_an_unknown_label_that_does_not_stand_there_is_noticed() -> None:
    draft, lines = read_page()
    for label in (UnknownLabel("a", "a: b", 1), UnknownLabel("a", "a", 99)):
        assert list(judge_page(replace(draft, unknown_labels=(label,)), lines))


def _rows() -> list[TableRow]:
    table = open_table(corpus.to_csv(corpus.tables()[0][:2], ",").encode(), "lista.csv", None)
    assert table is not None
    return list(table.rows())


def test_a_row_that_breaks_a_law_is_noticed() -> None:
    (row,) = _rows()
    assert row.draft is not None
    name = row.draft.statements["name"]
    broken = {
        "either a draft or refused": replace(row, refusal=Refusal("bad-row", "nej")),
        "comes behind row": replace(row, number=0),
        "stands in no cell": replace(
            row, draft=replace(row.draft, statements={"name": name._replace(raw="Annat")})
        ),
        "is no layout of a list": replace(row, draft=replace(row.draft, layout="site-2014-2020")),
    }
    assert [faults for _, faults in judge_rows(iter([row]))] == [[]]
    for word, one in broken.items():
        [(_, faults)] = judge_rows(iter([one]))
        assert any(word in fault for fault in faults), word


def test_a_refusal_without_a_documented_code_is_noticed() -> None:
    assert list(judge_refusal(Refusal("no-owner", "ingen ägare"))) == []
    for refusal in (Refusal("hej", "a"), Refusal("reader-failed", "a"), Refusal("no-owner", "")):
        assert list(judge_refusal(refusal))


def _fail(_: Document) -> Draft:
    raise KeyError("namn")


def _hang(_: Document) -> Draft:
    while True:
        pass


@pytest.mark.parametrize(("read", "fault"), [(_fail, "KeyError: 'namn'"), (_hang, "it hangs")])
def test_a_reader_that_fails_or_hangs_is_noticed(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[Document], Draft], fault: str
) -> None:
    assert judge_sample(PAGE).faults == []
    monkeypatch.setattr(reading, "read_document", read)
    monkeypatch.setattr(reading, "_BREAK_SECONDS", 0.2)
    assert fault in judge_sample(PAGE).faults


def test_a_document_that_takes_too_long_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.0)
    assert any("it took" in fault for fault in judge_sample(PAGE).faults)


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ("AFTER INSERT ON quarantine BEGIN DELETE FROM quarantine; END", "tom.txt"),
        ("AFTER INSERT ON document BEGIN DELETE FROM document; END", "sida.txt"),
    ],
)
def test_a_document_that_is_lost_is_noticed(tmp_path: Path, damage: str, name: str) -> None:
    content = PAGE.content if name == "sida.txt" else b"ingenting"
    intake = Intake(tmp_path / "projektbank.db")
    assert list(intake.take_in(iter([PAGE]))) == []
    with closing(sqlite3.connect(intake.file)) as connection:
        connection.execute(f"CREATE TRIGGER lose {damage}")
    faults = list(intake.take_in(iter([Sample("page", name, content + b"\n")])))
    intake.close()
    assert any(fault.startswith(f"LOST: {name}") for fault in faults), faults


def test_the_report_tells_what_was_done(tmp_path: Path) -> None:
    outcome = Outcome(Settings(10, 5, 0, seed=6), intake_faults=["LOST: one"])
    report.write(outcome, tmp_path, date(2026, 11, 22))
    text = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "`python -m trials.fuzz --inputs 10 --stored 5 --guided 0 --seed 6`" in text
    assert "| **faults** | 1 |" in text
    assert text.endswith("## Faults\n\n- LOST: one\n")
