"""A question narrowed to some of its records is one of the language, and asks what it should."""

import pytest

from app.domain.quality import RULES
from app.query.format import format_query
from app.query.lookups import Lookups
from app.query.model import Range
from app.query.narrowing import Narrowed, narrow
from app.query.parse import parse_query
from app.query.resource import PROJECTS

LOOKUPS = Lookups(codes={"quality_issues": frozenset(RULES)})

ISSUE, OTHER = "quality_issues=zero-budget", "quality_issues=summary-missing"


@pytest.mark.parametrize(
    ("asked", "name", "value", "narrowed"),
    [
        ("", "region", "SE12", "region=SE12"),
        ("region=SE1", "region", "SE12", "region=SE12"),
        ("region__in=SE12,SE32", "region", "SE12", "region=SE12"),
        ("region__ne=SE32", "region", "SE12", "region=SE12&region__ne=SE32"),
        ("", "region", None, "region__isnull=true"),
        ("region__isnull=true", "region", None, "region__isnull=true"),
        ("programme_area=2", "programme_area", "2014-2020:2", "programme_area=2014-2020:2"),
        ("region=SE12&or_missing=region", "region", "SE12", "region=SE12"),
        ("", "tackles_child_poverty", True, "tackles_child_poverty=true"),
        ("", "total_budget", Range(100, 199), "total_budget__between=1..1.99"),
        ("total_budget__between=..1.5&total_budget__gt=1&or_missing=total_budget",
         "total_budget", Range(100, None), "total_budget__gt=1&total_budget__between=1..1.5"),
        ("q=ord", "total_budget", None, "total_budget__isnull=true&q=ord"),
        ("", "quality_issues", "zero-budget", ISSUE),
        (ISSUE, "quality_issues", "zero-budget", ISSUE),
        (OTHER, "quality_issues", "zero-budget",
         "quality_issues=summary-missing&quality_issues__in=zero-budget"),
        (f"{OTHER}&quality_issues__in=unknown-label,zero-budget",
         "quality_issues", "heading-mismatch", None),
    ],
)  # fmt: skip
def test_a_narrowed_question_is_written_as_it_is_asked(
    asked: str, name: str, value: Narrowed, narrowed: str | None
) -> None:
    question = narrow(PROJECTS, parse_query(PROJECTS, asked, lookups=LOOKUPS), name, value)
    assert (format_query(PROJECTS, question) if question else None) == narrowed
    if narrowed is not None:
        assert parse_query(PROJECTS, narrowed, lookups=LOOKUPS) == question
