"""The grammar of OData as its committee tests it: each request gets the status that is written
down in tests/odata/conformance, and none is a fault of the server."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

FILES = sorted((Path(__file__).parent / "conformance").glob("*.txt"))
NO_ODATA = "!"
LENIENT = {
    "Projects?$filter= true": "blanks around a text say nothing; people type them",
    "Projects?$search=a;b": "within $expand alone would a semicolon end it; there is none here",
}
"""What is no OData and answered all the same, and why."""
REFUSALS = {400, 404, 406, 501}


def read(file: Path) -> list[tuple[int, bool, str]]:
    """Status, whether it is no OData, and request of each line."""
    lines = (line.partition(" ") for line in file.read_text("utf-8").splitlines())
    return [(int(told[:3]), told.endswith(NO_ODATA), asked.lstrip()) for told, _, asked in lines]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_is_answered_as_written_down(client: TestClient, file: Path) -> None:
    wrong = []
    for status, _, asked in read(file):
        answer = client.get(f"/odata/v4/{asked}")
        if answer.status_code != status:
            wrong.append((asked, answer.status_code, answer.text[:300]))
        elif status in REFUSALS:
            error = answer.json()["error"]
            assert set(error) >= {"code", "message"}, asked
    assert wrong == []


def test_what_is_no_odata_is_refused_but_where_a_reason_is_given() -> None:
    answered = {
        asked
        for file in FILES
        for status, is_none, asked in read(file)
        if is_none and status not in REFUSALS
    }
    assert answered == LENIENT.keys()


def test_there_are_as_many_cases_as_are_told() -> None:
    cases = [asked for file in FILES for _, _, asked in read(file)]
    assert len(cases) == len(set(cases)) > 370
