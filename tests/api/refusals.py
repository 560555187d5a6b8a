"""What a refused question is answered with."""

from httpx2 import Response


def check_refused(answer: Response, parameter: str, code: str, hint: str | None) -> None:
    """One fault, of this parameter and code; with this hint, where one is given."""
    assert answer.status_code == 400, answer.text
    [fault] = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == (parameter, code)
    assert hint is None or fault["hint"] == hint
