"""Tallies as rows of an answer: a row for each field and each issue of each group, with a link to
the records behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.requests import Request

from app.api.service import link
from app.domain.fields import BY_NAME
from app.domain.quality import RULES
from app.query.format import format_query
from app.query.model import DEFAULT_LIMIT, Query
from app.query.narrowing import narrow
from app.query.resource import PROJECTS
from app.store.tallies import COUNTED, Group, Tallies

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes the rows of tallies of a question."""

    request: Request
    query: Query
    tallies: Tallies

    def fields(self) -> Iterator[Row]:
        """How many records of each group state each field; the link leads to those that do not."""
        for group, tally in self.tallies.items():
            for name in COUNTED:
                lacking = tally.count - tally.stated[name]
                yield {
                    **_head(group),
                    "field": name,
                    "label": BY_NAME[name].label_sv,
                    "label_en": BY_NAME[name].label_en,
                    "count": tally.count,
                    "stated": tally.stated[name],
                    "share": tally.share(name),
                    "href": self._link(group, name, None) if lacking else None,
                }

    def issues(self) -> Iterator[Row]:
        """How many records of each group show each issue that any shows, the gravest first, and in
        how many it is accepted; the link leads to those that show it."""
        for group, tally in self.tallies.items():
            for code in tally.codes():
                rule = RULES[code]
                yield {
                    **_head(group),
                    "code": code,
                    "severity": rule.severity,
                    "sentence_sv": rule.sentence_sv,
                    "sentence_en": rule.sentence_en,
                    "count": tally.issues[code],
                    "accepted": tally.accepted[code],
                    "href": self._link(group, "quality_issues", code)
                    if tally.issues[code]
                    else None,
                }

    def _link(self, group: Group, name: str, value: str | None) -> str | None:
        """Where the records of a group are that have a value, or lack one."""
        of_group = narrow(PROJECTS, self.query, group.by, group.value) if group.by else self.query
        narrowed = narrow(PROJECTS, of_group, name, value) if of_group else None
        if narrowed is None:
            return None
        whole = replace(narrowed, limit=DEFAULT_LIMIT, offset=0)
        return link(self.request, "/v1/projects", format_query(PROJECTS, whole))


def _head(group: Group) -> Row:
    """Which records a row is about."""
    return {
        "by": group.by or None,
        "value": group.value,
        "value_label": group.label,
        "programme_period": group.period,
    }
