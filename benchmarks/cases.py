"""The cases of load, a row each: who is asked what, and how many at once."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import questions
from benchmarks.asks import Ask
from benchmarks.contenders import (
    BARE,
    DATASETTE,
    DATASETTE_INLINE,
    DATASETTE_NEW,
    PRODUCT,
    ROAPI,
    TUTORIAL,
    Contender,
)
from benchmarks.servers import Server
from benchmarks.site import Site

Asked = Callable[[Site, Server], list[Ask]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is asked under load, and which of it is compared before.

    `order` names the fields that tell rows apart where their order is up to the contender; without
    `compared` some of the asks are compared. The short form has only what `is_quick`.
    """

    name: str
    about: str
    contenders: tuple[Contender, ...]
    asks: Asked
    connections: tuple[int, ...] = (8,)
    compared: Asked | None = None
    order: tuple[str, ...] = ()
    is_quick: bool = False


RECORD, LIST, SEARCH, COMMON = "record", "list", "full text", "full text, many forms"
GROUPS, FIRST, DEEP, HELD = "groups", "page 1", "deep page", "held list"
POST = "POST"
CASES = (
    Case(
        name=RECORD,
        about="one record by its id, texts and contact with it",
        contenders=(PRODUCT, TUTORIAL, BARE, DATASETTE, DATASETTE_INLINE, DATASETTE_NEW),
        asks=questions.records,
        connections=(1, 8, 64),
        is_quick=True,
    ),
    Case(
        name=LIST,
        about="a region's projects active in some years with at least a budget, the 50 largest,"
        " with the exact total (but Datasette's, which is spared it)",
        contenders=(PRODUCT, TUTORIAL, BARE, DATASETTE, DATASETTE_INLINE, DATASETTE_NEW),
        asks=questions.lists,
        connections=(1, 8, 64),
        compared=questions.compared_lists,
        is_quick=True,
    ),
    Case(
        name=SEARCH,
        about="a word that stands in the texts in one form only, and a region, the first 50: the"
        " product's ranked and with a total, Datasette's by id and without",
        contenders=(PRODUCT, DATASETTE, DATASETTE_NEW),
        asks=questions.searches,
        compared=questions.compared_searches,
        order=("id",),
        is_quick=True,
    ),
    Case(
        name=COMMON,
        about="a word with inflections and compounds, all of which the product finds",
        contenders=(PRODUCT,),
        asks=questions.common_searches,
    ),
    Case(
        name=GROUPS,
        about="count and sum of budgets by region and area, of those active in some years with at"
        " least a budget",
        contenders=(PRODUCT, ROAPI),
        asks=questions.groups,
        connections=(1, 8),
        order=("region", "programme_area"),
        is_quick=True,
    ),
    Case(
        name=FIRST,
        about="the first 50 or so of all records by id",
        contenders=(PRODUCT, DATASETTE, DATASETTE_INLINE, DATASETTE_NEW),
        asks=questions.first_pages,
    ),
    Case(
        name=DEEP,
        about="50 behind half of all records, by the token of the page before",
        contenders=(PRODUCT, DATASETTE, DATASETTE_INLINE, DATASETTE_NEW),
        asks=questions.deep_pages,
    ),
    Case(
        name=HELD,
        about="the list, asked with `If-None-Match` by someone who holds it: 304",
        contenders=(PRODUCT,),
        asks=questions.held_lists,
    ),
)
"""What is read; writing.py has the cases that write."""
