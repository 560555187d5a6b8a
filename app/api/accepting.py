"""What callers would rather read, by their `Accept` (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Iterator

from starlette.requests import Request

from app.linked.nodes import MEDIA_TYPE

_JSON = frozenset({"application/json", "application/*", "*/*"})


def by_weight(accept: str) -> Iterator[str]:
    """The media ranges, the most wanted first."""
    ranges = [part.strip() for part in accept.split(",")]
    weighed = sorted(ranges, key=_weight, reverse=True)
    return (one for one in weighed if _weight(one) > 0)


def wants_linked(request: Request) -> bool:
    """Whether the caller names JSON-LD, and wants nothing more that is plain JSON."""
    accept = request.headers.get("accept", "")
    if MEDIA_TYPE not in accept:  # nearly always
        return False
    kinds = (one.partition(";")[0].rstrip().lower() for one in by_weight(accept))
    return next((kind for kind in kinds if kind == MEDIA_TYPE or kind in _JSON), "") == MEDIA_TYPE


def _weight(media_range: str) -> float:
    found = re.search(r";\s*q\s*=\s*([0-9.]{1,5})\s*(?:;|$)", media_range)
    try:
        return float(found[1]) if found else 1.0
    except ValueError:
        return 0.0
