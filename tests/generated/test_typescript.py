"""A client that openapi-typescript makes of our description: it compiles, strictly, and works."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "typescript"
PROGRAM = ("ask.ts", "package.json", "tsconfig.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The program in a folder of its own, with the tools beside it."""
    if shutil.which("node") is None or not (FOLDER / "node_modules").is_dir():
        missing = "node or its packages are missing (Debian: nodejs npm; then `make test`)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    for name in PROGRAM:
        shutil.copy(FOLDER / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(FOLDER / "node_modules")
    return tmp_path


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
def test_a_program_compiles_and_asks(folder: Path, description: Path, base: str) -> None:
    tools = "node_modules/.bin/"
    said = run(folder, f"{tools}openapi-typescript", str(description), "-o", "schema.ts")
    assert "warn" not in said.casefold()
    assert run(folder, f"{tools}tsc") == ""
    assert json.loads(run(folder, "node", "made/ask.js", base)) == {
        "names": ["Effektivare samverkan"],
        "budgets": [399793],
        "printed": "2020/00713",
        "found": 2,
        "hints": ["10000"],
    }
