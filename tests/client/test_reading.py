"""What can be read, as it is read: lists to their end, records, figures, changes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from projektbank_client import (
    FeedGone,
    NotAskable,
    NotFound,
    Project,
    Projektbank,
    QuestionRejected,
    Unchanged,
)
from projektbank_client.questions import Value
from tests.client.conftest import Connect
from tests.client.scripted import page, scripted


def ids(rows: Iterable[Project]) -> list[str]:
    return [row["id"] for row in rows]


def test_a_list_is_read_to_its_end_whatever_its_pages(bank: Projektbank) -> None:
    assert len(ids(bank.projects())) == 12
    assert ids(bank.projects(page_size=5, sort="-name")) == ids(bank.projects(sort="-name"))


@pytest.mark.parametrize("limit", [1, 5, 7, 100])
def test_a_limit_is_of_all_pages(bank: Projektbank, limit: int) -> None:
    everything = ids(bank.projects())
    assert ids(bank.projects(limit=limit, page_size=5)) == everything[:limit]
    assert ids(bank.stream(limit=limit)) == everything[:limit]


def test_values_are_pythons(bank: Projektbank) -> None:
    project = bank.project("2020/00713")
    assert project["id"] == "2020-00713"
    assert project["total_budget"] == Decimal(381969)
    assert isinstance(project["total_budget"], Decimal)
    assert project["start_date"] == date(2021, 2, 1)
    assert project["updated_at"].tzinfo == UTC
    [streamed] = bank.stream(id="2020-00713", fields=["total_budget", "start_date"])
    assert streamed == {
        "id": "2020-00713",
        "start_date": date(2021, 2, 1),
        "total_budget": Decimal(381969),
    }


def test_a_page_tells_what_is_told_of_the_list(bank: Projektbank) -> None:
    page = bank.projects(budget=(300_000, None), sort="-total_budget", page_size=2).first()
    assert len(page.rows) == 2
    assert page.total is not None
    assert page.total > 2
    assert page.not_stated.keys() == {"total_budget"}
    assert page.dataset_version == 12
    assert isinstance(page.dataset_updated_at, datetime)
    assert page.next is not None
    [note] = bank.projects(owner="Coompanion").first().notes
    assert "Coompanion Östergötland" in note


def test_a_tree_of_conditions_is_asked_like_the_rest(bank: Projektbank) -> None:
    either = {"or": [{"field": "region", "value": name} for name in ("SE12", "SE32")]}
    assert ids(bank.projects(where=either)) == ids(bank.projects(region=["SE12", "SE32"]))


def test_a_question_too_long_for_an_address_is_asked_as_a_body(bank: Projektbank) -> None:
    names = [f"{'x' * 90}{number}" for number in range(900)]
    where = {"field": "name", "op": "notin", "value": names}
    question: dict[str, Any] = {
        "where": where,
        "sort": ["-total_budget", "name"],
        "fields": ["name"],
    }
    asked = bank.query(**question, page_size=5)
    pages = list(asked.pages())
    assert [len(page.rows) for page in pages] == [5, 5, 2]
    assert pages[0].next is None
    assert ids(asked) == ids(bank.projects(sort=["-total_budget", "name"]))
    assert ids(bank.query(**question, limit=7, page_size=5)) == ids(asked)[:7]
    assert len(ids(bank.query())) == 12
    with pytest.raises(QuestionRejected) as rejected:
        bank.query(where={"field": "regoin", "value": "SE12"}).first()
    [fault] = rejected.value.problem.errors
    assert (fault.place, fault.where, fault.hint) == ("body", "/where/field", "region")


def test_a_record_that_is_still_the_same_is_not_sent_again(bank: Projektbank) -> None:
    _, etag = bank.tagged("2020-00713")
    with pytest.raises(Unchanged):
        bank.tagged("2020-00713", if_none_match=etag)
    assert bank.tagged("2020-00713", if_none_match='"other"').etag == etag


def test_organisations_are_read(bank: Projektbank) -> None:
    [owner] = bank.organisations(name="Coompanion Östergötland")
    assert isinstance(owner["total_budget"], Decimal)
    assert bank.organisation(owner["id"]) == owner
    assert list(bank.merges(owner["id"])) == []


def test_facets_and_figures_are_read(bank: Projektbank) -> None:
    facets = bank.facets(by=["region", "status"], programme_period="2014-2020")
    counts = {(row["facet"], row["value"]): row["count"] for row in facets}
    assert counts["status", "ended"] == bank.projects(programme_period="2014-2020").first().total
    assert facets.first().more["totals"]["region"] == sum(
        count for (facet, _), count in counts.items() if facet == "region"
    )
    [row] = bank.aggregate(metrics=["count", "sum:total_budget"])
    assert row["count"] == 12
    rows = bank.aggregate(group_by=["region", "year(start_date)"], sort="-count")
    assert sum(row["count"] for row in rows) == 12
    assert len(list(bank.aggregate(group_by="region", limit=2))) == 2


def test_figures_beyond_a_page_are_read_too(connect: Connect) -> None:
    link = "https://elsewhere.example.se/v1/aggregate?group_by=region&offset=1"
    with scripted(page({"count": 1}, next_=link), page({"count": 2})) as (base, script):
        assert [row["count"] for row in connect(base).aggregate(group_by="region")] == [1, 2]
    assert script.requests[1].url.query == "group_by=region&offset=1"


def test_other_addresses_are_read_as_they_are(bank: Projektbank) -> None:
    assert list(bank.rows("/v1/regions")) == list(bank.regions())
    assert bank.read("/v1/schema") == bank.schema()


def test_changes_are_read_to_the_end_of_the_feed(bank: Projektbank) -> None:
    changes = list(bank.changes(since=3, page_size=2))
    assert [change["seq"] for change in changes] == list(range(4, 13))
    assert isinstance(changes[0]["at"], datetime)
    *_, last = bank.changes(region="SE12").pages()
    assert last.more["latest"] == 12
    assert list(bank.changes(since=last.more["latest"], epoch=last.more["dataset_epoch"])) == []


def test_changes_that_are_gone_say_where_to_begin_again(bank: Projektbank) -> None:
    with pytest.raises(FeedGone) as gone:
        list(bank.changes(since=99))
    assert gone.value.restart["since"] == 12


def test_every_fault_of_a_question_is_told(bank: Projektbank) -> None:
    with pytest.raises(QuestionRejected) as rejected:
        bank.projects(regin="SE12", status="pågående").first()
    faults = {fault.where: fault for fault in rejected.value.problem.errors}
    assert faults.keys() == {"regin", "status"}
    assert faults["regin"].hint == "region"
    assert "ongoing" in faults["status"].allowed
    assert "status: try ongoing" in str(rejected.value)


def test_what_is_not_there_is_told(bank: Projektbank) -> None:
    with pytest.raises(NotFound) as missing:
        bank.project("1999-00001")
    assert missing.value.code == "project-not-found"


@pytest.mark.parametrize("key", ["", ".", ".."])
def test_what_can_be_no_id_is_not_asked_for(bank: Projektbank, key: str) -> None:
    with pytest.raises(NotAskable):
        bank.project(key)


@pytest.mark.parametrize("count", [0, -1, "many", None])
def test_a_limit_is_a_number_of_rows(bank: Projektbank, count: Value) -> None:
    with pytest.raises(NotAskable):
        bank.projects(limit=count)


def test_a_field_or_member_that_is_new_breaks_nothing(connect: Connect) -> None:
    with scripted(page({"id": "a", "new": {"x": 1.5}, "total_budget": 1}, later=[1])) as (base, _):
        first = connect(base).projects().first()
    assert first.rows[0] == {"id": "a", "new": {"x": Decimal("1.5")}, "total_budget": Decimal(1)}
    assert first.more == {"later": [1]}


def test_a_service_may_stand_below_a_path(connect: Connect) -> None:
    with scripted(page()) as (base, script):
        assert list(connect(f"{base}/esf/bank/").projects()) == []
    assert script.requests[0].url.path == "/esf/bank/v1/projects"
