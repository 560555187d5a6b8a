"""A law: a question has the same rows page by page, as a stream and in the file itself."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.request import urlopen

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projektbank_client import Projektbank
from projektbank_client.questions import Value, write_question

DAYS = st.integers(0, 9_000).map(lambda days: date(2007, 1, 1) + timedelta(days=days))
AMOUNTS = st.integers(0, 400_000_000).map(lambda hundredths: Decimal(hundredths) / 100)
REGIONS = st.lists(st.sampled_from(["SE11", "SE12", "SE2", "SE32", "Övre Norrland"]), min_size=1)
SORTS = st.sampled_from(["name", "-total_budget", "start_date", "-region", "owner", "-id"])


def ranges(ends: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    """Both ends, in order, or one of them."""
    both = st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair)))
    return both | ends.map(lambda end: (end, None)) | ends.map(lambda end: (None, end))


QUESTIONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "region": REGIONS,
        "budget": ranges(AMOUNTS),
        "period": ranges(DAYS),
        "total_budget__gte": AMOUNTS,
        "start_date__between": ranges(DAYS),
        "end_date__isnull": st.booleans(),
        "name__contains": st.sampled_from(["a", "E", "samverkan", "ä", "&", "%"]),
        "programme_area__in": st.lists(st.sampled_from(["1", "2", "2014-2020:1"]), min_size=1),
        "owner__ne": st.sampled_from(["Rädda Barnen", 'a, "b"']),
        "sort": st.lists(
            SORTS, min_size=1, max_size=3, unique_by=lambda name: str(name).strip("-")
        ),
        "limit": st.integers(1, 13),
    },
)


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS, size=st.integers(1, 13))
def test_all_ways_to_read_have_the_same_rows(
    bank: Projektbank, reading_base: str, question: dict[str, Value], size: int
) -> None:
    paged = [row["id"] for row in bank.projects(page_size=size, fields="id", **question)]
    assert paged == [row["id"] for row in bank.stream(**question)]
    with urlopen(f"{reading_base}/v1/projects.csv?fields=id&{write_question(question)}") as file:
        assert paged == file.read().decode().splitlines()[1:]
