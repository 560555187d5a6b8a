"""A small corpus judged by hand: what goes on with what, what is the same twice, and what only
looks like it."""

import sqlite3
from datetime import date
from decimal import Decimal

import pytest

from app.query.model import Query
from app.similar.similar import Row, find_similar
from app.store.neighbours import neighbour_of
from tests.mirror.mirrored import Mirrored
from tests.query import asking
from tests.query.records import Record, make_record, store

ABF, KOMMUN, BARNEN = "n-00000001", "2120003005", "8020022767"
_FIRST = "Unga som fiskat sedan barnsben lär sig muddring, trålbindning och farledskunskap."


def project(key: str, name: str, owner: str, *facts: str, **more: str) -> Record:
    start, end, budget = facts
    return make_record(
        key,
        name=name,
        owner_id=owner,
        owner={ABF: "ABF", KOMMUN: "Åre kommun", BARNEN: "Rädda Barnen"}[owner],
        start_date=date.fromisoformat(start),
        end_date=date.fromisoformat(end),
        total_budget=Decimal(budget),
        **{"number": key, "region": "SE32", "programme_period": "2014-2020", **more},
    )


CORPUS = (
    project("2016/91001", "Havsvägen", KOMMUN, "2016-03-01", "2018-02-28", "4000000",
            summary=_FIRST, specific_objective="2.1"),
    project("2018/91002", "Havsvägen steg 2", KOMMUN, "2018-08-01", "2020-07-31", "4400000",
            summary="Det som prövats förs vidare: trålbindning blir en gymnasiekurs.",
            specific_objective="2.1"),
    project("2016/91003", "HAVSVÄGEN", KOMMUN, "2016-03-01", "2018-03-31", "4000500",
            summary=_FIRST),
    project("2016/91004", "Havsvägen", ABF, "2016-03-01", "2018-02-28", "4000000",
            summary="Pensionärer seglar."),
    project("2023/91005", "Havsvägen", KOMMUN, "2023-01-01", "2024-12-31", "4000000",
            programme_period="2021-2027"),
    project("2016/91006", "Bokbussen", KOMMUN, "2018-04-01", "2019-03-31", "900000"),
    project("2017/91007", "Skärgårdsskolan", BARNEN, "2017-01-01", "2018-12-31", "9000000",
            summary="Muddring och farledskunskap för nybörjare.", region="SE11"),
    project("201691001", "Avskrift", BARNEN, "2011-01-01", "2011-12-31", "1",
            programme_period="2007-2013", region="SE0"),
    project("2017/91008", "Orkesterskolan", ABF, "2012-01-01", "2012-12-31", "2",
            programme_period="2007-2013", region="SE23", summary="Mässingsblås åt alla."),
)  # fmt: skip
FIRST = CORPUS[0]["id"]
JUDGED = {
    "2018/91002": "continuation",
    "2016/91003": "duplicate",
    "2016/91004": "similar",  # a namesake of another owner
    "2023/91005": "similar",  # five years later
    "2016/91006": "similar",  # the same owner goes on with something else
    "2017/91007": "similar",
    "201691001": "duplicate",  # the number without its slash
}


@pytest.fixture
def found(database: sqlite3.Connection) -> dict[str, Row]:
    """Whom the first project is like, the likest first."""
    return ask(database, FIRST)


def ask(database: sqlite3.Connection, key: str) -> dict[str, Row]:
    store(database, CORPUS)
    reader = asking.Rows(database)
    hits = Mirrored.of_rows(reader, version=len(CORPUS)).hits(Query())
    return {
        str(row["id"]): row for row in find_similar(reader, hits, neighbour_of(reader, key), 50)
    }


def test_everything_judged_is_found_and_nothing_else(found: dict[str, Row]) -> None:
    assert {key: row["relation"] for key, row in found.items()} == JUDGED


def test_what_goes_on_with_it_or_repeats_it_stands_before_namesakes(found: dict[str, Row]) -> None:
    order = list(found)
    assert set(order[:2]) == {"2016/91003", "2018/91002"}
    assert order.index("2016/91004") < order.index("2016/91006")


def test_the_continuation_looks_back_at_its_predecessor(database: sqlite3.Connection) -> None:
    back = ask(database, "2018/91002")
    assert {back[key]["relation"] for key in (FIRST, "2016/91003")} == {"predecessor"}


def test_the_same_number_without_its_mark_is_found_from_both_sides(
    database: sqlite3.Connection, found: dict[str, Row]
) -> None:
    for row in (found["201691001"], ask(database, "201691001")[FIRST]):
        assert row["relation"] == "duplicate"
        assert [reason["code"] for reason in row["reasons"]] == ["same_number"]  # type: ignore[attr-defined]
        assert row["score"] == 0.35


def test_shared_words_are_told_as_the_project_spells_them_those_of_the_name_first(
    found: dict[str, Row],
) -> None:
    words = {
        key: reason["words"]
        for key, row in found.items()
        for reason in row["reasons"]  # type: ignore[attr-defined]
        if reason["code"] == "shared_words"
    }
    assert words["2018/91002"] == ["trålbindning"]  # six of nine hold the name: it tells no more
    assert set(words["2017/91007"]) == {"muddring", "farledskunskap"}
