"""Figures and what else is told of projects: amounts exact, dates as dates."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.domain.fields import BY_NAME, Kind
from app.query.aggregation.keys import DATES, NUMBERS
from projektbank_client import Projektbank
from tests.client.conftest import Connect
from tests.client.scripted import page, scripted

EXACT = {Kind.MONEY, Kind.PERCENT}
METRICS = {
    **dict.fromkeys(("avg", "min", "max", "median", "p90", "p5"), NUMBERS),
    "sum": tuple(name for name in NUMBERS if BY_NAME[name].kind is not Kind.PERCENT),
}


@pytest.mark.parametrize("word", METRICS)
def test_every_figure_has_the_type_of_what_it_is_of(bank: Projektbank, word: str) -> None:
    figures = bank.aggregate(
        group_by="region", metrics=[f"{word}:{name}" for name in METRICS[word]]
    )
    seen = set()
    for row in [*figures, figures.first().more["totals"]]:
        for name in METRICS[word]:
            exact = word == "avg" or BY_NAME[name].kind in EXACT
            assert type(row[f"stated_{name}"]) is int
            assert type(row[f"coverage_{name}"]) is Decimal
            if row[f"{word}_{name}"] is not None:
                assert type(row[f"{word}_{name}"]) is (Decimal if exact else int), name
                seen.add(exact)
    assert True in seen


def test_first_and_last_dates_are_dates(bank: Projektbank) -> None:
    [row] = bank.aggregate(metrics=[f"{end}:{name}" for end in ("min", "max") for name in DATES])
    for name in DATES:
        assert {type(row[f"min_{name}"]), type(row[f"max_{name}"])} <= {date, type(None)}
    assert row["min_start_date"] < row["max_start_date"]


def test_keys_of_groups_stay_what_they_are(bank: Projektbank) -> None:
    keys = ["bin(total_budget,100000.5)", "year(start_date)", "month(end_date)"]
    for row in bank.aggregate(group_by=keys, metrics="distinct:owner_id"):
        assert type(row["total_budget_bin"]) in {Decimal, type(None)}
        assert type(row["start_date_year"]) in {int, type(None)}
        assert type(row["end_date_month"]) in {str, type(None)}
        assert type(row["distinct_owner_id"]) is int


def test_amounts_are_exact_whatever_their_size(connect: Connect) -> None:
    answer = page({"sum_total_budget": 0, "avg_total_budget": 1, "new": 0.1})
    answer.body = bytes(answer.body).replace(b'_budget":0', b'_budget":98765432109876543.21')
    answer.headers["content-length"] = str(len(answer.body))
    with scripted(answer) as (base, _):
        [row] = connect(base).aggregate()
    assert row["sum_total_budget"] == Decimal("98765432109876543.21")
    assert row["new"] == Decimal("0.1")


def test_projects_like_one_are_told_with_exact_figures(bank: Projektbank) -> None:
    likenesses = bank.similar("2020-00713", limit=3)
    first = likenesses.first()
    assert len(first.rows) == 3
    for row in first.rows:
        assert row["score"] == sum(reason["points"] for reason in row["reasons"])
        assert type(row["total_budget"]) in {Decimal, type(None)}
        assert type(row["start_date"]) in {date, type(None)}
    peers = first.more["peers"]
    assert type(peers["total_budget"]["median"]) is Decimal
    assert type(peers["total_budget"]["count"]) is int
    assert peers["of"]["field"] == "specific_objective"


def test_suggestions_lead_to_projects(bank: Projektbank) -> None:
    first = next(iter(bank.suggest("östra mel", kinds=["region", "owner"], limit=4)))
    assert (first["kind"], first["filter"]) == ("region", "region=SE12")
    assert first["count"] == bank.projects(region="SE12").first().total


def test_quality_is_told_with_its_issues(bank: Projektbank) -> None:
    quality = bank.quality(region="SE12")
    stated = {row["field"]: row["share"] for row in quality}
    assert stated["region"] == Decimal(1)
    assert {type(share) for share in stated.values()} == {Decimal}
    assert {issue["code"] for issue in quality.first().more["issues"]} > {"budget-not-stated"}


def test_code_lists_are_read(bank: Projektbank) -> None:
    for codes in (bank.regions(), bank.programmes(), bank.intervention_types()):
        assert all(row["value"] and row["project_count"] >= 0 for row in codes)
    assert {row["field"] for row in bank.programmes()} == {"programme_area", "specific_objective"}


def test_a_chart_is_a_picture(bank: Projektbank) -> None:
    assert bank.chart(group_by="region", metrics="sum:total_budget").endswith(b"</svg>")


def test_where_a_value_comes_from_is_told(bank: Projektbank) -> None:
    fields: Mapping[str, Any] = bank.provenance("2020-00713")["fields"]
    assert fields["total_budget"]["raw"]


def test_versions_have_values_as_they_are(bank: Projektbank) -> None:
    [made] = bank.history("2020-00713")
    assert (made["op"], made["version"]) == ("create", 1)
    assert isinstance(made["at"], datetime)
    assert made["changes"]["total_budget"] == {"from": None, "to": Decimal(381969), "hidden": False}
    assert made["changes"]["start_date"]["to"] == date(2021, 2, 1)
