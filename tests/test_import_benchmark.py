"""The benchmark of importing: what it imports, its refusal of worthless runs, a short run of it."""

import json
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app.importer.document import Document
from app.importer.files import find_files
from app.importer.pages.layouts import LAYOUTS
from app.importer.pages.reading import read_document
from benchmarks.__main__ import main
from benchmarks.equality import AnswersDiffer
from benchmarks.importing import report, run
from benchmarks.importing.corpus import write_list, write_pages
from benchmarks.importing.outcome import SHORT, Imports, Sizes
from benchmarks.importing.runs import ImportFailed, Order, Run


def test_the_pages_are_of_every_layout_and_some_are_of_the_web(tmp_path: Path) -> None:
    write_pages(tmp_path, 60)
    files = find_files([tmp_path])
    drafts = [read_document(Document(file.name, file.read_bytes())) for file in files]
    assert {draft.layout for draft in drafts} == {layout.name for layout in LAYOUTS}
    kinds = Counter(file.suffix for file in files)
    assert kinds.keys() == {".txt", ".html"}
    assert 4 < kinds[".html"] < 20


def test_a_web_page_states_what_the_same_page_as_text_states(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 60)
    write_list(tmp_path / "list.csv", 60)
    names = (tmp_path / "list.csv").read_text(encoding="utf-8")
    for file in find_files([tmp_path / "pages"]):
        stated = read_document(Document(file.name, file.read_bytes())).statements
        assert str(stated["name"].value) in names
        assert "number" not in stated or str(stated["number"].value) in names


def test_the_same_number_makes_the_same_pages_and_lists(tmp_path: Path) -> None:
    sizes = [write_pages(tmp_path / name, 20) for name in ("one", "other")]
    lists = [write_list(tmp_path / f"{name}.csv", 20) for name in ("one", "other")]
    contents = [
        [file.read_bytes() for file in find_files([tmp_path / name])]
        for name in ("one", "one.csv", "other", "other.csv")
    ]
    assert contents[:2] == contents[2:]
    assert sizes[0] == sizes[1] == sum(map(len, contents[0]))
    assert lists[0] == lists[1] == len(contents[1][0])


def test_the_rate_of_each_tenth_is_of_that_tenth_alone() -> None:
    marks = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 11.0]
    measured = Run(seconds=11, cpu_seconds=11, counts={"created": 100}, marks=marks)
    assert measured.tenths == [10.0] * 9 + [5.0]


@pytest.mark.slow
def test_an_import_that_ends_otherwise_than_expected_is_no_figure(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("No project at all.\n", encoding="utf-8")
    bench = run._Bench(tmp_path, print)
    with pytest.raises(ImportFailed, match="rejected"):
        bench.run(Order(source="page.txt", database="one.db", expected=1))
    with pytest.raises(ImportFailed, match="KeyError: 'unheard of'"):
        bench.run(Order(source="page.txt", database="one.db", expected=1, way="unheard of"))


@pytest.mark.slow
def test_ways_that_do_not_store_the_same_are_refused(tmp_path: Path) -> None:
    run._ways(run._Bench(tmp_path, print), 10)
    with closing(sqlite3.connect(tmp_path / "tutorial.db")) as database, database:
        database.execute("UPDATE project SET total_budget = 1 WHERE number = '2016/00000'")
    with pytest.raises(AnswersDiffer, match="2016/00000"):
        run._require_equal(tmp_path)


@pytest.mark.slow
def test_a_short_run_tells_of_every_import_and_whether_goals_are_met(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = []

    def measure(sizes: Sizes, say: run.Say) -> Imports:
        measured.append(run.measure(sizes, say))
        return measured[0]

    monkeypatch.setattr("benchmarks.__main__.measure_imports", measure)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--short", "--only", "import"])
    assert main() == 0
    told, imports = capsys.readouterr().out, measured[0]
    assert imports.sizes == SHORT
    totals = [one.total for one in imports.cases.values()]
    assert totals == [SHORT.pages, SHORT.compared, SHORT.pages, SHORT.pages, SHORT.rows]
    assert imports.processes > 1
    assert told.count("aim ≥ ") == 5
    assert str(Path.cwd()) not in told
    assert json.loads(json.dumps(report.to_json(imports)))["cases"].keys() == imports.cases.keys()
