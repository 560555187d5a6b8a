"""Which rows stand on a page, and how many there are in all: told in memory where the mirror holds
what is asked, else by the database.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from app.api.hot_rows import LONGEST_PAGE
from app.api.marking import marked_rows
from app.api.service import Service
from app.database import Row
from app.query.compile import Statement, compile_chosen, compile_page
from app.query.cursor import Stored
from app.query.dialect import SQLITE, Dialect
from app.query.model import DEFAULT_LIMIT
from app.query.resource import PROJECTS, Resource
from app.store.snapshot import Snapshot
from app.store.totals import count_records
from app.store.view import View


class Rows(NamedTuple):
    """The rows of a page as JSON; where more follow, the sort values of the last one."""

    texts: Sequence[bytes]
    last: Sequence[Stored] | None


class Choosing(NamedTuple):
    """Chooses the rows of one question."""

    service: Service
    snapshot: Snapshot
    resource: Resource
    view: View
    personal: bool
    dialect: Dialect = SQLITE

    def rows(self, after: tuple[Stored, ...] | None) -> Rows:
        """The first rows, or those behind the sort values given."""
        if self.resource is PROJECTS:
            mirror = self.service.mirror
            chosen = mirror.page(self.snapshot, self.view, after, self._limit + 1)
            if chosen is not None:
                return self._chosen(chosen)
        page = compile_page(
            self.resource,
            self.view.query,
            today=self.view.day,
            after=after,
            personal=self.personal,
            dialect=self.dialect,
        )
        rows = self._read(page)
        last = rows[self._limit - 1][1:] if len(rows) > self._limit else None
        return Rows(self._marked(rows[: self._limit]), last)

    def total(self) -> tuple[int | None, dict[str, int]]:
        """The exact number of records, and how many each range dropped for a missing value."""
        if self.view.query.count == "none":
            return None, {}
        if self.resource is PROJECTS:
            return self.service.mirror.total(self.snapshot, self.view)
        return count_records(self.snapshot.reader, self.resource, self.view)

    @property
    def _limit(self) -> int:
        return self.view.query.limit or DEFAULT_LIMIT

    def _chosen(self, chosen: Sequence[int]) -> Rows:
        shown = chosen[: self._limit]
        last = self._sort_values(shown[-1]) if len(chosen) > self._limit else None
        if self.view.query.fields is not None or len(shown) > LONGEST_PAGE:
            return Rows(self._marked(self._read(self._stand_from(shown))), last)
        hot = self.service.hot_rows
        return Rows(hot.read(self.snapshot.dataset, self.view.day, shown, self._texts), last)

    def _texts(self, sinces: Sequence[int]) -> list[bytes]:
        return [row[0] for row in self._read(self._stand_from(sinces))]

    def _sort_values(self, since: int) -> Sequence[Stored]:
        """Those of one row, for a cursor."""
        query = self.view.query
        ((_, *values),) = self._read(
            compile_chosen(
                self.resource, replace(query, fields=("id",)), [since], today=self.view.day
            )
        )
        if self.resource.order_of(query) == query.sort:
            return values
        return (self.service.mirror.rank(self.snapshot, self.view, since), *values)

    def _stand_from(self, sinces: Sequence[int]) -> Statement:
        query, day = self.view.query, self.view.day
        return compile_chosen(
            self.resource,
            query,
            sinces,
            today=day,
            personal=self.personal,
            dialect=self.dialect,
        )

    def _marked(self, rows: Sequence[Row]) -> Sequence[bytes]:
        return marked_rows(self.snapshot, self.resource, self.view, rows)

    def _read(self, statement: Statement) -> list[Row]:
        return self.snapshot.reader.rows(statement.sql, statement.parameters)
