"""Search texts: how they are read, what they find, and that none of them is an error."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.query.search import Term, folded_part, read_terms
from tests.query import asking
from tests.query.records import make_record, store


@pytest.mark.parametrize(
    ("q", "terms"),
    [
        ("Projekt  ÅRE", (Term("projekt"), Term("åre"))),
        ('"Öka  övergångarna" till', (Term("öka övergångarna", literal=True), Term("till"))),
        ("-skola", (Term("skola", excluded=True),)),
        ('-"en fras"', (Term("en fras", excluded=True, literal=True),)),
        ("komp*", (Term("komp", prefix=True),)),
        ("-komp*", (Term("komp", prefix=True, excluded=True),)),
        ("a a A", (Term("a"),)),
        # Anything else is just text.
        ("-", (Term("-"),)),
        ("*", (Term("*"),)),
        ("--", (Term("-", excluded=True),)),
        ('""', (Term('""'),)),
        ('"a', (Term('"a'),)),
        ('"a"b', (Term('"a"b'),)),
        ("a-b", (Term("a-b"),)),
        ("100%", (Term("100%"),)),
        ("a AND (b", (Term("a"), Term("and"), Term("(b"))),
        ("\x01", ()),
        (" ", ()),
    ],
)
def test_a_search_text_is_read_as_terms(q: str, terms: tuple[Term, ...]) -> None:
    assert read_terms(q) == terms


@given(st.text(max_size=200))
def test_no_search_text_is_an_error(q: str) -> None:
    assert all(term.text for term in read_terms(q))


@pytest.mark.parametrize(
    ("text", "part"),
    [("Åre", "åre"), (" och  ", " och "), ("a\n b", "a b"), (" ", " "), ("\x01", ""), ("", "")],
)
def test_a_part_of_a_text_keeps_the_blanks_at_its_ends(text: str, part: str) -> None:
    assert folded_part(text) == part


def test_a_beginning_finds_words_with_marks_beside_however_many_without(
    database: sqlite3.Connection,
) -> None:
    many = " ".join(f"xoka{number:04}" for number in range(1_200))
    store(database, [make_record("a", name="Xöking"), make_record("b", summary=many)])
    records = asking.page(database, asking.parse_pairs([("q", "xok*")]))
    assert [record["id"] for record in records] == ["b", "a"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("kompetens", "ab"),
        ("ÅTGÄRD", "a"),
        ("atgard", "a"),
        ('"för alla"', "a"),
        ('"alla för"', ""),
        ("kompetens -åtgärd", "b"),
        ("petens*", ""),
        ("komp*", "ab"),
        ("alla*", "a"),  # after a bracket
        ("region*", "b"),  # after a hyphen
        ("2021/00*", "a"),
        ("regionkompetenser", "b"),
        ("kompetensen", "ab"),
        ("åtgärderna", "a"),
        ("-kompetensen", "bc"),  # what is part of another word is not excluded
        ("tgär", ""),  # a part that no compound begins or ends with
        ("%", ""),
        ("_", ""),
        ("en summering", "a"),  # each word in another field
        ("-finnsinte", "abc"),
    ],
)
def test_a_search_looks_into_names_numbers_owners_and_summaries(
    database: sqlite3.Connection, q: str, found: str
) -> None:
    store(
        database,
        [
            make_record(
                "a",
                number="2021/00713",
                name='Kompetens "för alla" (alla)',
                summary="Åtgärd i korthet. Summering.",
                owner_unit="En enhet",
            ),
            make_record("b", name="Ny-regionkompetens", summary_en="komp"),
            make_record("c", name="Annat", phase="kompetens"),
        ],
    )
    records = asking.page(database, asking.parse_pairs([("q", q)]))
    assert "".join(record["id"] for record in records) == found
