"""`/v1/chart.svg` against the figures that it shows, and against what may not be drawn."""

from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.charts.bars import Bars
from app.charts.chart import MOST_BARS, Chart, Mark
from app.charts.frame import frame
from app.charts.maps import Map, project
from app.charts.palette import POLICY
from app.database import Database
from app.domain.places import outline_of
from app.domain.vocabulary import REGIONS
from app.query.aggregation.drawing import Drawing
from tests.api.conftest import open_client
from tests.api.writers import Writer

PATH = "/v1/chart.svg"
SVG = "{http://www.w3.org/2000/svg}"


def ask(client: TestClient, question: str) -> ET.Element:
    answer = client.get(f"{PATH}?{question}")
    assert answer.status_code == 200, answer.text
    return ET.fromstring(answer.content)


def told(root: ET.Element) -> str:
    """The text alternative."""
    return (root.findtext(f"{SVG}desc") or "").replace("\u00a0", " ")


def titles(root: ET.Element) -> list[str]:
    """What marks say to who points at them."""
    return [(one.text or "").replace("\u00a0", " ") for one in root.iter(f"{SVG}title")]


def bars(root: ET.Element) -> list[ET.Element]:
    return [one for one in root.iter(f"{SVG}rect") if one.get("class") == "mark"]


def faults(answer: Response) -> set[tuple[str, str]]:
    assert answer.status_code == 400, answer.text
    return {(one["parameter"], one["code"]) for one in answer.json()["errors"]}


def test_a_chart_says_the_figures_of_the_aggregate(client: TestClient) -> None:
    question = "group_by=region&metrics=count"
    text = told(ask(client, question))
    for row in client.get(f"/v1/aggregate?{question}").json()["data"]:
        assert f"{row['region_name'] or 'Ej angivet'}: {row['count']}" in text


@pytest.mark.parametrize("kind", Drawing)
@pytest.mark.parametrize("metric", ["count", "sum:total_budget", "avg:eu_cofinancing_rate"])
@pytest.mark.parametrize("width", [320, 2000])
def test_every_kind_draws_every_figure_at_any_width(
    client: TestClient, kind: str, metric: str, width: int
) -> None:
    if kind == "line" and metric.startswith("avg"):
        kind += "&group_by=year(start_date)"
    root = ask(client, f"kind={kind}&metrics={metric}&width={width}&lang=en")
    assert root.get("width") == str(width)
    assert root.get("role") == "img"
    ids = {one.get("id") for one in root}
    assert set((root.get("aria-labelledby") or "").split()) <= ids
    assert "Source: Svenska ESF-rådet, Projektbanken, version " in told(root)
    for text in root.iter(f"{SVG}text"):
        assert -1 <= float(text.get("x", "")) <= width


def test_a_chart_needs_nothing_else_and_runs_nothing(client: TestClient) -> None:
    answer = client.get(f"{PATH}?kind=map")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == POLICY
    text = answer.text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not any(
        word in text for word in ("http", "<script", "href", "url(", "@import", "onload")
    )


def test_a_figure_that_is_not_stated_is_no_zero(client: TestClient) -> None:
    root = ask(client, "group_by=status&metrics=sum:eu_contribution")
    assert "avslutat: ej angivet" in titles(root)
    assert "Angivet för 0 projekt (0 %)." in told(root)
    assert not bars(root)


def test_projects_without_a_date_are_told_beside_the_line(golden_writer: Writer) -> None:
    changed = golden_writer.ask("PATCH", "/v1/projects/2020-00713", {"end_date": None})
    assert changed.status_code == 200
    root = ask(golden_writer.client, "kind=line&group_by=year(end_date)")
    assert "Ej angivet: 1." in told(root)
    assert "Ej angivet: 1" not in titles(root)  # no point of the line


