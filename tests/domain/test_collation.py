"""Swedish order and comparison without case, by plain comparison of stored keys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.collation import SEPARATOR, fold, search_key, sort_key

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=SEPARATOR), max_size=12)
words = st.text("aAåÅäÄöÖzZéÉ :-_{}|09", max_size=8)
LATIN = [chr(code) for code in range(256)]
MIXED = "aEÅÖßµ\u0301\u1e9e–” \u00a0\u2003\t\n\r\x1f\x85"
passages = st.text(st.sampled_from(MIXED), min_size=90, max_size=200) | st.text(max_size=200)
latin_passages = st.text(st.sampled_from(LATIN), min_size=90, max_size=200)


@pytest.mark.parametrize(
    "ordered",
    [
        ["Alvesta", "Zinkgruvan", "Åre", "Älvsbyn", "Örebro"],
        ["åb", "äa", "öa"],
        ["abc", "Abel", "Åbo"],
        ["Eda", "Eden", "Edén", "Edsbyn"],
        ["Bär", "Bær", "Bäs"],
        ["Möte", "Møte", "Mötet"],
        ["Mylla", "Müller", "Myssja"],
        ["Alpha", "Alpha 2", "Alpha10"],
        ["kommun", "kommun AB", "kommuner"],
        ["a-b", "a1", "ab"],
        ["~", "0", "a", "å"],
        ["{x}", "Zorn", "Åsa"],
    ],
)
def test_words_stand_in_the_order_of_the_swedish_alphabet(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ÅRE  kommun", "Åre kommun"),
        ("A\u030are kommun", "Åre kommun"),
        (" Åre\u00a0kommun\n", "Åre kommun"),
        ("STRASSE", "Straße"),
    ],
)
def test_case_composition_and_surplus_blanks_make_no_difference(text: str, same: str) -> None:
    assert fold(text) == fold(same)
    assert sort_key(text) == sort_key(same)


def folded_plainly(text: str) -> str:
    """What folding means, without any shortcut."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())


@given(passages | latin_passages)
def test_no_shortcut_of_folding_shows(text: str) -> None:
    assert fold(text) == folded_plainly(text)


def test_every_character_folds_as_unicode_says() -> None:
    for start in range(0, 0x110000, 256):
        block = "".join(map(chr, range(start, start + 256)))
        assert fold(block) == folded_plainly(block)
    for first in LATIN:
        pairs = "".join(first + second for second in LATIN)
        assert fold(pairs) == folded_plainly(pairs)


@pytest.mark.parametrize("other", ["Are kommun", "Äre kommun", "Årekommun", "Åre kommun."])
def test_letters_and_marks_make_a_difference(other: str) -> None:
    assert sort_key(other) != sort_key("Åre kommun")


@given(texts, texts)
def test_keys_are_equal_exactly_where_folded_texts_are(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (fold(one) == fold(other))
    assert (search_key(one) == search_key(other)) == (fold(one) == fold(other))


@given(texts, texts)
def test_the_order_never_depends_on_case_or_blanks(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (sort_key(fold(one)) < sort_key(fold(other)))


@given(words, words)
def test_a_longer_word_stands_after_its_beginning(word: str, more: str) -> None:
    assert sort_key(word) <= sort_key(word + more)


@given(words, words, words)
def test_a_part_of_a_text_is_found_in_both_kinds_of_key(before: str, part: str, after: str) -> None:
    needle, whole = fold(part), before + part + after
    for key in (sort_key(whole), search_key(whole)):
        folded = key.partition(SEPARATOR)[2]
        assert needle in folded
        assert SEPARATOR not in folded


@given(words, words)
def test_a_beginning_follows_the_separator(part: str, after: str) -> None:
    needle = SEPARATOR + fold(part)
    assert needle in sort_key(part + after)
    assert search_key(part + after).startswith(needle)


@given(texts)
def test_a_separator_in_a_text_cannot_forge_a_key(text: str) -> None:
    assert sort_key(f"{SEPARATOR}{text}{SEPARATOR}").count(SEPARATOR) == 1
    assert search_key(f"a{SEPARATOR}{text}").count(SEPARATOR) == 1


@given(texts)
def test_a_key_can_be_stored(text: str) -> None:
    assert sort_key(text).encode()


def test_marks_stand_before_letters_whatever_their_alphabet() -> None:
    names = ["ö", "”Citat", "–x", "§ 1", "…", "a"]
    assert sorted(names, key=sort_key)[-2:] == ["a", "ö"]
