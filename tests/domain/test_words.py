"""Words and their stems: which forms belong together, and what is part of a compound."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.collation import fold
from app.domain.words import is_compound, parts, plain, spaced, stems

FORMS = (
    "projekt projektet projekten projektets projektens",
    "skola skolan skolor skolans",
    "kompetens kompetensen kompetenser kompetensens",
    "möjlighet möjligheten möjligheter",
    "distans distansen",
    "arbetsliv arbetslivet",
    "ung unga ungas",
    "barn barnet barnen barns",
    "malmö malmös",
)
"""Each line one word."""


@pytest.mark.parametrize("forms", FORMS)
def test_forms_of_one_word_share_a_stem(forms: str) -> None:
    first, *others = forms.split()
    for form in others:
        assert set(stems(first)) & set(stems(form)) - {None}, (first, form)


@pytest.mark.parametrize("pair", ["ung ungdom", "får far", "barn bana", "skola skolios"])
def test_other_words_share_none(pair: str) -> None:
    one, other = pair.split()
    assert not set(stems(one)) & set(stems(other)) - {None}


@pytest.mark.parametrize(
    ("word", "compounds", "others"),
    [
        ("kompetens", "kompetensutveckling baskompetens baskompetenser", "kompost"),
        ("utveckling", "kompetensutveckling utvecklingsarbete kompetensutvecklingen", "veckla"),
        ("skola", "folkhögskola folkhögskolan skolgård", "skolios"),
        ("bete", "naturbete", "arbete"),
        ("ung", "", "tunga ungdom"),
        ("marknad", "arbetsmarknadsdagar arbetsmarknaden", "makaron"),
    ],
)
def test_a_compound_begins_or_ends_with_its_parts(word: str, compounds: str, others: str) -> None:
    for other in compounds.split():
        assert any(part in other and is_compound(other, part) for part in parts(word)), other
    for other in others.split():
        assert not any(part in other and is_compound(other, part) for part in parts(word)), other


@pytest.mark.parametrize(
    ("text", "bare"), [("göteborg", "goteborg"), ("kafé", "kafe"), ("øresund æ", "oresund ae")]
)
def test_a_plain_word_has_no_marks_on_its_letters(text: str, bare: str) -> None:
    assert plain(text) == bare


@given(st.text())
def test_letters_and_digits_make_words_in_any_alphabet(text: str) -> None:
    folded = fold(text)
    assert spaced(folded).split() == re.findall(r"[^\W_]+", folded)


@given(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=100))
def test_every_word_has_a_stem(word: str) -> None:
    stem, indefinite = stems(word)
    assert stem
    assert indefinite != ""
