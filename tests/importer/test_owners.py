"""How `organisation, workplace` is taken apart on the newer 2014-2020 pages, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.document import Document
from app.importer.pages.owners import split_owner
from app.importer.pages.reading import read_document
from tests.importer.pages import Page

pieces = st.text("ABC åä-&", min_size=1, max_size=5).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("printed", "owner", "unit"),
    [
        (
            "Rädda Barnen, Rädda Barnen, Regionkontor Norrköping",
            "Rädda Barnen",
            "Regionkontor Norrköping",
        ),
        ("X, Y, X, Y", "X, Y", None),
        ("X, Y, X, Y, Z", "X, Y", "Z"),
        ("X, X", "X", None),
        ("X, X, X", "X", None),
        ("X, X, X, Y, Y", "X", "Y, Y"),
        ("X, Y", "X", "Y"),
        ("X, Y, Z", "X", "Y, Z"),
        ("X, Y, Y", "X", "Y, Y"),
        ("X", "X", None),
        ("X - Y", "X - Y", None),
        ("X,Y", "X", "Y"),
        ("X,  X ,Y", "X", "Y"),
        (", X", "X", None),
        ("X,", "X", None),
        (",", "", None),
    ],
)
def test_the_organisation_is_the_shortest_beginning_that_is_repeated_at_once(
    printed: str, owner: str, unit: str | None
) -> None:
    assert split_owner(printed) == (owner, unit)


@given(st.lists(pieces, min_size=1, max_size=3), st.integers(2, 4), st.lists(pieces, max_size=2))
def test_every_piece_is_in_the_owner_or_the_unit(
    organisation: list[str], times: int, unit: list[str]
) -> None:
    owner, rest = split_owner(", ".join(organisation * times + unit))
    found = {*owner.split(", "), *(rest or "").split(", ")} - {""}
    assert found == {*organisation, *unit}


COMMAS = "Exempelstad, Exempelstad, Enhet - Norr"


@pytest.mark.parametrize(
    ("write", "owner", "unit"),
    [
        (Page.with_colons, "Exempelstad", "Enhet - Norr"),
        (Page.bare, COMMAS, None),
        (Page.glued, COMMAS, None),
    ],
)
def test_only_the_newer_site_of_2014_2020_splits_owners(
    write: object, owner: str, unit: str | None
) -> None:
    assert callable(write)
    facts = {"Region": "Stockholm", "Projektägare": COMMAS, "Total projektbudget": "1"}
    assert owner_of(write(Page("Bron", facts))) == (owner, unit)


def test_a_page_of_the_next_period_prints_one_name() -> None:
    facts = {"Projektägare": COMMAS, "Berörd fond": "ESF+", "Namn": "Namn"}
    assert owner_of(Page("Bron", facts).with_colons()) == (COMMAS, None)


def owner_of(page: str) -> tuple[object, object]:
    statements = read_document(Document("sida", page.encode())).statements
    unit = statements.get("owner_unit")
    return statements["owner"].value, unit.value if unit else None
