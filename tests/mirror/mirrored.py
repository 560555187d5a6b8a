"""A mirror beside the database that it mirrors, and what each of them says of a question."""

from dataclasses import dataclass, field, replace
from typing import Any

from app.database import Database, Reader
from app.mirror.columns import Hits
from app.mirror.mirror import Mirror
from app.query.compile import compile_page, compile_total
from app.query.cursor import Stored
from app.query.model import Query
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.store.reads import DatasetState
from app.store.snapshot import Snapshot
from app.store.sought import with_words
from app.store.view import View
from tests.query.records import TODAY

Totals = tuple[int, dict[str, int]]
MIRRORED = frozenset(
    {"id", "start_date", "end_date", "total_budget", "planned_participants", "eu_cofinancing_rate",
     "programme_period", "fund", "programme_area", "region", "status", "tackles_child_poverty"}
)  # fmt: skip
"""Of the fields that questions are sorted by."""


@dataclass
class Mirrored:
    """A database at one version of its dataset, and a mirror of it."""

    snapshot: Snapshot
    mirror: Mirror = field(default_factory=lambda: Mirror(Database("sqlite:///never-made.db")))

    @classmethod
    def of_rows(cls, reader: Reader, version: int) -> "Mirrored":
        """A database that consists of its records alone."""
        return cls(Snapshot(reader, DatasetState("epoch", version, None)))

    def totals(self, query: Query) -> tuple[Totals, Totals]:
        """The count and what was not stated: in SQL, and in memory."""
        compiled = compile_total(PROJECTS, query, today=TODAY)
        statement = compiled.statement
        told = compiled.read(self.snapshot.reader.rows(statement.sql, statement.parameters)[0])
        return told, self.mirror.total(*self._asked(query))

    def found(self, query: Query) -> int:
        """How many rows the mirror hands out."""
        return int(self.hits(query).mask.sum())

    def hits(self, query: Query) -> Hits:
        """The rows that the mirror hands out."""
        return self.mirror.hits(*self._asked(query))

    def pages(self, query: Query) -> tuple[list[Any], list[Any]]:
        """The ids of one page after another, each behind the one before: in SQL, and in memory."""
        told: list[Any] = []
        held: list[Any] = []
        after: tuple[Stored, ...] | None = None
        while True:
            statement = compile_page(
                PROJECTS, replace(query, fields=("id",)), today=TODAY, after=after
            )
            rows = self.snapshot.reader.rows(statement.sql, statement.parameters)
            told.append([row[-1] for row in rows])
            held.append(self.page(query, after))
            if query.limit is None or len(rows) <= query.limit:
                return told, held
            after = rows[query.limit - 1][1:]

    def page(self, query: Query, after: tuple[Stored, ...] | None = None) -> list[Any] | None:
        """The ids of a page and of the record behind it, in memory."""
        count = (query.limit or 1_000) + 1
        found = self.mirror.page(*self._asked(query), after, count)
        return None if found is None else [self._id(since) for since in found]

    def _id(self, since: int) -> Any:  # noqa: ANN401 - as the database has it
        return self.snapshot.reader.rows("SELECT id FROM project WHERE since = ?", (since,))[0][0]

    def _asked(self, query: Query) -> tuple[Snapshot, View]:
        return self.snapshot, View(self.snapshot.dataset, TODAY, query)


def check(mirrored: Mirrored, *asked: str) -> None:
    """Holds questions against the database, in pages of two."""
    lookups = mirrored.snapshot.lookups
    for raw in asked:
        parsed = parse_query(PROJECTS, raw + "&limit=2", lookups=lookups)
        query = with_words(mirrored.snapshot.reader, parsed)
        told, held = mirrored.totals(query)
        assert held == told, raw
        told_pages, held_pages = mirrored.pages(query)
        assert held_pages == told_pages, raw