def test_a_count_is_zero_in_years_without_projects_and_other_figures_are_not(
    client: TestClient,
) -> None:
    years = {
        row["start_date_year"]
        for row in client.get("/v1/aggregate?group_by=year(start_date)").json()["data"]
    } - {None}
    gap = next(year for year in range(min(years), max(years)) if year not in years)
    counted = ask(client, "kind=line&group_by=year(start_date)")
    assert f"{gap}: 0" in titles(counted)
    summed = ask(client, "kind=line&group_by=year(start_date)&metrics=sum:total_budget")
    assert not any(title.startswith(f"{gap}:") for title in titles(summed))
    assert len(list(summed.iter(f"{SVG}polyline"))) > 1  # it breaks there


def test_a_map_has_every_region_and_tells_the_national_programme_beside(client: TestClient) -> None:
    root = ask(client, "kind=map&region=SE0")
    shapes = list(root.iter(f"{SVG}path"))
    assert len(shapes) == len(REGIONS) - 1
    total = client.get("/v1/projects?region=SE0").json()["total"]
    assert f"ESF Nationellt: {total}" in titles(root)
    assert "Stockholm: 0" in titles(root)


def test_a_region_without_projects_has_no_sum(client: TestClient) -> None:
    root = ask(client, "kind=map&metrics=sum:total_budget&region=SE12")
    assert "Stockholm: inga projekt" in titles(root)


def test_regions_keep_their_share_of_the_area_on_a_map() -> None:
    """Against the areas on a sphere, by the integral of the sine of latitude."""

    def plane(code: str) -> float:
        return sum(area([project(point) for point in ring]) for ring in outline_of(code))

    large, small = plane("SE33"), plane("SE22")
    assert large / small == pytest.approx(154_000 / 14_000, rel=0.15)  # km², land


def area(points: list[tuple[float, float]]) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise(points))) / 2


def test_more_bars_than_can_be_told_apart_are_refused_with_what_to_ask_instead(
    golden_writer: Writer,
) -> None:
    rows = [
        {"name": f"Bron {number}", "owner": f"Exempel {number} AB", "region": "SE11",
         "programme_period": "2014-2020"}
        for number in range(MOST_BARS)
    ]  # fmt: skip
    made = golden_writer.ask("POST", "/v1/projects/bulk?mode=create", rows)
    assert made.status_code == 200, made.text
    client = golden_writer.client
    answer = client.get(f"{PATH}?group_by=owner_id")
    assert faults(answer) == {("group_by", "too-long")}
    (fault,) = answer.json()["errors"]
    assert len(bars(ask(client, f"group_by=owner_id&{fault['hint']}"))) == 21
    assert len(bars(ask(client, "group_by=owner_id&name__contains=Bron"))) == MOST_BARS
    assert faults(client.get(f"{PATH}?limit=61")) == {("limit", "out-of-range")}


def test_a_height_that_is_too_little_is_refused_with_the_least(client: TestClient) -> None:
    question = "group_by=bin(granted_support,1)"
    answer = client.get(f"{PATH}?{question}&height=180")
    assert faults(answer) == {("height", "out-of-range")}
    (fault,) = answer.json()["errors"]
    assert client.get(f"{PATH}?{question}&{fault['hint']}").status_code == 200


def test_bars_that_a_limit_cuts_off_are_counted(client: TestClient) -> None:
    assert "Visar 2 av " in told(ask(client, "limit=2"))
    root = ask(client, "limit=2&others=true&sort=-count")
    assert "Visar" not in told(root)
    assert any(title.startswith("Övriga: ") for title in titles(root))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("kind=pie&lang=no&width=1&height=x", {
            ("kind", "bad-value"), ("lang", "bad-value"), ("width", "out-of-range"),
            ("height", "bad-value")}),
        ("group_by=region,status&metrics=count,sum:total_budget", {
            ("group_by", "conflict"), ("metrics", "conflict")}),
        ("metrics=min:start_date", {("metrics", "conflict")}),
        ("kind=line&group_by=region", {("group_by", "conflict")}),
        ("kind=map&group_by=status&limit=3&sort=-count&others=true", {
            ("group_by", "conflict"), ("limit", "conflict"), ("sort", "conflict"),
            ("others", "conflict")}),
        ("kind=bar&kind=map", {("kind", "repeated")}),
        ("offset=3&frga=1", {("offset", "unknown-parameter"), ("frga", "unknown-parameter")}),
        ("group_by=nope&width=", {("group_by", "unknown-field"), ("width", "empty-value")}),
    ],
)  # fmt: skip
def test_everything_wrong_is_told_at_once(
    client: TestClient, question: str, expected: set[tuple[str, str]]
) -> None:
    assert faults(client.get(f"{PATH}?{question}")) == expected


