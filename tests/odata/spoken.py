"""OData options as the product reads them, without a server."""

from app.faults import Rejected
from app.query.odata.options import SET, read_options
from app.query.odata.question import Listing, read_listing
from app.query.resource import PROJECTS, Resource
from app.query.wire import split_query
from tests.query.asking import LOOKUPS


def read(raw: str, resource: Resource = PROJECTS, preferred: int | None = None) -> Listing:
    """What a query string asks of a set."""
    pairs, faults = split_query(raw)
    options, more = read_options(pairs, SET)
    return read_listing(resource, options, [*faults, *more], LOOKUPS, preferred)


def refusal(raw: str) -> Rejected | None:
    """Why a query string is refused; None where it can be read."""
    try:
        read(raw)
    except Rejected as rejected:
        return rejected
    return None


def refused(raw: str) -> tuple[int, list[tuple[str, str, str | None]]]:
    """The status of a refusal, and where, why and what instead of each of its faults."""
    rejected = refusal(raw)
    assert rejected is not None, raw
    return rejected.status, [(one.where, one.code, one.hint) for one in rejected.faults]
