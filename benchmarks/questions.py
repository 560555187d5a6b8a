"""What is asked in each case. No two requests in a row are alike, so that no kept answer serves."""

from dataclasses import replace

from app.domain.vocabulary import REGIONS
from app.synthetic.words import SETTINGS
from benchmarks.asks import Ask, Creation, Groups, Listing, Place, Record, Request
from benchmarks.contenders import PRODUCT
from benchmarks.peers import plain
from benchmarks.servers import Server, send
from benchmarks.site import Site

_BUDGETS = ("500000", "1000000")
_COMMON = ("utbildningsinsats", "kompetens", "vägledning", "rehabilitering", "arbetsplats", "stöd")
"""Words with inflections and compounds: whoever looks for them as they stand finds fewer."""
_PAGE = 10_000
_PLACES = 20
_COMPARED = 10


def records(site: Site, _product: Server) -> list[Ask]:
    """Records from everywhere in the order of ids."""
    return [Record(key, row) for row, key in site.ids(max(1, site.records // 500))]


def lists(_site: Site, _product: Server) -> list[Ask]:
    """A region's projects active in some years with at least that budget, the largest first."""
    return [
        Listing((("region", region.code), *_active(first, budget)), sort="-total_budget")
        for first in range(2008, 2024)
        for region in REGIONS
        for budget in _BUDGETS
    ]


def compared_lists(site: Site, product: Server) -> list[Ask]:
    """Some of these, and some of other kinds."""
    further = (
        Listing(),
        Listing(limit=100),
        Listing((("programme_area", "A"), ("region", "SE11")), "-total_budget", 100),
        Listing((("region", "SE0"), ("end_date__gte", "2027-06-01"))),
    )
    return [*lists(site, product)[:: len(REGIONS) * 2 + 1], *further]


def searches(_site: Site, _product: Server) -> list[Ask]:
    """A word that stands in the texts in one form only, and a region."""
    return [*_sought(SETTINGS)]


def compared_searches(_site: Site, _product: Server) -> list[Ask]:
    """The rarer of these, all that each finds: in which order is up to the contender."""
    rare = _sought(SETTINGS[len(SETTINGS) // 2 :])
    return [replace(ask, limit=_PAGE) for ask in rare[:: len(rare) // _COMPARED]]


def common_searches(_site: Site, _product: Server) -> list[Ask]:
    """A word with inflections and compounds, and a region."""
    return [*_sought(_COMMON)]


def groups(_site: Site, _product: Server) -> list[Ask]:
    """Counts and sums by region and area of those active in some years with a budget."""
    return [
        Groups(_active(first, f"{budget}"))
        for first in range(2008, 2024)
        for budget in range(400_000, 1_200_000, 50_000)
    ]


def first_pages(_site: Site, _product: Server) -> list[Ask]:
    """The first rows, a few more or less."""
    return [Listing(limit=limit) for limit in range(45, 55)]


def deep_pages(site: Site, product: Server) -> list[Ask]:
    """Pages in the middle of all records; the way there is walked."""
    row, cursor, asks = 0, "", list[Ask]()
    while row < site.records // 2:
        row, cursor = _further(product, row, cursor, min(_PAGE, site.records // 2 - row))
    while len(asks) < _PLACES:
        asks.append(Listing(after=Place(row, cursor)))
        row, cursor = _further(product, row, cursor, 50)
    return asks


def held_lists(site: Site, product: Server) -> list[Ask]:
    """The lists, asked by someone who holds them already."""
    asks: list[Ask] = []
    for ask in lists(site, product):
        response, _ = send(product, PRODUCT.speech.request(ask))
        if isinstance(ask, Listing):
            asks.append(replace(ask, tag=str(response.getheader("ETag"))))
    return asks


def creations(key: str) -> list[Ask]:
    """New records with a text, each with a name of its own."""
    text = " ".join(f"Deltagarna bygger upp {setting} i länet." for setting in SETTINGS * 3)
    row: dict[str, str | int] = {
        "name": "Mätning @N@",
        "owner": "Föreningen Exempel",
        "region": "SE12",
        "programme_period": "2021-2027",
        "programme_area": "A",
        "start_date": "2024-01-01",
        "end_date": "2025-12-31",
        "total_budget": 1_234_567,
        "summary": text,
    }
    return [Creation(tuple(row.items()), key)]


def _active(first: int, budget: str) -> tuple[tuple[str, str], ...]:
    return (
        ("start_date__lte", f"{first + 4}-12-31"),
        ("end_date__gte", f"{first}-01-01"),
        ("total_budget__gte", budget),
    )


def _sought(words: tuple[str, ...]) -> list[Listing]:
    return [Listing((("region", region.code),), words=word) for word in words for region in REGIONS]


def _further(product: Server, row: int, cursor: str, rows: int) -> tuple[int, str]:
    """Where a page of so many rows ends."""
    asked = f"limit={rows}&fields=id&count=none{f'&cursor={cursor}' if cursor else ''}"
    response, _ = send(product, Request(f"{plain.PATH}?{asked}"))
    link = str(response.getheader("Link"))
    return row + rows, link.partition("cursor=")[2].partition("&")[0].partition(">")[0]
