"""“Authorize” on /docs: the requests that the page then makes bear the key."""

import base64
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from playwright.sync_api import Locator, Page, Request, expect

from app.api.service import Service
from app.domain.keys import Scope
from app.store.keys import add_key


@pytest.fixture
def make_key(app: FastAPI) -> Callable[[Scope], str]:
    """Makes keys to the running server."""
    service: Service = app.state.service

    def make(scope: Scope) -> str:
        with service.database.write() as session:
            return add_key(session, "Kim Exempel", scope, None)[0]

    return make


def authorize(page: Page, address: str, way: str, key: str) -> None:
    page.goto(f"{address}/docs")
    page.get_by_role("button", name="Authorize").first.click()
    form = page.locator(".auth-container", has=page.get_by_role("heading", name=way))
    fields = form.locator("input")
    if fields.count() > 1:
        fields.first.fill("vem som helst")
    fields.last.fill(key)
    form.get_by_role("button", name="Apply credentials").click()
    page.locator(".auth-btn-wrapper .btn-done").first.click()


def operation_of(page: Page, path: str) -> Locator:
    return page.locator(f'.opblock-get:has([data-path="{path}"])')


def execute(page: Page, path: str) -> Request:
    """Opens an operation, tries it out and gives back the request that it made."""
    operation = operation_of(page, path)
    operation.locator(".opblock-summary-control").click()
    with page.expect_request(lambda request: path in request.url) as asked:
        operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response .response-col_status")).to_have_text(
        "200"
    )
    return asked.value


@pytest.mark.browser
@pytest.mark.parametrize("way", ["bearer", "header", "basic"])
def test_a_request_bears_the_key_in_a_header(
    page: Page, served: str, make_key: Callable[[Scope], str], way: str
) -> None:
    key = make_key(Scope.ADMIN)
    authorize(page, served, way, key)
    headers = execute(page, "/v1/keys").all_headers()
    basic = base64.b64encode(f"vem som helst:{key}".encode()).decode()
    assert {
        "bearer": headers.get("authorization") == f"Bearer {key}",
        "header": headers.get("x-api-key") == key,
        "basic": headers.get("authorization") == f"Basic {basic}",
    }[way]
    expect(operation_of(page, "/v1/keys")).to_contain_text("Kim Exempel")


@pytest.mark.browser
def test_a_read_key_may_go_into_the_address(
    page: Page, served: str, make_key: Callable[[Scope], str]
) -> None:
    key = make_key(Scope.READ)
    authorize(page, served, "parameter", key)
    assert f"api_key={key}" in execute(page, "/v1/regions").url


@pytest.mark.browser
def test_a_key_is_forgotten_with_the_page(
    page: Page, served: str, make_key: Callable[[Scope], str]
) -> None:
    authorize(page, served, "bearer", make_key(Scope.WRITE))
    page.reload()
    request = execute(page, "/v1/regions")
    assert "authorization" not in request.all_headers()
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])") == (
        '[{},{},""]'
    )
