"""The documentation pages: complete without the outside world, in a browser and over HTTP."""

import re
from collections.abc import Iterator
from hashlib import sha256

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from app.web.docs import STATIC

PAGES = ["/docs", "/redoc"]
SHIPPED = ["swagger", "redoc"]
CSP = "content-security-policy"


@pytest.fixture
def client(served: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=served, headers={"X-Request-Id": "same"}) as client:
        yield client


def open_docs(page: Page, address: str) -> None:
    page.goto(f"{address}/docs")
    expect(page.locator(".opblock").first).to_be_visible()


def open_redoc(page: Page, address: str) -> None:
    page.goto(f"{address}/redoc")
    expect(page.get_by_role("heading", name="Projektbank").first).to_be_visible()
    expect(page.get_by_text("API docs by Redocly")).to_be_attached()
    page.wait_for_load_state("networkidle")


def execute_list_projects(page: Page) -> None:
    operation = page.locator('.opblock-get:has([data-path="/v1/projects"])')
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response .response-col_status")).to_have_text(
        "200"
    )
    expect(operation.locator(".live-responses-table")).to_contain_text('"data"')


@pytest.mark.browser
def test_swagger_ui_asks_no_other_host_and_breaks_no_policy(page: Page, served: str) -> None:
    open_docs(page, served)  # the fixture looks at its requests and at what the browser says
    assert len(page.requests()) >= 6


@pytest.mark.browser
def test_redoc_asks_no_other_host_and_breaks_no_policy(page: Page, served: str) -> None:
    open_redoc(page, served)
    assert len(page.requests()) >= 6
    assert any(request.url.startswith("blob:") for request in page.requests())


@pytest.mark.browser
def test_an_operation_is_tried_out_in_the_page(page: Page, served: str) -> None:
    open_docs(page, served)
    execute_list_projects(page)


@pytest.mark.browser
def test_the_search_of_redoc_finds_an_operation(page: Page, served: str) -> None:
    open_redoc(page, served)
    page.get_by_placeholder("Search...").fill("projects")
    expect(page.locator('[data-role="search:results"] label').first).to_be_visible()


@pytest.mark.browser
def test_both_pages_work_below_a_path_prefix(page: Page, served_below_prefix: str) -> None:
    open_redoc(page, served_below_prefix)
    page.get_by_role("link", name="Swagger UI").click()
    execute_list_projects(page)


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_the_page_without_scrolling_sideways(
    page: Page, served: str, path: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    {"/docs": open_docs, "/redoc": open_redoc}[path](page, served)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_a_browser_without_scripts_is_told_where_to_read(
    browser: Browser, served: str, path: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served + path)
        hint = page.locator("p.noscript")
        expect(hint).to_contain_text("docs/api.md")
        hint.get_by_role("link", name="/openapi.json").click()
        expect(page.locator("body")).to_contain_text('"openapi"')


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers_get_and_head_with_a_strict_policy(client: httpx2.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(part.split(maxsplit=1) for part in answer.headers[CSP].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer.headers[CSP]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"

    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert _without_times(head) == _without_times(answer)


def test_only_redoc_may_start_a_worker(client: httpx2.Client) -> None:
    assert "worker-src 'none'" in client.get("/docs").headers[CSP]
    assert "worker-src blob:;" in client.get("/redoc").headers[CSP]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_code_and_only_relative_addresses(
    client: httpx2.Client, path: str
) -> None:
    html = client.get(path).text
    assert '<html lang="en">' in html
    assert re.search("<title>Projektbank", html)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script[^>]*>[^<]", html)
    addresses = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert {"docs", "redoc", "openapi.json"} <= set(addresses)
    assert [one for one in addresses if one.startswith("/") or ":" in one] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_file_with_its_hash_in_the_address_is_kept_for_good(
    client: httpx2.Client, path: str
) -> None:
    addresses = re.findall(r'"(static/[^"]*)"', client.get(path).text)
    assert len(addresses) >= 4
    for address in addresses:
        assert "immutable" in client.get(f"/{address}").headers["cache-control"]
        plain, wrong = address.partition("?")[0], f"{address}0"
        for other in (plain, wrong):
            assert client.get(f"/{other}").headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize("path", [*PAGES, "/static/docs.js", "/static/swagger/favicon-32x32.png"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_a_reader_holds_already_is_not_sent_again(
    client: httpx2.Client, path: str, encoding: str
) -> None:
    accept = {"accept-encoding": encoding}
    first = client.get(path, headers=accept)
    again = client.get(
        path, headers={**accept, "if-none-match": f'"other", {first.headers["etag"]}'}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={**accept, "if-none-match": '"other"'}).status_code == 200


def test_a_file_is_packed_for_who_reads_gzip(client: httpx2.Client) -> None:
    path = "/static/swagger/swagger-ui-bundle.js"
    packed = client.get(path, headers={"accept-encoding": "br, gzip"})
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert packed.content == plain.content  # the client unpacks
    assert int(packed.headers["content-length"]) * 3 < int(plain.headers["content-length"])
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]
    assert "Accept-Encoding" in plain.headers["vary"]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("docs.js", "text/javascript; charset=utf-8"),
        ("docs.css", "text/css; charset=utf-8"),
        ("swagger/favicon-32x32.png", "image/png"),
        ("swagger/LICENSE", "text/plain; charset=utf-8"),
    ],
)
def test_a_file_states_its_type_and_answers_head(
    client: httpx2.Client, path: str, media_type: str
) -> None:
    answer, head = client.get(f"/static/{path}"), client.head(f"/static/{path}")
    assert answer.headers["content-type"] == media_type
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert head.content == b""
    assert _without_times(head) == _without_times(answer)


@pytest.mark.parametrize("folder", SHIPPED)
def test_every_shipped_file_is_served_as_its_checksum_says(
    client: httpx2.Client, folder: str
) -> None:
    heading, *lines = (STATIC / folder / "CHECKSUMS").read_text().splitlines()
    assert re.match(r"# \S+ \d+\.\d+\.\d+,", heading), "package and version stand first"
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert "LICENSE" in sums
    assert {path.name for path in (STATIC / folder).iterdir()} == {*sums, "CHECKSUMS"}
    for name, digest in sums.items():
        assert sha256(client.get(f"/static/{folder}/{name}").content).hexdigest() == digest, name


@pytest.mark.parametrize(
    "path",
    [
        "",
        "swagger",
        "swagger/",
        "swagger/none.js",
        "swagger/swagger-ui-bundle.js.map",
        "../docs.py",
        "%2e%2e/docs.py",
        "..%2fdocs.py",
        "%00",
        "x" * 5000,
    ],
)
def test_an_unknown_file_is_not_found(client: httpx2.Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_the_pages_are_no_part_of_the_described_api(client: httpx2.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert [path for path in paths if path.startswith((*PAGES, "/static"))] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_parameter_nobody_knows_does_no_harm(client: httpx2.Client, path: str) -> None:
    assert client.get(path, params={"utm_source": "x", "y": "1"}).status_code == 200


def _without_times(answer: httpx2.Response) -> dict[str, str]:
    times = ("date", "server-timing")
    return {name: value for name, value in answer.headers.items() if name not in times}
