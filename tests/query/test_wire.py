"""The raw query string: strict decoding, and that nothing whatever makes the service crash."""

import sqlite3

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.faults import QueryRejected
from app.query.resource import PROJECTS
from app.query.wire import Pair, split_query
from tests.query import asking
from tests.query.records import make_record, store


def test_parameters_are_decoded_as_a_form_writes_them() -> None:
    pairs, faults = split_query("a=1+2%2B3&&b=%C3%A5&c&d==&å=ö")
    assert pairs == (
        Pair("a", "1 2+3"),
        Pair("b", "å"),
        Pair("c", ""),
        Pair("d", "="),
        Pair("å", "ö"),
    )
    assert faults == ()


def test_bytes_and_text_read_the_same() -> None:
    assert split_query("q=å%20b") == split_query("q=å%20b".encode())


def test_marks_of_other_sites_are_ignored_even_where_they_are_broken() -> None:
    raw = "utm_source=x&utm_=%ff&gclid=100%&fbclid=&_=1&_=2&utm%5Fterm=x&gcli%64=%ff"
    assert asking.parse(raw) == asking.parse("")


@pytest.mark.parametrize("name", ["utm", "xutm_source", "__", "gclid2", "UTM_SOURCE"])
def test_nothing_else_is_ignored(name: str) -> None:
    assert [fault.where for fault in asking.faults_of(f"{name}=1")] == [name]


_NAMES = st.sampled_from(
    (*PROJECTS.fields, *PROJECTS.words, "q", "sort", "fields", "limit", "offset", "cursor")
)
_OPS = st.sampled_from(("", "__ne", "__in", "__gte", "__between", "__contains", "__startswith"))
_BYTES = st.binary(max_size=12) | st.sampled_from(
    (b"%00", b"%ED%A0%80", b"9223372036854775808", b"-1", b"NaN", b"a..b", b"..", b"%22", b"'")
)
_PIECES = st.tuples(_NAMES, _OPS, _BYTES).map(
    lambda piece: f"{piece[0]}{piece[1]}=".encode() + piece[2]
)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_PIECES | st.binary(max_size=20), max_size=3).map(b"&".join))
@example(b"name__contains=" + b"x" * 10_000)
@example(b"x" * 10_000 + b"=1&y__" + b"z" * 5_000)
@example(b"limit=" + b"9" * 10_000)
@example(b"total_budget=" + b"9" * 10_000)
@example(b"cursor=" + b"W" * 10_000)
@example(b"q=%22%20*%20-%20-*%20%22%22%01")
def test_any_bytes_are_answered_or_refused(database: sqlite3.Connection, raw: bytes) -> None:
    store(database, [make_record("r1")])
    if not asking.faults_of(raw):
        query = asking.parse(raw)
        asking.page(database, query)
        asking.total(database, query)


@pytest.mark.parametrize(
    "name",
    ["id; DROP TABLE project", "name=1 OR 1", "id)--", '"name"', "name__ne OR 1", "pk", "rowid",
     "owner_personal_number", "name_key"],
)  # fmt: skip
def test_no_name_reaches_the_database_that_is_not_in_the_field_table(name: str) -> None:
    for pair in ((name, "1"), ("sort", name), ("fields", name), ("or_missing", name)):
        with pytest.raises(QueryRejected):
            asking.parse_pairs([pair])


def test_the_longest_questions_stay_within_the_databases_limits(
    database: sqlite3.Connection,
) -> None:
    store(database, [make_record("r1")])
    for raw in (
        "owner__in=" + ",".join(map(str, range(990))) + "&total_budget__gte=1&period=2021",
        "&".join(f"period=20{place % 90 + 10}-01..2999" for place in range(200)),
        "&".join(f"budget={place}..{place + 1}" for place in range(200)),
        "q=" + "a*+" * 66,
        "q=" + "a+" * 100,
        "sort=name,-owner,number,-phase,status,total_budget,region,fund",
    ):
        query = asking.parse(raw)
        asking.page(database, query)
        asking.total(database, query)


def test_a_question_that_grows_too_long_when_written_out_is_refused() -> None:
    (fault,) = asking.faults_of("name__in=" + ",".join("å" * 40 + str(n) for n in range(120)))
    assert fault.code == "too-long"
