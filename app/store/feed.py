"""Fixed questions about the change feed: its newest number, where it can be followed from, and how
far one look at it may go.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from app.database import Reader
from app.errors import FeedGone


class Feed(NamedTuple):
    """Which feed this is, and the number of its newest change."""

    epoch: str
    latest: int


def feed_state(reader: Reader) -> Feed:
    """The feed as it is now."""
    return Feed(*reader.rows("SELECT epoch, latest_seq FROM dataset")[0])


def newest_change(reader: Reader, version: int | None = None) -> int:
    """The number of the newest change that the records have, now or at a dataset version."""
    if version is None:
        return feed_state(reader).latest
    rows = reader.rows(
        "SELECT seq FROM change WHERE dataset_version <= ? ORDER BY dataset_version DESC, seq DESC"
        " LIMIT 1",
        (version,),
    )
    return int(rows[0][0]) if rows else 0


def require_kept(reader: Reader, feed: Feed, since: int, epoch: str | None = None) -> None:
    """Raises `FeedGone` where the changes behind a number are not, or no longer, all there."""
    if epoch is not None and epoch != feed.epoch:
        raise _gone(feed, "The feed is another one since the database was restored from a backup.")
    gaps = _gaps(reader)
    if any(seq < since < next_seq for seq, next_seq in gaps):
        raise _gone(feed, f"A restore from a backup has undone change {since}.")
    if since > feed.latest:
        raise _gone(feed, f"The newest change is {feed.latest}.")
    oldest = reader.rows("SELECT min(seq) FROM change")[0][0]
    for seq, next_seq in gaps:
        if seq <= since < next_seq:  # where a restore has led on to
            since = next_seq
    if since < (feed.latest if oldest is None else oldest - 1):
        raise _gone(feed, f"Changes before {oldest or feed.latest + 1} are kept no longer.")


def end_of_look(reader: Reader, feed: Feed, since: int, changes: int) -> int:
    """The number up to which so many changes stand behind another one; at most the newest."""
    rows = reader.rows(
        "SELECT seq FROM change WHERE seq > ? ORDER BY seq LIMIT 1 OFFSET ?", (since, changes - 1)
    )
    return int(rows[0][0]) if rows else feed.latest


def begin_of_look(reader: Reader, end: int, changes: int) -> int:
    """The number behind which so many changes stand up to another one; 0 where there are fewer."""
    rows = reader.rows(
        "SELECT seq FROM change WHERE seq <= ? ORDER BY seq DESC LIMIT 1 OFFSET ?", (end, changes)
    )
    return int(rows[0][0]) if rows else 0


def is_older(reader: Reader, before: int) -> bool:
    """Whether there is a change before this number."""
    return bool(reader.rows("SELECT 1 FROM change WHERE seq < ? LIMIT 1", (before,)))


def names_of(reader: Reader, ids: Sequence[str]) -> dict[str, str]:
    """What records are called, those that were deleted by their last name."""
    rows = reader.rows(
        "SELECT id, name, max(version) FROM ("
        "SELECT id, name, version FROM project WHERE id IN (SELECT value FROM json_each(?1))"
        " UNION ALL SELECT id, name, version FROM past_project"
        " WHERE id IN (SELECT value FROM json_each(?1))) GROUP BY id",
        (json.dumps(ids),),
    )
    return {key: name for key, name, _ in rows}


def _gaps(reader: Reader) -> list[tuple[int, int]]:
    """The last number before each restore, and the first behind it."""
    return [
        (seq, next_seq)
        for seq, next_seq in reader.rows("SELECT seq, next_seq FROM restoration ORDER BY next_seq")
    ]


def _gone(feed: Feed, detail: str) -> FeedGone:
    return FeedGone(
        f"{detail} Read the whole list again, then go on with since={feed.latest}.",
        {"since": feed.latest, "epoch": feed.epoch, "latest": feed.latest},
    )
