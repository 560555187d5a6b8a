"""The product's own addresses, which the tutorial way and bare have too."""

import json
from urllib.parse import quote, urlencode

from benchmarks import columns
from benchmarks.asks import Answer, Ask, Creation, Groups, Listing, Record, Request, Row

PATH = "/v1/projects"
_GROUPS = "/v1/aggregate?group_by=region,programme_area&metrics=count,sum:total_budget&limit=1000"


def request(ask: Ask) -> Request:
    """The ask as the product is asked."""
    match ask:
        case Record():
            return Request(f"{PATH}/{quote(ask.id)}")
        case Groups():
            return Request(f"{_GROUPS}&{urlencode(ask.filters)}")
        case Creation():
            kind = ("Content-Type", "application/json")
            key = (("Authorization", f"Bearer {ask.key}"),) if ask.key else ()
            return Request(PATH, "POST", json.dumps(dict(ask.row)), (kind, *key))
        case Listing():
            headers = (("If-None-Match", ask.tag),) if ask.tag else ()
            return Request(f"{PATH}?{_query(ask)}", headers=headers)


def read(ask: Ask, body: bytes) -> Answer:
    """What stands in an answer like the product's; raises `ValueError` where one that is held
    already was sent again."""
    if isinstance(ask, Listing) and ask.tag:
        if body:
            raise ValueError("the tag was not known again")
        return Answer(())
    content = json.loads(body)
    match ask:
        case Record():
            return Answer((_shown(content, columns.RECORD),))
        case Creation():
            return Answer((_shown(content, tuple(name for name, _ in ask.row)),))
        case Groups():
            return Answer(tuple(_shown(row, columns.GROUP) for row in content["data"]))
        case Listing():
            rows = tuple(_shown(row, columns.LIST) for row in content["data"])
            return Answer(rows, content["total"])


def _query(ask: Listing) -> str:
    asked = {
        "q": ask.words,
        "sort": ask.sort,
        "limit": str(ask.limit),
        "cursor": ask.after.cursor if ask.after else "",
    }
    return urlencode([*ask.filters, *((name, text) for name, text in asked.items() if text)])


def _shown(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names}
