"""What HTTP promises at every address: methods, tags, errors, CORS."""

import json
import re
from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.api.contract.operations import OPERATIONS
from app.api.problems import PROBLEM_TYPES
from app.database import Database
from tests.api.conftest import open_client
from tests.docs.markdown import matcher

JSON = [one for one in OPERATIONS.values() if one.answers == "application/json"]
OPEN = [one for one in JSON if not one.scope and one.method == "GET"]
"""What anybody may read; a stream never ends, and is tested by itself."""
ADDRESSES = [operation.example for operation in OPEN]
CACHED = [operation.example for operation in OPEN if operation.cached]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PAGES = ["/docs", "/redoc", "/openapi.json"]


@pytest.mark.parametrize("address", [*ADDRESSES, *PAGES])
def test_head_answers_as_get_without_a_body(client: TestClient, address: str) -> None:
    got, head = client.get(address), client.head(address)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "cache-control"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("address", [*ADDRESSES, *PAGES])
def test_options_names_every_method(client: TestClient, address: str) -> None:
    response = client.options(address)
    assert response.status_code == 204
    assert response.headers["allow"] == ", ".join(allowed_at(client, address))


@pytest.mark.parametrize("address", [*ADDRESSES, *PAGES])
def test_another_method_is_a_405_with_the_full_allow(client: TestClient, address: str) -> None:
    allowed = allowed_at(client, address)
    for method in (*METHODS, "TRACE"):
        response = client.request(method, address)
        assert (response.status_code == 405) == (method not in allowed), method
        if response.status_code == 405:
            assert response.headers["allow"] == ", ".join(allowed)
            assert code_of(response) == "method-not-allowed"


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/odata", "/odata/v4"),
        ("/projects", "/v1/projects"),
        ("/v1/projects.cvs", "/v1/projects.csv"),
        ("/v1/projects.CSV", "/v1/projects.csv"),
        ("/v1/project", "/v1/projects"),
        ("/v1/agregate", "/v1/aggregate"),
    ],
)
def test_a_misspelt_address_is_told_what_was_meant(
    client: TestClient, address: str, meant: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert f"perhaps {meant} was meant" in response.text


@pytest.mark.parametrize("address", ["/v1/projects/query", "/v1/projects/bulk"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_an_address_of_its_own_among_the_records_is_no_record(
    client: TestClient, address: str, method: str
) -> None:
    response = client.request(method, address)
    assert response.status_code == (204 if method == "OPTIONS" else 405)
    assert response.headers["allow"] == "POST, OPTIONS"
    assert client.get(f"{address}/history").json()["code"] == "project-not-found"


@pytest.mark.parametrize("address", sorted({one.example for one in OPERATIONS.values()}) + PAGES)
def test_an_address_with_a_line_break_behind_it_is_none(client: TestClient, address: str) -> None:
    path, mark, question = address.partition("?")
    for method in (*METHODS, "HEAD", "OPTIONS"):
        response = client.request(method, f"{path}%0A{mark}{question}")
        assert response.status_code == 404
        assert method == "HEAD" or code_of(response) == "not-found"


def code_of(response: Response) -> str:
    """The code of an error, in the form that its door has."""
    body = response.json()
    if "OData-Version" in response.headers:
        return str(body["error"]["code"])
    assert response.headers["content-type"] == "application/problem+json"
    return str(body["code"])


def allowed_at(client: TestClient, address: str) -> list[str]:
    """The methods that the OpenAPI document gives an address, and those that all have."""
    path = address.partition("?")[0]
    described = client.get("/openapi.json").json()["paths"]
    found = [methods for template, methods in described.items() if matcher(template)(path)]
    # The plain address of a bulk write is also that of a record.
    methods = {name.upper() for one in found for name in one} | {"GET", "HEAD", "OPTIONS"}
    return [name for name in ("GET", "HEAD", *METHODS[1:], "OPTIONS") if name in methods]


@pytest.mark.parametrize("address", CACHED)
def test_a_caller_who_holds_the_answer_gets_304(client: TestClient, address: str) -> None:
    tag = client.get(address).headers["etag"]
    for asked in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
        response = client.get(address, headers={"If-None-Match": asked})
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_records_bear_strong_tags_and_computed_answers_weak_ones(client: TestClient) -> None:
    assert client.get("/v1/projects/2020-00713").headers["etag"].startswith('"')
    assert client.get("/v1/projects").headers["etag"].startswith('W/"')


def test_equal_questions_share_a_tag_and_others_do_not(client: TestClient) -> None:
    def tag(query: str) -> str:
        return client.get(f"/v1/projects?{query}").headers["etag"]

    assert tag("region=SE12&fund=ESF") == tag("fund=ESF&region=%C3%B6stra%20mellansverige")
    assert tag("region=SE12") != tag("region=SE11")
    assert tag("limit=1") != tag("limit=2")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unknown_parameter_is_refused_at_every_address(client: TestClient, address: str) -> None:
    mark = "&" if "?" in address else "?"
    response = client.get(f"{address}{mark}regin=SE12&utm_source=x")
    assert response.status_code == 400
    assert code_of(response) == "unknown-parameter"
    body = response.json()
    told = body["error"]["details"] if "error" in body else body["errors"]
    assert [error.get("parameter", error.get("target")) for error in told] == ["regin"]


def test_every_problem_is_named_at_once_with_hints(client: TestClient) -> None:
    response = client.get(
        "/v1/projects?regin=x&region=%C3%96sterg%C3%B6tland&fund=ESF+&sort=naem&limit=0"
        "&status=p%C3%A5g%C3%A5ende&total_budget__gte=&period=2014-2020&budget=9..1"
    )
    problem = response.json()
    hints = {error["parameter"]: error["hint"] or "" for error in problem["errors"]}
    assert problem["code"] == "query-rejected"
    assert "region" in hints["regin"]
    assert "SE12" in hints["region"]
    assert "ESF%2B" in hints["fund"]
    assert "name" in hints["sort"]
    assert "ongoing" in hints["status"]
    assert "programme_period=2014-2020" in hints["period"]
    assert {"limit", "total_budget__gte", "budget"} <= set(hints)


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/nope", 404, "not-found"),
        ("/v1/projects/", 404, "project-not-found"),
        ("/v1/organisations/nope", 404, "organisation-not-found"),
        ("/problems/nope", 404, "problem-not-found"),
        ("/v1/projects?limit=x", 400, "bad-value"),
        ("/v1/organisations?as_of=2020-01-01", 400, "unknown-parameter"),
        ("/v1/projects?contact_name=x", 400, "personal-field"),
        ("/v1/projects?sort=contact_name", 400, "personal-field"),
        ("/v1/projects?fields=contact_name", 400, "personal-field"),
        ("/static/nope.js", 404, "not-found"),
    ],
)
def test_every_error_is_a_problem_with_a_served_type(
    client: TestClient, address: str, status: int, code: str
) -> None:
    response = client.get(address, headers={"X-Request-Id": "my-id.1", "Origin": "http://a.se"})
    problem = response.json()
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["x-request-id"] == problem["request_id"] == "my-id.1"
    assert client.get(problem["type"]).json()["code"] == code
    assert list(problem) == [
        "type", "title", "status", "detail", "instance", "code", "request_id", "errors",
    ]  # fmt: skip


def test_a_body_over_the_limit_is_a_413(client: TestClient) -> None:
    response = client.post("/v1/projects", content=b"x" * 10_000_001)
    assert response.status_code == 413
    assert response.json()["code"] == "body-too-large"


def test_browsers_may_read_from_any_page(client: TestClient) -> None:
    response = client.get("/v1/projects", headers={"Origin": "https://dashboard.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "ETag" in response.headers["access-control-expose-headers"]
    plain = client.get("/v1/projects").headers  # the same for all: it may be kept for all
    assert plain["access-control-allow-origin"] == "*"
    assert "vary" not in plain
    options = client.options("/v1/projects", headers={"Cookie": "a=b", "Origin": "http://a.se"})
    assert options.headers["access-control-allow-origin"] == "*"
    preflight = client.options(
        "/v1/projects",
        headers={
            "Origin": "https://dashboard.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "x-api-key",
        },
    )
    assert preflight.status_code == 200
    assert "GET" in preflight.headers["access-control-allow-methods"]


def test_a_question_over_the_time_budget_is_a_503(golden_database: Database) -> None:
    with open_client(golden_database, query_seconds=1e-9) as client:
        response = client.get("/v1/projects?q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k&limit=5000")
    assert response.status_code in (200, 503)  # a dozen records can be quicker than the clock
    if response.status_code == 503:
        assert response.json()["code"] == "query-too-slow"


def test_a_browser_gets_the_meaning_of_an_error_as_a_page(client: TestClient) -> None:
    page = client.get("/problems/bad-value", headers={"Accept": "text/html,*/*"})
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert PROBLEM_TYPES["bad-value"].title in page.text
    assert page.headers["vary"].startswith("Accept")


@pytest.fixture
def broken_client(golden_database: Database) -> Iterator[TestClient]:
    """A service whose database has vanished under it."""
    with open_client(golden_database) as client:
        golden_database.path.unlink()
        yield client


def test_a_vanished_database_is_a_503_and_not_ready(broken_client: TestClient) -> None:
    assert broken_client.get("/health/live").status_code == 200
    response = broken_client.get("/health/ready")
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert "sqlite" not in json.dumps(response.json()).lower()


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_tells_how_long_it_took(client: TestClient, address: str) -> None:
    stages = client.get(address).headers["server-timing"].split(", ")
    told = [re.fullmatch(r"(\w+);dur=(\d+\.\d\d)", stage) for stage in stages]
    *parts, (last, total) = [(one[1], float(one[2])) for one in told if one]
    assert (len(parts) + 1, last) == (len(stages), "total")
    assert sum(part for _, part in parts) <= total + 0.01 * len(stages)


@pytest.mark.parametrize(
    ("address", "stages"),
    [
        ("/v1/projects?region=SE12", ["parse", "select", "count", "write"]),
        ("/v1/suggest?q=sam", ["parse", "select", "write"]),
        ("/v1/projects/2020-00713/similar", ["parse", "select", "count", "write"]),
    ],
)
def test_the_stages_of_an_answer_are_timed(
    client: TestClient, address: str, stages: list[str]
) -> None:
    timing = client.get(address).headers["server-timing"]
    assert [stage.partition(";")[0] for stage in timing.split(", ")] == [*stages, "total"]
