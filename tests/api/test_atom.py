"""The Atom feed, read by a reader that others made: entries are the changes, the newest first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import feedparser
import pytest
from starlette.testclient import TestClient

from tests.api.keys import bearer, make_key
from tests.api.test_changes import follow
from tests.api.writers import Writer, open_writer

PATH = "/v1/changes.atom"
RECORD = "/v1/projects/2020-00713"


@pytest.fixture
def writer(golden_file: Path, tmp_path: Path) -> Iterator[Writer]:
    """Twelve projects, then: one renamed, moved out of its region, deleted."""
    with open_writer(golden_file, tmp_path) as writer:
        for body in ({"name": "Ån & <bron>"}, {"region": "SE33"}):
            changed = writer.ask("PATCH", RECORD, body)
            assert changed.status_code == 200, changed.text
        assert writer.ask("DELETE", RECORD).status_code == 204
        yield writer


def read(client: TestClient, address: str) -> Any:  # noqa: ANN401 - as the reader has it
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def pages(client: TestClient, question: str) -> Iterator[Any]:
    """A feed and all that its links lead to."""
    address: str | None = f"{PATH}?{question}"
    while address:
        feed = read(client, address)
        yield feed
        following = [link.href for link in feed.feed.links if link.rel == "next"]
        parts = urlsplit(following[0]) if following else None
        address = f"{parts.path}?{parts.query}" if parts else None


@pytest.mark.parametrize("question", ["", "region=SE12", "region__ne=SE12", "q=bron", "name=Intet"])
@pytest.mark.parametrize("limit", [1, 3, 500])
def test_all_pages_together_are_the_changes_backwards(
    writer: Writer, question: str, limit: int
) -> None:
    listed = list(follow(writer.client, question, 100))
    asked = pages(writer.client, f"{question}&limit={limit}")
    found = [one for page in asked for one in page.entries]
    assert [one.tags[0].term for one in found] == [row["op"] for row in reversed(listed)]
    assert [one.updated for one in found] == [row["at"] for row in reversed(listed)]
    for entry, row in zip(found, reversed(listed), strict=True):
        assert f"/v1/projects/{row['id']}" in entry.link
    assert len({one.id for one in found}) == len(found)


def test_an_entry_says_what_happened_to_which_project(writer: Writer) -> None:
    deleted, moved, renamed, *_ = read(writer.client, PATH).entries
    assert deleted.title == "Borttaget: Ån & <bron>"
    assert urlsplit(deleted.link).path == f"{RECORD}/history"
    assert moved.title == "Ändrat: Ån & <bron>"
    assert moved.summary == "Ändrade fält: NUTS-2 kod; Region."
    assert urlsplit(renamed.link).path == RECORD
    english = read(writer.client, f"{PATH}?lang=en").entries
    assert english[0].title.startswith("Deleted: ")
    assert english[2].summary == "Changed fields: Name."


def test_what_left_the_selection_is_told_as_that(writer: Writer) -> None:
    first, *_ = read(writer.client, f"{PATH}?region=SE12").entries
    assert first.title.startswith("Inte längre bland de valda: ")


def test_a_feed_has_what_the_standard_demands(writer: Writer) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title, updated, an author; of each entry a link or content."""
    parsed = read(writer.client, f"{PATH}?region=SE12&limit=2")
    feed = parsed.feed
    assert feed.title
    assert feed.author
    assert UUID(feed.id.removeprefix("urn:uuid:")).version == 5
    assert feed.updated == parsed.entries[0].updated
    (own,) = [link.href for link in feed.links if link.rel == "self"]
    assert read(writer.client, own).feed.id == feed.id
    for entry in parsed.entries:
        assert all((entry.id, entry.title, entry.updated, entry.link))
    assert read(writer.client, f"{PATH}?region=SE11").feed.id != feed.id


def test_names_of_entries_stay_the_same_wherever_they_stand(writer: Writer) -> None:
    whole = {one.id: one.title for one in read(writer.client, f"{PATH}?limit=500").entries}
    some = read(writer.client, f"{PATH}?limit=2&before=5&region=SE12").entries
    assert {one.id for one in some} <= set(whole)


def test_nobody_learns_who_it_was(writer: Writer) -> None:
    admin = bearer(make_key(writer.database, "admin"))
    told = writer.client.get("/v1/changes", headers=admin).json()["data"][-1]["by"]
    assert told
    assert told not in writer.client.get(PATH, headers=admin).text


def test_a_feed_is_read_anew_only_when_something_happened(writer: Writer) -> None:
    tag = writer.client.get(PATH).headers["etag"]
    known = {"If-None-Match": tag}
    assert writer.client.get(PATH, headers=known).status_code == 304
    assert writer.client.get(f"{PATH}?before=3", headers=known).status_code == 200
    changed = writer.ask("PATCH", "/v1/projects/2020-00718", {"name": "Nytt namn"})
    assert changed.status_code == 200
    assert writer.client.get(PATH, headers=known).status_code == 200


def test_before_the_first_change_there_is_an_empty_feed(writer: Writer) -> None:
    feed = read(writer.client, f"{PATH}?before=1")
    assert feed.entries == []
    assert not [link for link in feed.feed.links if link.rel == "next"]


@pytest.mark.parametrize("number", ["0", "-1"])
def test_changes_are_numbered_from_one(writer: Writer, number: str) -> None:
    answer = writer.client.get(f"{PATH}?before={number}")
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("before", "out-of-range")
    assert writer.client.get(f"{PATH}?before={fault['hint']}").status_code == 200
    assert writer.client.get("/v1/changes?since=0").status_code == 200


def test_everything_wrong_is_told_at_once(writer: Writer) -> None:
    answer = writer.client.get(f"{PATH}?before=-1&lang=fi&limit=501&since=3&regin=SE12")
    assert answer.status_code == 400
    assert {(one["parameter"], one["code"]) for one in answer.json()["errors"]} == {
        ("before", "out-of-range"), ("lang", "bad-value"), ("limit", "out-of-range"),
        ("since", "unknown-parameter"), ("regin", "unknown-parameter"),
    }  # fmt: skip
