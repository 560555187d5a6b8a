"""Where a search was found is told by field, with an excerpt that can be shown as it is."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.query.highlight import Finder
from app.query.search import Likeness, Phrase, Sought

WORDS = st.lists(
    st.sampled_from(("Åre", "kommun", "<b>", "&", "skola", "a-b", "och\n\n")), max_size=90
)


SCHOOL = Phrase(("skola",))


def finder(*phrases: Phrase, excluded: bool = False) -> Finder:
    return Finder([Sought("x", excluded, ((Likeness.EXACT, phrases),))])


@pytest.mark.parametrize(
    ("phrases", "marked"),
    [
        ((SCHOOL,), "Ny <mark>Skola</mark> i Åre &amp; Duved"),
        (
            (Phrase(("åre",)), Phrase(("ny",))),
            "<mark>Ny</mark> Skola i <mark>Åre</mark> &amp; Duved",
        ),
        ((Phrase(("skola", "i")),), "Ny <mark>Skola i</mark> Åre &amp; Duved"),
        ((Phrase(("åre", "duved")),), "Ny Skola i <mark>Åre &amp; Duved</mark>"),
        ((Phrase(("sko",), prefix=True),), "Ny <mark>Skola</mark> i Åre &amp; Duved"),
        ((Phrase(("ny", "sko"), prefix=True),), "<mark>Ny Skola</mark> i Åre &amp; Duved"),
        ((Phrase(("skola", "du"), prefix=True),), None),
        ((Phrase(("kola",)),), None),
    ],
)
def test_what_was_found_is_marked(phrases: tuple[Phrase, ...], marked: str | None) -> None:
    found = finder(*phrases).marks({"name": "Ny Skola i Åre & Duved", "summary": None})
    assert found == ({"name": marked} if marked else {})


def test_a_text_is_read_no_further_than_its_excerpt_goes() -> None:
    text = f"skola {'ord ' * 100}skola skola"
    (excerpt,) = finder(SCHOOL).marks({"summary": text}).values()
    assert excerpt.count("<mark>") == 1


def test_what_was_excluded_is_not_looked_for() -> None:
    assert finder(SCHOOL, excluded=True).marks({"name": "skola"}) == {}


def test_an_excerpt_begins_shortly_before_what_was_found_and_ends_with_a_word() -> None:
    text = f"{'ord ' * 200}skola {'sist ' * 200}"
    (excerpt,) = finder(SCHOOL).marks({"summary": text}).values()
    assert re.fullmatch(r"… (ord ){10,15}<mark>skola</mark> (sist ){20,60}?sist …", excerpt)


@given(WORDS)
def test_an_excerpt_is_a_part_of_the_text_with_marks(words: list[str]) -> None:
    text = " ".join(words)
    for excerpt in finder(SCHOOL, Phrase(("a", "b"))).marks({"summary": text}).values():
        bare = html.unescape(re.sub(r"</?mark>", "", excerpt))
        assert bare.removeprefix("… ").removesuffix(" …") in text
        assert "<mark>" in excerpt
