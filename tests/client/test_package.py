"""The client as a package of its own: what its wheel holds, and that its README is true."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import projektbank_client
from tests.docs.markdown import fenced
from tests.importer.pages import make_page
from tests.test_packaging import imported_packages
from tools.server import ROOT, keyed_server

FOLDER = ROOT / "clients" / "python"
SOURCES = FOLDER / "src"
ADDRESS = "https://projektbank.example.se"
LONGEST = 175


def readme() -> str:
    return (FOLDER / "README.md").read_text("utf-8")


def test_the_wheel_holds_the_package_its_types_and_its_licence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=FOLDER, capture_output=True, check=True)
    [wheel] = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        notes = f"projektbank_client-{projektbank_client.__version__}.dist-info"
        metadata = archive.read(f"{notes}/METADATA").decode()
        licence = archive.read(f"{notes}/licenses/LICENSE")
    expected = {
        f"projektbank_client/{path.name}"
        for path in (SOURCES / "projektbank_client").iterdir()
        if path.is_file()
    }
    assert {name for name in inside if not name.startswith(notes)} == expected
    assert "projektbank_client/py.typed" in expected
    assert licence == (ROOT / "LICENSE").read_bytes()
    assert [line for line in metadata.splitlines() if line.startswith("Requires-Dist")] == [
        "Requires-Dist: httpx<1,>=0.28"
    ]


def test_it_needs_no_newer_python_than_the_service() -> None:
    own, service = (_project(folder) for folder in (FOLDER, ROOT))
    assert own["requires-python"] == service["requires-python"]


def _project(folder: Path) -> Any:  # noqa: ANN401 - as TOML has it
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]


def test_it_imports_httpx_and_nothing_else_that_is_foreign() -> None:
    imported = {name for name, _ in imported_packages("clients/python/src")}
    assert imported - sys.stdlib_module_names == {"httpx", "projektbank_client"}


def test_it_is_imported_without_the_service() -> None:
    code = "import sys, projektbank_client; print('app' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=SOURCES,
        env={"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"


@pytest.mark.slow
def test_the_examples_of_the_readme_run_as_they_stand(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "sidor.zip", "w") as archive:
        archive.writestr("sida.txt", make_page())
    with keyed_server() as server:
        code = "\n".join(fenced(readme(), "python")).replace(ADDRESS, server.base)
        environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PROJEKTBANK_KEY": server.key}
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Effektivare samverkan Rädda Barnen 399793"
    assert lines[-2:] == ["regin unknown-parameter region", "3"]
    assert "ny.txt not-a-project: no block of project labels" in lines
    assert (tmp_path / "projects.parquet").read_bytes()[:4] == b"PAR1"


def test_the_readme_keeps_to_its_length() -> None:
    assert len(readme().splitlines()) <= LONGEST


def test_it_is_typed_by_itself() -> None:
    """As a program that installs it has it: without the service, its settings and its plugins."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "projektbank_client"]
    done = subprocess.run(command, cwd=SOURCES, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
