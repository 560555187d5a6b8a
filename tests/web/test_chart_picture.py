"""Charts in a real browser: alone and as an image, in both themes, within their own policy."""

import pytest
from playwright.sync_api import Page

from app.charts.palette import PAINTS

CHART = "v1/chart.svg?kind=map"


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))})"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_keeps_to_the_readers_theme(page: Page, served: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{served}/{CHART}")
    drawn = page.evaluate("getComputedStyle(document.querySelector('.ink')).fill")
    assert drawn == rgb(getattr(PAINTS["ink"], scheme))


@pytest.mark.browser
def test_no_letter_stands_outside_the_picture(page: Page, served: str) -> None:
    for question in ("kind=map", "group_by=owner_id", "kind=line", "group_by=specific_objective"):
        page.goto(f"{served}/v1/chart.svg?{question}&width=320")
        assert page.evaluate(OUTSIDE) == [], question


OUTSIDE = """() => [...document.querySelectorAll('text')].filter(text => {
  const box = text.getBBox();
  return box.x < 0 || box.x + box.width > 320;
}).map(text => text.textContent)"""


@pytest.mark.browser
def test_a_chart_is_shown_as_an_image(page: Page, served: str) -> None:
    page.goto(f"{served}/docs")
    width = page.evaluate(
        """async (address) => {
            const image = new Image();
            image.src = address;
            await image.decode();
            return image.naturalWidth;
        }""",
        f"{served}/{CHART}",
    )
    assert width == 800
