"""The envelope of every list address: rows, total, paging and what the answer was made from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.query.model import Query
from app.store.reads import DatasetState

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list; rows are encoded JSON as the database made them."""

    rows: Iterable[bytes]
    total: int | None
    limit: int
    query: str
    dataset: DatasetState
    next_cursor: str | None = None
    next: str | None = None
    not_stated: Mapping[str, int] = field(default_factory=dict)
    notes: Iterable[str] = ()
    further: Mapping[str, object] = field(default_factory=dict)  # members of this kind of page
    encoded: Mapping[str, bytes] = field(default_factory=dict)  # more of them, as JSON already

    def to_json(self) -> bytes:
        """The body: the rows are put in as they are, only the rest is encoded here."""
        rest = _encode(
            {
                "total": self.total,
                "not_stated": dict(self.not_stated),
                "limit": self.limit,
                "next_cursor": self.next_cursor,
                "next": self.next,
                "dataset_version": self.dataset.version,
                "dataset_updated_at": self.dataset.updated_at,
                "query": self.query,
                "notes": list(self.notes),
                **self.further,
            }
        )
        more = b"".join(b'"%b":%b,' % (name.encode(), one) for name, one in self.encoded.items())
        return b"".join((b'{"data":[', b",".join(self.rows), b"],", more, rest[1:].encode()))

    def link_header(self) -> dict[str, str]:
        """`Link: …; rel="next"` where there is a next page (RFC 8288)."""
        return {"Link": f'<{self.next}>; rel="next"'} if self.next else {}


def whole_page(
    rows: Sequence[Mapping[str, object]], query: Query, address: str, dataset: DatasetState
) -> Page:
    """A list that is whole where no limit is asked for, else its page by offset."""
    limit = query.limit or len(rows)
    end = query.offset + limit
    return Page(
        rows=[json.dumps(row, ensure_ascii=False).encode() for row in rows[query.offset : end]],
        total=len(rows),
        limit=limit,
        next=f"{address}?limit={limit}&offset={end}" if end < len(rows) else None,
        dataset=dataset,
        query=f"limit={limit}" if query.limit else "",
    )
