"""`/v1/changes.atom`: the changes for readers of feeds, the newest first."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.caching import json_response, not_modified, weak_tag
from app.api.contract.operations import operation
from app.api.following import read_number, read_one
from app.api.routing import DirectRoute
from app.api.service import link, service_of
from app.database import Row
from app.domain.record import today
from app.exports.atom import MEDIA_TYPE, Change, Feed, write_atom
from app.faults import Fault, QueryRejected
from app.query.accepts import ATOM
from app.query.aggregation.drawing import LANGUAGE, read_language
from app.query.compile import compile_changes
from app.query.format import format_query
from app.query.fragment import Window
from app.query.model import DEFAULT_LIMIT, Query
from app.query.parse import read_query, refuse_grown
from app.query.phrases import Language, describe_query
from app.query.resource import PROJECTS
from app.query.wire import split_query
from app.store.feed import begin_of_look, feed_state, is_older, names_of
from app.store.reads import redaction_stamp
from app.store.snapshot import Snapshot
from app.store.sought import with_words

PATH = "/v1/changes.atom"

_BEFORE = "before"
_LOOKED_THROUGH = 20_000
"""Changes that are looked through for one page."""

router = APIRouter(tags=["changes"], route_class=DirectRoute)


class _Asked(NamedTuple):
    """The changes asked for: of which records, before which number, in which language."""

    query: Query
    before: int | None
    language: Language

    @property
    def written(self) -> str:
        """The question in its canonical form, without its place in the feed."""
        records = format_query(PROJECTS, self.query)
        return "&".join(filter(None, (records, f"{LANGUAGE}={self.language}")))


class _Found(NamedTuple):
    """Changes as the database wrote them, and the number that older ones stand before."""

    rows: Sequence[Row]
    position: int


@router.get(PATH, **operation("list_changes_atom"))
async def list_changes_atom(request: Request) -> Response:
    """Changes of the records asked for as an Atom feed, the newest first."""
    with service_of(request).snapshot() as snapshot:
        asked = _read(snapshot, request.scope["query_string"])
        reader, address = snapshot.reader, link(request, PATH)
        feed, redacted = feed_state(reader), redaction_stamp(reader)
        place = (feed.latest, asked.before, asked.written, redacted, today())
        tag = weak_tag(feed.epoch, snapshot.dataset.version, address, *place)
        known = not_modified(request, tag)
        if known is not None:
            return known
        found = _look(snapshot, asked, feed.latest)
        changes = list(_changes(snapshot, found))
        older = f"{_BEFORE}={found.position}" if is_older(reader, found.position) else None
    written = asked.written
    here = written if asked.before is None else f"{written}&{_BEFORE}={asked.before}"
    told = Feed(
        epoch=feed.epoch,
        question=written,
        phrases=describe_query(PROJECTS, replace(asked.query, limit=None), asked.language),
        address=f"{address}?{here}",
        following=f"{address}?{written}&{older}" if older else None,
        records=link(request, "/v1/projects/"),
        language=asked.language,
    )
    return json_response(write_atom(told, changes), tag, MEDIA_TYPE)


def _read(snapshot: Snapshot, raw: bytes) -> _Asked:
    """What the parameters say; raises `QueryRejected` with everything that is wrong."""
    pairs, faults = split_query(raw)
    lookups = snapshot.lookups_of_all_time
    query, more = read_query(PROJECTS, pairs, lookups=lookups, accepts=ATOM)
    own: list[Fault] = []
    before = read_one(pairs, _BEFORE, partial(read_number, least=1), own)
    language = read_language(pairs, own)
    if faults or more or own:
        raise QueryRejected((*faults, *more, *own))
    asked = _Asked(query, before, language)
    refuse_grown(asked.written)
    return asked


def _look(snapshot: Snapshot, asked: _Asked, latest: int) -> _Found:
    """The changes before a place, back to the limit: a rare filter must not read the whole feed."""
    limit, reader = asked.query.limit or DEFAULT_LIMIT, snapshot.reader
    end = latest if asked.before is None else min(asked.before - 1, latest)
    behind = begin_of_look(reader, end, _LOOKED_THROUGH)
    window = Window(behind, end, limit + 1, newest_first=True, every_redaction=False)
    query = with_words(reader, asked.query)
    statement = compile_changes(PROJECTS, query, window, today=today())
    rows = reader.rows(statement.sql, statement.parameters)
    if len(rows) <= limit:
        return _Found(rows, behind + 1)
    return _Found(rows[:limit], cast("int", rows[limit - 1][1]))


def _changes(snapshot: Snapshot, found: _Found) -> Iterator[Change]:
    rows = [json.loads(row[0]) for row in found.rows]
    names = names_of(snapshot.reader, sorted({row["id"] for row in rows}))
    for row in rows:
        yield Change(
            seq=row["seq"],
            op=row["op"],
            id=row["id"],
            name=names.get(row["id"], row["id"]),
            fields=row["changed_fields"],
            at=row["at"],
            matches=row["matches"],
        )
