"""A real server and a real browser, for the tests of pages.

A test that takes `page` also demands that the page asked no other host and complained of nothing.
"""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.types import ASGIApp, Receive, Scope, Send

from app.commands.serving import fill_if_empty
from app.database import Database
from app.main import create_app
from app.migration import migrate
from app.settings import Settings
from tests.serving import serve

PREFIX = "/bank"
# How long a page takes says more of the machine than of the page.
expect.set_options(timeout=30_000)

QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium as root in a container, asking nothing of its maker's servers on its own."""

RECORD_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`)
);
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application on a database with the packaged documents."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pages')}/projektbank.db"
    database = Database(url)
    migrate(database)
    fill_if_empty(database)
    database.close()
    return create_app(Settings(database_url=url))


@pytest.fixture(scope="module")
def served(app: FastAPI) -> Iterator[str]:
    """The address of a running server."""
    with serve(app) as address:
        yield address


@pytest.fixture(scope="module")
def served_below_prefix(app: FastAPI) -> Iterator[str]:
    """The address of a server that is reached below a path prefix, as behind a proxy."""
    with serve(put_below_prefix(app)) as address:
        yield address + PREFIX


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for a module's time only: its driver keeps an event loop in this thread."""
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without a past; after the test it must have kept to its host without a complaint."""
    with browser.new_context() as context:
        context.add_init_script(RECORD_VIOLATIONS)
        page = context.new_page()
        yield page
        assert foreign_requests(page) == []
        assert complaints(page) == []


def foreign_requests(page: Page) -> list[str]:
    """Requests to any other host than the page's own; what a page makes itself has no host."""
    own = urlsplit(page.url).netloc
    addresses = [request.url.removeprefix("blob:") for request in page.requests()]
    return [url for url in addresses if urlsplit(url).netloc != own and not url.startswith("data:")]


def complaints(page: Page) -> list[str]:
    """Everything the browser holds against the page: errors, warnings, breaches of its policy."""
    messages = (one.text for one in page.console_messages() if one.type in ("error", "warning"))
    violations: list[str] = page.evaluate("window.violations")
    return [*messages, *map(str, page.page_errors()), *violations]


def put_below_prefix(app: ASGIApp) -> ASGIApp:
    """Stand in for a proxy that hands on a path prefix."""

    async def prefixed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            assert scope["path"].startswith(PREFIX + "/"), f"{scope['path']} left the prefix"
            scope = {**scope, "root_path": PREFIX}
        await app(scope, receive, send)

    return prefixed