def test_a_chart_is_asked_for_anew_only_when_something_changed(
    golden_writer: Writer,
) -> None:
    client = golden_writer.client
    first = client.get(PATH)
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get(PATH, headers=known).status_code == 304
    assert client.get(f"{PATH}?lang=en", headers=known).status_code == 200
    changed = golden_writer.ask("PATCH", "/v1/projects/2020-00713", {"region": "SE33"})
    assert changed.status_code == 200
    assert client.get(PATH, headers=known).status_code == 200


@pytest.mark.parametrize("kind", [Drawing.BAR, Drawing.LINE])
def test_where_there_is_no_group_the_text_says_what_the_picture_does(
    client: TestClient, kind: str
) -> None:
    root = ask(client, f"region=SE12&q=zzzzzz&kind={kind}")
    assert ". Inga projekt. Källa: " in told(root)
    assert ". ." not in told(root)
    assert "Inga projekt" in [text.text for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_version_is_a_name_and_no_amount(golden_database: Database, language: str) -> None:
    with golden_database.connection() as connection:
        connection.exec_driver_sql("UPDATE dataset SET version = 1234567")
    with open_client(golden_database) as client:
        root = ask(client, f"lang={language}")
    assert told(root).endswith(", version 1234567.")
    assert [one for one in titles(root) if one.endswith(", version 1234567")]


def test_names_are_shown_as_they_are_and_never_run(golden_writer: Writer) -> None:
    name = (
        '<script>alert("x")</script> & ]]> Ett mycket långt namn på en förening i Norrbottens län'
    )
    changed = golden_writer.ask("PATCH", "/v1/projects/2020-00713", {"owner": name})
    assert changed.status_code == 200, changed.text
    answer = golden_writer.client.get(f"{PATH}?group_by=owner_id&width=400")
    assert "<script" not in answer.text
    root = ET.fromstring(answer.content)
    assert f"{name}: 1" in titles(root)
    lines = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert any(line.endswith("…") for line in lines)


def chart(marks: list[Mark]) -> Chart:
    return Chart(
        title="Titel", phrases=(), measure="Mått", unit="", whole=True, marks=marks, notes=(),
        source="Källa", language="sv", width=600, height=None,
    )  # fmt: skip


@pytest.mark.parametrize("values", [[], [None], [Decimal(0)], [Decimal(1)], [Decimal(10) ** 20]])
def test_few_and_odd_figures_are_drawn_too(values: list[Decimal | None]) -> None:
    marks = [Mark("En", value) for value in values]
    root = ET.fromstring(frame(chart(marks), Bars))
    assert len(bars(root)) == sum(value is not None for value in values)
    assert all(0 <= float(bar.get("width", "")) <= 600 for bar in bars(root))
    placed = [Mark(one.code, value, one.code) for one in REGIONS for value in values[:1] or [None]]
    assert ET.fromstring(frame(chart(placed), Map)).tag == f"{SVG}svg"


def test_what_no_xml_can_hold_is_replaced() -> None:
    root = ET.fromstring(frame(chart([Mark("Bild\x0cbrott\x00", Decimal(1))]), Bars))
    assert "Bild\ufffdbrott\ufffd: 1" in titles(root)
