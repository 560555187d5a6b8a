"""The projects most like a project, as rows: a score that is the sum of its reasons."""

import numpy as np

from app.database import Reader
from app.domain.representation import record_to_json
from app.mirror.columns import Hits
from app.similar.gathering import gather
from app.similar.pairs import Known, Pair
from app.similar.weights import WHOLE
from app.store.neighbours import Neighbour, neighbours_at

SHOWN = (
    "id",
    "number",
    "name",
    "owner",
    "owner_id",
    "region",
    "programme_period",
    "start_date",
    "end_date",
    "total_budget",
)
"""Columns of a row, before its score."""

Row = dict[str, object]


def find_similar(reader: Reader, hits: Hits, record: Neighbour, limit: int) -> list[Row]:
    """The projects most like a record, the likest first, then by id; `hits` are all
    records."""
    own = Known.of(record)
    place = int(hits.columns.rows_of(np.array([own.record.since]))[0])
    pool = gather(reader, hits, place, own.record)
    sinces = hits.columns.since[pool.rows].tolist()
    others = neighbours_at(reader, sinces)
    pairs = [Pair(pool, place, own, Known.of(others[since])) for place, since in enumerate(sinces)]
    pairs.sort(key=lambda pair: (-pair.points, pair.other.record.id))
    return [_row(pair) for pair in pairs[:limit]]


def _row(pair: Pair) -> Row:
    return {
        **record_to_json(pair.other.record._asdict(), SHOWN),
        "score": pair.points / WHOLE,
        "relation": pair.relation,
        "reasons": list(pair.reasons()),
    }
