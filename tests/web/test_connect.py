"""Recipes in a real browser: the page of all of them, and the one for other people's pages."""

import httpx2
import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, expect

from app.recipes.recipes import RECIPES, Addresses, fill

QUESTION = "region=SE12&sort=-total_budget"


@pytest.mark.browser
def test_the_page_shows_every_recipe_and_copies_one(page: Page, served: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{served}/connect?{QUESTION}")
    expect(page.get_by_role("heading", level=2)).to_have_count(len(RECIPES))
    command = page.locator("#curl pre")
    command.get_by_role("button", name="Copy").click()
    expect(command.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("curl ")
    assert f"'{served}/v1/projects.csv?{QUESTION}'" in copied


@pytest.mark.browser
@pytest.mark.parametrize("question", ["", QUESTION, "q=komp*&limit=2", "fields=id,name"])
def test_the_recipe_for_pages_runs_in_one_of_another_origin(
    browser: Browser, served: str, served_below_prefix: str, question: str
) -> None:
    [recipe] = [one for one in RECIPES if one.name == "javascript"]
    tokens = MarkdownIt("commonmark").parse(fill(recipe, Addresses(served, question)))
    [code] = [token.content for token in tokens if token.type == "fence"]
    budget = "budget" if "budget" in code else "0"
    assert (budget == "budget") is ("fields" not in question)
    with browser.new_page() as page:
        page.goto(f"{served_below_prefix}/health/live")  # another port, so another origin
        told = page.evaluate(f"(async () => {{ {code} return [projects.length, {budget}]; }})()")
    rows = httpx2.get(f"{served}/v1/projects?{question}").json()["data"]
    assert told == [len(rows), sum(row.get("total_budget") or 0 for row in rows)]
