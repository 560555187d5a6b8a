"""The description of the API, for tests that compare documents with it."""

from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings


@pytest.fixture(scope="session")
def openapi(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The OpenAPI document; no database is needed for it."""
    folder = tmp_path_factory.mktemp("openapi")
    return create_app(Settings(database_url=f"sqlite:///{folder}/none.db")).openapi()
