"""Random questions give the same records in OData's words as in those of every other door, and no
text breaks the reader."""

import sqlite3
from dataclasses import replace
from urllib.parse import quote, unquote, urlencode

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.faults import QueryNotSupported, QueryRejected, ValueRefused, collected
from app.query.odata.apply import parse_apply
from app.query.odata.filter import OPERATORS
from app.query.odata.functions import FUNCTIONS, NOT_OFFERED
from app.query.odata.wording import options_of, wordless
from tests.odata.spoken import read, refusal
from tests.query import asking, oracle
from tests.query.asked import Asked
from tests.query.questions import questions, records
from tests.query.records import Record, store

_PIECES = st.sampled_from(
    (
        *OPERATORS, *FUNCTIONS, *NOT_OFFERED, "and", "or", "not", "null", "true", "(", ")", ",",
        "'", "''", "'x'", "name", "region", "'SE12'", "total_budget", "start_date", "2021-02-30",
        "2021-02-01", "2021-01-01T00:00:00Z", "1e999", "-5", "0.125", "quality_issues", "nme",
        "owner/name", "$it", "@p", "contact_email", "\ud800", "\x00", "Å", "/", ":", "'å", "in",
    )
)  # fmt: skip
_EXPRESSIONS = st.lists(_PIECES, max_size=14).map(" ".join) | st.text(max_size=40)
_APPLIED = st.lists(
    _PIECES
    | st.sampled_from(
        ("groupby(", "((", "filter(", "aggregate(", "$count", "with", "sum", "as", "n", "))", "/")
    ),
    max_size=14,
).map(" ".join)
_OTHERS = st.sampled_from(
    ("$select", "$orderby", "$search", "$top", "$skip", "$count", "$skiptoken", "$expand", "x")
)


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records(), st.lists(questions(), min_size=1, max_size=3))
def test_a_question_in_odatas_words_finds_the_same_records_in_the_same_order(
    database: sqlite3.Connection, stored: list[Record], asked: list[Asked]
) -> None:
    store(database, stored)
    for each in asked:
        query = asking.parse_json_body(each.body())
        assert not list(wordless(query))
        try:
            listing = read(urlencode(options_of(query), quote_via=quote))
        except QueryRejected as rejected:
            assume({fault.code for fault in rejected.faults} != {"too-long"})
            raise
        found = asking.page(database, replace(listing.query, limit=None))
        assert [row["id"] for row in found] == oracle.answer(stored, each)


@settings(max_examples=600)
@given(_EXPRESSIONS)
def test_every_filter_can_be_read_or_is_refused_with_reasons(text: str) -> None:
    rejected = refusal(f"$filter={quote(text, errors='surrogatepass')}")
    if rejected is not None:
        assert rejected.faults
        assert {fault.where for fault in rejected.faults} == {"$filter"}
        lacking = {fault.code for fault in rejected.faults} == {"not-supported"}
        assert isinstance(rejected, QueryNotSupported) == lacking


@settings(max_examples=300)
@given(_APPLIED)
def test_every_apply_can_be_parsed_or_is_refused(text: str) -> None:
    sink: list[ValueRefused] = []
    with collected(sink):
        found = parse_apply(text)
        assert found.keys or found.figures
    assert {refused.code for refused in sink} <= {
        "bad-value", "not-supported", "unknown-operator", "too-long",
    }  # fmt: skip


@settings(max_examples=200)
@given(st.dictionaries(_OTHERS, st.text(max_size=12)))
def test_all_other_options_can_be_read_or_are_refused(options: dict[str, str]) -> None:
    raw = urlencode(options, quote_via=quote, errors="surrogatepass")
    rejected = refusal(raw)
    if rejected is None:
        assert set(read(raw).options) == set(options)
    else:
        assert {unquote(fault.where) for fault in rejected.faults} <= set(options)
