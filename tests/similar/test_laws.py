"""Random records: whom a project is like, why, and how they are related, as plain Python tells."""

import sqlite3
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings

from app.query.model import Query
from app.similar.similar import Row, find_similar
from app.similar.weights import REASONS
from app.store.neighbours import neighbour_of
from tests.mirror.mirrored import Mirrored
from tests.query import asking
from tests.query.records import Record, store
from tests.similar import plainly

_SETTINGS = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Answers = dict[str, list[Row]]
_OF_WORDS = frozenset({"alike_name", "shared_words"})


def answers(database: sqlite3.Connection, stored: list[Record], limit: int = 50) -> Answers:
    """Whom each of the records is like."""
    store(database, stored)
    reader = asking.Rows(database)
    hits = Mirrored.of_rows(reader, version=len(stored)).hits(Query())
    return {
        one["id"]: find_similar(reader, hits, neighbour_of(reader, one["id"]), limit)
        for one in stored
    }


def reasons_of(row: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """What each reason tells beside its points, by its code."""
    told = {reason["code"]: dict(reason) for reason in row["reasons"]}
    assert len(told) == len(row["reasons"])
    return {
        code: {name: value for name, value in reason.items() if name not in {"code", "points"}}
        for code, reason in told.items()
    }


@_SETTINGS
@given(plainly.relatives())
def test_a_project_is_never_like_itself_and_the_likest_come_first(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    for key, rows in answers(database, stored).items():
        ids = [row["id"] for row in rows]
        assert key not in ids
        assert len(ids) == len(set(ids))
        order = [(-float(str(row["score"])), row["id"]) for row in rows]
        assert order == sorted(order)


@_SETTINGS
@given(plainly.relatives())
def test_a_score_is_the_sum_of_its_reasons_and_none_adds_more_than_the_table_says(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    for rows in answers(database, stored).values():
        for row in rows:
            reasons: Any = row["reasons"]
            points = [round(10_000 * reason["points"]) for reason in reasons]
            assert round(10_000 * float(str(row["score"]))) == sum(points) <= 10_000
            assert list(reasons_of(row)) == [one for one in REASONS if one in reasons_of(row)]
            for reason, added in zip(reasons, points, strict=True):
                most = REASONS[reason["code"]].points
                assert added == most or (reason["code"] in _OF_WORDS and 0 <= added < most)


@_SETTINGS
@given(plainly.relatives())
def test_exactly_the_reasons_that_the_records_bear_out_are_told(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    by_id = {record["id"]: record for record in stored}
    for key, rows in answers(database, stored).items():
        for row in rows:
            own, other = by_id[key], by_id[str(row["id"])]
            told = reasons_of(row)
            assert ("alike_name" in told) == plainly.are_alike(own, other)
            expected = plainly.facts(own, other)
            if "near_size" in expected:
                percent = Decimal(str(told["near_size"].pop("percent")))
                assert abs(100 * other["total_budget"] / own["total_budget"] - percent) <= Decimal(
                    "0.005"
                )
            assert {code: told[code] for code in told if code not in _OF_WORDS} == expected


@_SETTINGS
@given(plainly.relatives())
def test_shared_words_stand_in_this_project_and_in_a_form_of_theirs_in_the_other(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    by_id = {record["id"]: record for record in stored}
    forms = {"Tvätteri": "tvätteri", "tvätteriet": "tvätteri"}
    for key, rows in answers(database, stored).items():
        for row in rows:
            own, other = (
                {
                    forms.get(word, word): word
                    for word in f"{one['name']} {one['summary'] or ''}".replace(".", " ").split()
                }
                for one in (by_id[key], by_id[str(row["id"])])
            )
            shared = reasons_of(row).get("shared_words", {"words": []})["words"]
            assert len(shared) <= 5
            for word in shared:
                assert word in own.values()
                assert forms.get(word, word) in other


@_SETTINGS
@given(plainly.relatives())
def test_relations_are_those_of_the_records_and_the_other_way_round_their_inverse(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    by_id = {record["id"]: record for record in stored}
    found = {
        (key, str(row["id"])): row
        for key, rows in answers(database, stored).items()
        for row in rows
    }
    for (key, other), row in found.items():
        assert row["relation"] == plainly.relation(by_id[key], by_id[other])
        back = found.get((other, key))
        if back is not None:
            assert back["relation"] == plainly.INVERSE[str(row["relation"])]


@_SETTINGS
@given(plainly.relatives())
def test_a_shorter_answer_is_the_beginning_of_a_longer_one(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    whole = answers(database, stored)
    assert answers(database, stored, limit=2) == {key: rows[:2] for key, rows in whole.items()}


@_SETTINGS
@given(plainly.relatives())
def test_everything_of_the_same_owner_or_with_an_alike_name_is_found_among_few(
    database: sqlite3.Connection, stored: list[Record]
) -> None:
    found = answers(database, stored)
    for own in stored:
        ids = {row["id"] for row in found[own["id"]]}
        for other in stored:
            same = own["owner_id"] == other["owner_id"] or (
                plainly.words(own) <= plainly.words(other)
            )
            assert other["id"] in ids or own is other or not same
