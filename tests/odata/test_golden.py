"""Requests as real tools send them, each with the public thread it comes from, translated to our
properties, and the whole answer. A new one is a file in tests/golden/odata."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

FILES = sorted((Path(__file__).parents[1] / "golden" / "odata").glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_real_request_is_answered_as_written_down(client: TestClient, file: Path) -> None:
    golden: dict[str, Any] = json.loads(file.read_text("utf-8"))
    assert urlsplit(golden["source"]).netloc
    answer = client.get(golden["request"], headers=golden["headers"])
    assert answer.status_code == golden["status"], answer.text
    assert {name: answer.headers.get(name) for name in golden["answered"]} == golden["answered"]
    assert len(answer.headers.get_list("OData-Version")) == 1
    if "body" in golden:
        assert answer.json() == golden["body"]
    if "text" in golden:
        assert answer.text == golden["text"]


def test_there_are_enough_of_them() -> None:
    assert len(FILES) > 20
