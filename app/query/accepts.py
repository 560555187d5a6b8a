"""What one address takes: some endpoints allow only part of the language.

A parameter that is not allowed is refused exactly like one that does not exist.
"""

from dataclasses import dataclass, replace

from app.query.model import DEFAULT_LIMIT
from app.query.resource import CONTROLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepts:
    """The parameters of one address."""

    controls: tuple[str, ...] = CONTROLS
    filters: bool = True
    others: frozenset[str] = frozenset()  # read by the endpoint itself; known, but not ours
    personal: bool = False  # whether this caller may name contact data in `fields`
    marks: bool = False  # whether `fields` may name what tells where `q` was found
    default_limit: int | None = DEFAULT_LIMIT
    max_limit: int = 10_000


LIST = Accepts(marks=True)
"""A page of records."""
FILE = Accepts(
    controls=("where", "q", "or_missing", "as_of", "sort", "fields", "limit"),
    default_limit=None,
    max_limit=1_000_000_000,
)
"""The whole filtered result; `limit` is honoured, paging makes no sense."""
RECORD = Accepts(controls=("as_of", "fields"), filters=False)
PROVENANCE = Accepts(controls=("as_of",), filters=False)
HISTORY = Accepts(controls=("limit", "offset"), filters=False)
SIMILAR = Accepts(controls=("limit",), filters=False, default_limit=10, max_limit=50)
"""How many projects like one are wanted."""
FEED = Accepts(controls=("where", "q", "or_missing", "limit"), others=frozenset({"since", "epoch"}))
"""Changes of the records that a question is about, behind a number of the feed."""
ATOM = Accepts(controls=FEED.controls, others=frozenset({"before", "lang"}), max_limit=500)
"""The same backwards, the newest first."""
STREAM = Accepts(controls=("where", "q", "or_missing"), others=frozenset({"since", "epoch"}))
QUALITY = Accepts(
    controls=("where", "q", "or_missing", "as_of", "limit", "offset"),
    others=frozenset({"by"}),
    default_limit=None,
)
CODE_LIST = Accepts(controls=("limit", "offset"), filters=False, default_limit=None)
"""Whole unless a tool insists on paging."""
AGGREGATE = Accepts(
    controls=("where", "q", "or_missing", "as_of", "limit", "offset"),
    others=frozenset({"group_by", "metrics", "sort", "others"}),
    default_limit=1_000,
)
"""Figures of groups; limit and offset count groups. Conditions on figures name themselves."""
AGGREGATE_FILE = replace(AGGREGATE, controls=("where", "q", "or_missing", "as_of", "limit"),
                         default_limit=None, max_limit=FILE.max_limit)  # fmt: skip
CHART = Accepts(
    controls=("where", "q", "or_missing", "as_of", "limit"),
    others=AGGREGATE.others | {"kind", "lang", "width", "height"},
    default_limit=None,
    max_limit=60,
)
"""One figure of groups as a picture; the limit counts its bars."""
FACETS = Accepts(
    controls=("where", "q", "or_missing", "as_of", "limit"),
    others=frozenset({"by", "disjunctive"}),
    default_limit=100,
    max_limit=100,
)
"""Values and their counts; the limit is that of each facet."""
FACETS_FILE = replace(FACETS, default_limit=None, max_limit=FILE.max_limit)
SUGGEST = Accepts(
    controls=("q", "limit"),
    filters=False,
    others=frozenset({"kinds"}),
    default_limit=10,
    max_limit=50,
)
"""What was typed, and how many suggestions are wanted."""
