"""Figures over HTTP: links hold, files agree, faults are told at once, a write is seen at once."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from app.exports.figures import json_rows
from app.query.aggregation.columns import figure_columns
from app.query.aggregation.keys import GROUPED
from app.query.aggregation.question import Metric
from tests.api.conftest import open_client
from tests.api.refusals import check_refused
from tests.api.test_quality import FILTERS
from tests.api.writers import Writer, open_writer
from tests.conftest import open_copy

PATH = "/v1/aggregate"
YEARLY = "group_by=active_year&metrics"
EVERY = "group_by=region,active_year&metrics=count,sum:total_budget,sum:granted_support"
KEYS = (*GROUPED, "year(start_date)", "quarter(end_date)", "month(start_date)",
        "bin(total_budget,50000)", "bin(planned_participants,10)", "active_year",
        "region,programme_area,programme_period,bin(granted_support,1000)")  # fmt: skip


@pytest.fixture(scope="module")
def golden(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_copy(golden_file, tmp_path_factory.mktemp("siffror")) as database:
        yield open_client(database)


@pytest.fixture
def writer(golden_file: Path, tmp_path: Path) -> Iterator[Writer]:
    with open_writer(golden_file, tmp_path) as writer:
        yield writer


def ask(client: TestClient, question: str, ending: str = "") -> Any:  # noqa: ANN401
    answer = client.get(f"{PATH}{ending}?{question}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def total(client: TestClient, href: str) -> int:
    """How many records a link leads to."""
    parts = urlsplit(href)
    answer = client.get(f"{parts.path}?{parts.query}")
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["total"]
    return found


@pytest.mark.parametrize("question", ["", *FILTERS])
def test_a_link_leads_to_the_records_of_its_row(golden: TestClient, question: str) -> None:
    for key in KEYS:
        page = ask(golden, f"{question}&group_by={key}")
        for row in page["data"]:
            assert row["href"] or row.get("active_year", "") is None
            assert row["href"] is None or total(golden, row["href"]) == row["count"], row
        if key != "active_year":
            assert sum(row["count"] for row in page["data"]) == page["totals"]["count"]
        listed = golden.get(f"/v1/projects?{question}").json()
        assert page["totals"]["count"] == listed["total"]
        assert page["not_stated"] == listed["not_stated"]


def test_codes_have_their_names_beside_them(golden: TestClient) -> None:
    row = ask(golden, "group_by=region,programme_area,status,owner_id&owner=Rädda Barnen")["data"][
        0
    ]
    assert list(row) == [
        "region", "region_name", "programme_area", "programme_area_name", "status", "status_name",
        "owner_id", "owner_name", "count", "href",
    ]  # fmt: skip
    assert (row["region_name"], row["status_name"]) == ("Östra Mellansverige", "avslutat")
    assert row["programme_area"].startswith("2014-2020:")
    assert row["owner_name"] == "Rädda Barnen"


def test_without_a_key_there_is_one_row_even_of_nothing(golden: TestClient) -> None:
    [row] = ask(golden, "metrics=count,sum:total_budget&owner=ingen")["data"]
    assert (row["count"], row["sum_total_budget"], row["coverage_total_budget"]) == (0, None, None)
    assert ask(golden, "owner=ingen&group_by=region")["data"] == []


def test_the_envelope_pages_through_the_groups(golden: TestClient) -> None:
    whole = ask(golden, "group_by=owner_id&sort=-count,owner_name")
    rows, address = [], f"{PATH}?group_by=owner_id&sort=-count,owner_name&limit=4"
    while address:
        answer = golden.get(address)
        page = answer.json()
        rows += page["data"]
        assert (page["total"], page["totals"]) == (whole["total"], whole["totals"])
        assert ("link" in answer.headers) == bool(page["next"])
        address = page["next"]
    assert rows == whole["data"]
    names = [row["owner_name"] for row in rows if row["count"] == 1]
    assert names == sorted(names, key=str.casefold)


def test_every_file_has_the_rows_of_the_page(golden: TestClient) -> None:
    page = ask(golden, EVERY)
    assert ask(golden, EVERY, ".json") == page["data"]
    plain = golden.get(f"{PATH}.csv?{EVERY}")
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    version = page["dataset_version"]
    assert (
        f'filename="projektbank-aggregate-v{version}.csv"' in plain.headers["content-disposition"]
    )
    listed = list(csv.DictReader(StringIO(plain.text)))
    assert listed == [
        {name: "" if value is None else str(value) for name, value in row.items()}
        for row in page["data"]
    ]
    book = load_workbook(BytesIO(golden.get(f"{PATH}.xlsx?{EVERY}").content))
    names, *cells = book["Sammanställning"].values
    assert [dict(zip(names, row, strict=True)) for row in cells] == page["data"]
    about = [cell for row in book["Om data"].values for cell in row if cell]
    assert any(str(cell).endswith(f"{PATH}.xlsx?{EVERY}") for cell in about)


def test_the_swedish_excel_gets_its_own_marks(golden: TestClient) -> None:
    answer = golden.get(f"{PATH}.csv?group_by=region&metrics=sum:total_budget&dialect=excel-sv")
    heading, first = answer.content.decode("utf-8-sig").splitlines()[:2]
    assert heading.startswith("NUTS-2 kod;NUTS-2 kod, namn;Total projektbudget, summa;")
    assert first.split(";")[:3] == ["SE0", "ESF Nationellt", "400000"]


def test_a_map_has_a_point_inside_each_region(golden: TestClient) -> None:
    features = ask(golden, "group_by=region,status", ".geojson")["features"]
    places = {one["properties"]["region"]: one["geometry"] for one in features}
    assert places["SE0"] is None
    longitude, latitude = places["SE11"]["coordinates"]
    assert 17 < longitude < 19.5
    assert 58.7 < latitude < 60.5
    precisions = {
        one["properties"]["region"]: one["properties"]["location_precision"] for one in features
    }
    assert (precisions["SE11"], precisions["SE0"]) == ("region", None)
    refused = golden.get(f"{PATH}.geojson?group_by=status").json()
    assert refused["errors"][0]["hint"] == "group_by=region"


def test_the_answer_is_kept_until_the_data_or_the_question_change(writer: Writer) -> None:
    tag = writer.client.get(f"{PATH}?{EVERY}").headers["etag"]
    known = writer.client.get(f"{PATH}?{EVERY}", headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    tags = {writer.client.get(f"{PATH}{one}").headers["etag"]
            for one in (f"?{EVERY}&limit=1", f".json?{EVERY}", f".csv?{EVERY}",
                        f".csv?{EVERY}&labels=sv", f"?{EVERY}&offset=1")}  # fmt: skip
    assert len(tags | {tag}) == 6
    record = "/v1/projects/23-032-S01"
    before = ask(writer.client, EVERY)
    assert writer.ask("PATCH", record, {"total_budget": 1000}).status_code == 200
    after = writer.client.get(f"{PATH}?{EVERY}", headers={"If-None-Match": tag})
    assert after.status_code == 200
    added = after.json()["totals"]["sum_total_budget"] - before["totals"]["sum_total_budget"]
    assert added == 1000
    then = ask(writer.client, f"as_of={before['dataset_version']}&{EVERY}")
    assert then["totals"] == before["totals"]


@pytest.mark.parametrize("ending", ["", ".json", ".csv", ".xlsx", ".geojson"])
def test_head_has_the_headers_of_get(golden: TestClient, ending: str) -> None:
    address = f"{PATH}{ending}?group_by=region"
    asked, told = golden.head(address), golden.get(address)
    assert asked.content == b""
    for name in ("etag", "content-type", "cache-control"):
        assert asked.headers[name] == told.headers[name]


@pytest.mark.parametrize(
    ("question", "parameter", "code", "hint"),
    [
        ("group_by=regoin", "group_by", "unknown-field", "region"),
        ("group_by=owner", "group_by", "bad-value", "owner_id"),
        ("group_by=name", "group_by", "bad-value", None),
        ("group_by=contact_name", "group_by", "personal-field", None),
        ("group_by=start_date", "group_by", "bad-value", "year(start_date)"),
        ("group_by=total_budget", "group_by", "bad-value", "bin(total_budget,100000)"),
        ("group_by=quality_issues", "group_by", "bad-value", "/v1/facets?by=quality_issues"),
        ("group_by=", "group_by", "empty-value", None),
        ("group_by=region,", "group_by", "empty-value", None),
        ("group_by=yaer(start_date)", "group_by", "bad-value", "year(start_date)"),
        ("group_by=year", "group_by", "unknown-field", "year(start_date)"),
        ("group_by=Quarter", "group_by", "unknown-field", "quarter(start_date)"),
        ("group_by=bin", "group_by", "unknown-field", "bin(total_budget,100000)"),
        ("group_by=end_date_month", "group_by", "unknown-field", "month(end_date)"),
        ("group_by=budget", "group_by", "unknown-field", "bin(total_budget,100000)"),
        ("group_by=owner_name", "group_by", "unknown-field", "owner_id"),
        ("group_by=activeyear", "group_by", "unknown-field", "active_year"),
        ("group_by=year(start)", "group_by", "unknown-field", "year(start_date)"),
        ("group_by=bin(budget,7)", "group_by", "unknown-field", "bin(total_budget,7)"),
        ("group_by=summa(x)", "group_by", "bad-value", None),
        ("group_by=year(region)", "group_by", "bad-value", None),
        ("group_by=year(start_date,2)", "group_by", "bad-value", "year(start_date)"),
        ("group_by=bin(region,1)", "group_by", "bad-value", None),
        ("group_by=bin(total_budget)", "group_by", "empty-value", "bin(total_budget,100000)"),
        ("group_by=bin(total_budget,0)", "group_by", "out-of-range", "bin(total_budget,100000)"),
        ("group_by=bin(total_budget,-5)", "group_by", "out-of-range", "bin(total_budget,100000)"),
        ("group_by=region,region", "group_by", "repeated", None),
        ("group_by=bin(total_budget,1),bin(total_budget,2)", "group_by", "repeated", None),
        ("group_by=region,fund,status,phase,country", "group_by", "too-long", None),
        ("group_by=region&group_by=fund", "group_by", "repeated", None),
        ("metrics=summ:total_budget", "metrics", "bad-value", "sum:total_budget"),
        ("metrics=mean:total_budget", "metrics", "bad-value", "avg:total_budget"),
        ("metrics=sum", "metrics", "bad-value", "sum:total_budget"),
        ("metrics=sum:name", "metrics", "bad-value", None),
        ("metrics=sum:total_budgt", "metrics", "unknown-field", "sum:total_budget"),
        ("metrics=sum:budget", "metrics", "unknown-field", "sum:total_budget"),
        ("metrics=distinct:ownerid", "metrics", "unknown-field", "distinct:owner_id"),
        ("metrics=sum(total_budget)", "metrics", "bad-value", "sum:total_budget"),
        ("metrics=AVG(budget)", "metrics", "bad-value", "avg:total_budget"),
        ("metrics=count(owner_id)", "metrics", "bad-value", "distinct:owner_id"),
        ("metrics=p90(granted_suport)", "metrics", "bad-value", "p90:granted_support"),
        ("metrics=sum_total_budget", "metrics", "bad-value", "sum:total_budget"),
        ("metrics=mean", "metrics", "bad-value", "avg:total_budget"),
        ("metrics=budget", "metrics", "bad-value", "sum:total_budget"),
        ("metrics=eu_cofinancing_rate", "metrics", "bad-value", "avg:eu_cofinancing_rate"),
        ("metrics=owner_id", "metrics", "bad-value", "distinct:owner_id"),
        ("metrics=((", "metrics", "bad-value", None),
        ("metrics=sum:contact_email", "metrics", "personal-field", None),
        ("metrics=sum:eu_cofinancing_rate", "metrics", "bad-value", "avg:eu_cofinancing_rate"),
        ("metrics=avg:start_date", "metrics", "bad-value", None),
        ("metrics=distinct:owner", "metrics", "bad-value", "distinct:owner_id"),
        ("metrics=count:owner_id", "metrics", "bad-value", "distinct:owner_id"),
        ("metrics=p0:total_budget", "metrics", "bad-value", None),
        ("metrics=p100:total_budget", "metrics", "bad-value", None),
        ("metrics=count,count", "metrics", "repeated", None),
        (f"metrics={','.join(['count'] * 21)}", "metrics", "too-long", None),
        (f"{YEARLY}=median:total_budget", "metrics", "conflict", "year(start_date)"),
        (f"{YEARLY}=sum:planned_participants", "metrics", "conflict", "year(start_date)"),
        ("group_by=active_year&others=true", "others", "conflict", "limit"),
        ("group_by=region&others=true&offset=1", "others", "conflict", "limit"),
        ("others=ja", "others", "bad-value", "true"),
        ("having__cuont__gte=1", "having__cuont__gte", "unknown-field", "having__count__gte"),
        ("having__sum_total_budget__gte=1", "having__sum_total_budget__gte", "unknown-field", None),
        ("having__count__over=1", "having__count__over", "unknown-operator", None),
        ("having__count__gte=x", "having__count__gte", "bad-value", None),
        ("having__count__gte=1&having__count__gte=2", "having__count__gte", "repeated", None),
        ("having__count__between=5..1", "having__count__between", "bad-value", "1..5"),
        ("sort=-cuont", "sort", "unknown-field", "-count"),
        ("metrics=sum:total_budget&sort=total_budget", "sort", "unknown-field", "sum_total_budget"),
        ("groupby=region", "groupby", "unknown-parameter", "group_by"),
        ("metric=count", "metric", "unknown-parameter", "metrics"),
        ("sort=count,-count", "sort", "repeated", None),
        ("sort=" + ",".join(["count"] * 9), "sort", "too-long", None),
        ("limit=10001", "limit", "out-of-range", "10000"),
        ("fields=id", "fields", "unknown-parameter", None),
        ("by=region", "by", "unknown-parameter", None),
        ("regin=SE12", "regin", "unknown-parameter", "region"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_hint(
    golden: TestClient, question: str, parameter: str, code: str, hint: str | None
) -> None:
    check_refused(golden.get(f"{PATH}?{question}"), parameter, code, hint)


def test_every_fault_is_told_at_once(golden: TestClient) -> None:
    question = "region=X&group_by=owner,nmae&metrics=sum:x&others=ja&limit=0&foo=1"
    errors = golden.get(f"{PATH}?{question}").json()["errors"]
    named = [fault["parameter"] for fault in errors]
    assert sorted(named) == ["foo", "group_by", "group_by", "limit", "metrics", "others", "region"]


def test_a_file_takes_no_place_in_a_list(golden: TestClient) -> None:
    for question, code in (("offset=1", "unknown-parameter"), ("dialect=x", "bad-value")):
        refused = golden.get(f"{PATH}.csv?{question}")
        assert refused.json()["code"] == code
    assert golden.get(f"{PATH}.json?dialect=excel-sv").status_code == 400


def test_each_address_reads_the_same_parameters_in_its_own_way(golden: TestClient) -> None:
    addresses = (PATH, f"{PATH}.json", f"{PATH}.geojson", "/v1/facets", "/v1/projects")
    for _ in range(2):  # a question that was read is kept
        answers = [golden.get(f"{address}?group_by=programme_period") for address in addresses]
        assert [one.status_code for one in answers] == [200, 200, 400, 400, 400]


def test_amounts_of_any_size_are_told_to_the_ore() -> None:
    columns = figure_columns((Metric("sum", "total_budget"),))
    [row] = json_rows(columns, [(9_007_199_254_740_993, None, -5)])
    assert row == (
        b'{"sum_total_budget": 90071992547409.93, "stated_total_budget": null,'
        b' "coverage_total_budget": -0.05}'
    )
