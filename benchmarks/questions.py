"""What is asked: one query string for all, each filter an operator that the peers know too.

The timed questions differ from request to request, so that no kept answer can serve them.
"""

from collections.abc import Iterator

from app.domain.vocabulary import REGIONS

PATH = "/v1/projects"
TEMPLATE = (
    "region={region}&start_date__lte={last}-12-31&end_date__gte={first}-01-01"
    "&total_budget__gte={budget}&sort=-total_budget&limit=50"
)
"""A region's projects active in some years with at least that budget, the largest first."""


def timed() -> tuple[str, ...]:
    """The questions under load, asked in turn."""
    return tuple(
        TEMPLATE.format(region=region.code, first=first, last=first + 4, budget=budget)
        for first in range(2008, 2024)
        for region in REGIONS
        for budget in (500_000, 1_000_000)
    )


def compared() -> Iterator[str]:
    """The questions whose answers must be the same before anything is timed."""
    yield from timed()[::7]
    yield ""
    yield "limit=100"
    yield "sort=-start_date&limit=20"
    yield "sort=end_date"
    yield "programme_area=2&sort=planned_participants"
    yield "programme_area=A&region=SE11&sort=-total_budget&limit=100"
    yield "total_budget__gte=25000000.5&sort=total_budget"
    yield "region=SE0&end_date__gte=2027-06-01"
