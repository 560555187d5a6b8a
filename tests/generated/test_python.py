"""A client that openapi-python-client makes of our description: whole, and it reads with types."""

import os
import re
import subprocess
import sys
from datetime import UTC, date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

NAME = "generated_client"
_WARNED = re.compile(r"WARNING parsing (\w+ \S+) within [\w ]+\.\n\n(.+)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("python")


@pytest.fixture(scope="module")
def output(description: Path, folder: Path) -> str:
    """What the generator says; the client stands in the folder then."""
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", str(description), "--output-path", str(folder / NAME)]
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it runs ruff
    done = subprocess.run(
        command, env={**os.environ, "PATH": tools}, capture_output=True, text=True, check=True
    )
    return done.stdout + done.stderr


@pytest.fixture
def made(output: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401
    """Imports a module of the client; what is imported is known to no type checker."""
    assert output
    monkeypatch.syspath_prepend(folder)
    return lambda name: import_module(f"{NAME}.{name}")


@pytest.mark.slow
def test_all_is_made_but_bodies_of_kinds_that_it_does_not_know(output: str) -> None:
    warned = _WARNED.findall(output)
    bodies = {"POST /v1/projects/bulk", "POST /v1/imports"}
    files = {
        f"GET /v1/snapshots/{{version}}/projects.{ending}"
        for ending in ("parquet", "csv.gz", "sqlite")
    }
    assert {operation for operation, _ in warned} == bodies | files
    assert all(re.search(r"Unsupported content[ _]type ", why) for _, why in warned)
    assert output.count("WARNING") == len(warned)
    assert "Unable" not in output
    assert "removal" not in output


@pytest.mark.slow
def test_it_compiles(output: str, folder: Path) -> None:
    assert output
    command = [sys.executable, "-W", "error", "-m", "compileall", "-q", str(folder / NAME)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.slow
def test_it_reads_lists_records_and_errors_typed(made: Any, base: str) -> None:  # noqa: ANN401
    projects, models = made("api.projects"), made("models")
    assert projects
    with made("client").Client(base, raise_on_unexpected_status=True) as client:
        page = made("api.projects.list_projects").sync(client=client, region="SE12", limit=2)
        assert isinstance(page, models.ProjectPage)
        assert page.total == 3
        assert [type(row) for row in page.data] == [models.ProjectRow] * 2
        assert page.data[0].start_date == date(2021, 2, 1)
        get_project = made("api.projects.get_project")
        record = get_project.sync(client=client, id="2020-00713")
        assert isinstance(record, models.Project)
        assert (record.name, record.total_budget) == ("Samverkan för Hälsa och Arbete", 381969)
        assert record.updated_at.tzinfo == UTC
        missing = get_project.sync(client=client, id="1999-00001")
        assert isinstance(missing, models.Problem)
        assert missing.code == "project-not-found"


@pytest.mark.slow
def test_it_asks_with_a_tree_of_conditions(made: Any, base: str) -> None:  # noqa: ANN401
    models = made("models")
    region = models.Comparison(field="region", value="SE12")
    large = models.Comparison("total_budget", 390_000, models.ComparisonOp.GTE)
    where = models.AllOf(and_=[region, models.Not(not_=large)])
    with made("client").Client(base, raise_on_unexpected_status=True) as client:
        page = made("api.projects.query_projects").sync(
            client=client, body=models.Query(where=where)
        )
    assert [row.id for row in page.data] == ["2020-00713"]


@pytest.mark.slow
def test_it_tells_changes_from_versions(made: Any) -> None:  # noqa: ANN401
    models = made("models")
    ops = {one.value for one in models.VersionOp}
    assert ops == {"create", "update", "delete"}
    assert {one.value for one in models.ChangeOp} == {*ops, "redact"}
