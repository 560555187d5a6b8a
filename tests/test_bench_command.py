"""`projektbank bench generate`, run as users run it, and what it writes, read back."""

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from app.synthetic.lines import make_lines

ROOT = Path(__file__).parents[1]
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command in a folder of its own."""

    def run(*arguments: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


def test_every_record_that_was_made_is_imported(run: Run, tmp_path: Path) -> None:
    done = run("bench", "generate", "40", "--output", "many.ndjson")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "many.ndjson: 40 records\n"
    [document] = json.loads(run("import", "many.ndjson", "--json").stdout)["documents"]
    assert document["rows"]["created"] == 40
    lines = (tmp_path / "many.ndjson").read_text("utf-8").splitlines()
    made = {row["name"]: row for row in map(json.loads, lines)}
    run("export", "back.ndjson", "--contacts")
    for line in (tmp_path / "back.ndjson").read_text("utf-8").splitlines():
        record = json.loads(line)
        stated = made.pop(record["name"])
        assert stated == {name: stated[name] and record[name] for name in stated}
    assert not made


def test_without_a_file_the_list_is_all_that_standard_output_bears(run: Run) -> None:
    done = run("bench", "generate", "3")
    assert done.stdout == "".join(make_lines(3))


def test_a_file_that_is_there_is_kept_without_force(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "many.ndjson"
    target.write_text("mine", encoding="utf-8")
    done = run("bench", "generate", "1", "--output", target.name)
    assert (done.returncode, done.stdout, target.read_text("utf-8")) == (1, "", "mine")
    assert "many.ndjson is there already; --force" in done.stderr
    assert run("bench", "generate", "1", "--output", target.name, "--force").returncode == 0
    assert target.read_text("utf-8") == "".join(make_lines(1))


def test_a_file_that_cannot_be_written_is_told_in_a_line(run: Run) -> None:
    done = run("bench", "generate", "1", "--output", "nowhere/many.ndjson")
    assert done.returncode == 1
    assert done.stderr == (
        "projektbank: nowhere/many.ndjson cannot be written: No such file or directory.\n"
    )


def test_records_that_count_from_further_on_are_others() -> None:
    numbers = {json.loads(line)["number"] for line in make_lines(50)} - {None}
    others = {json.loads(line)["number"] for line in make_lines(50, first=50)} - {None}
    assert numbers
    assert others
    assert not numbers & others


def test_a_list_is_made_line_by_line() -> None:
    assert len(list(islice(make_lines(10**9), 2))) == 2
