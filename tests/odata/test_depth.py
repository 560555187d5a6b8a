"""However often something is repeated, the answer is one, or the refusal of what is too long."""

import pytest
from starlette.testclient import TestClient

from app.query.odata.expression import MAX_NESTED

ROOT = "/odata/v4/Projects"
MOST = MAX_NESTED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("tolower(" * MOST + "name" + ")" * MOST + " eq 'x'", 200),
        ("(" * (MOST - 1) + "contains(name,'a')" + " eq true)" * (MOST - 1), 200),
        ("(" * MOST + "true" + " or strategic_importance)" * MOST, 200),
        ("(" * (MOST + 1) + "true" + ")" * (MOST + 1), 400),
        ("not " * MOST + "strategic_importance", 200),
        ("not " * (MOST + 1) + "strategic_importance", 400),
        ("not " * 1500 + "strategic_importance", 400),
        (("not " * 15 + "(") * MOST + "true" + ")" * MOST, 400),
        (" or ".join(["true and false"] * 400), 200),
        (" and ".join(["strategic_importance"] * 250), 400),
    ],
)
def test_a_filter_is_answered_or_too_long(client: TestClient, text: str, status: int) -> None:
    for asked in (f"/$count?$filter={text}", f"?$apply=filter({text})/aggregate($count as n)"):
        answer = client.get(ROOT + asked)
        assert answer.status_code == status, answer.text
        assert status == 200 or answer.json()["error"]["code"] == "too-long"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("$filter=" + "-(" * 4000, 501),
        ("$filter=name in " + "(" * 4000, 400),
        ("$filter=fund in (" + ",".join(["null"] * 1600) + ")", 200),
        ("$apply=" + "filter(true)/" * 600 + "aggregate($count as n)", 200),
        ("$apply=" + "groupby((" * 900, 400),
        ("$apply=groupby((" + ",".join(["region"] * 1000) + "))", 400),
        ("$apply=groupby((region),aggregate($count as n))" + "/filter(n gt 1)" * 500, 400),
        ("$search=" + "NOT " * 4000 + "a", 400),
        ("$search=a" + " NOT b" * 2000, 400),
        ("$search=" + "(" * 4000, 501),
        ("$orderby=" + "(" * 4000, 501),
    ],
)
def test_nothing_that_is_repeated_is_a_fault_of_ours(
    client: TestClient, asked: str, status: int
) -> None:
    assert client.get(f"{ROOT}?{asked}").status_code == status
