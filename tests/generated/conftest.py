"""The description of the API as a file, and a server that keeps to it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.serving import serve


@pytest.fixture(scope="module")
def app(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """With the packaged projects."""
    path = shutil.copy(seeded_file, tmp_path_factory.mktemp("generated") / "seeded.db")
    return create_app(Settings(database_url=f"sqlite:///{path}"))


@pytest.fixture(scope="module")
def description(app: FastAPI, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `/openapi.json` answers."""
    path = tmp_path_factory.mktemp("description") / "openapi.json"
    path.write_text(json.dumps(app.openapi()), "utf-8")
    return path


@pytest.fixture(scope="module")
def base(app: FastAPI) -> Iterator[str]:
    """The address of the server."""
    with serve(app) as address:
        yield address
