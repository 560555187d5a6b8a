"""A question narrowed to some of its records is one of the language, and asks what it should."""

import pytest

from app.domain.quality import RULES
from app.query.format import format_query
from app.query.lookups import Lookups
from app.query.narrowing import narrow
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
    asked: str, name: str, value: str | None, narrowed: str | None
) -> None:
    question = narrow(PROJECTS, parse_query(PROJECTS, asked, lookups=LOOKUPS), name, value)
    assert (format_query(PROJECTS, question) if question else None) == narrowed
    if narrowed is not None:
        assert parse_query(PROJECTS, narrowed, lookups=LOOKUPS) == question
