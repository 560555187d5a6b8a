"""Text as it is read: the quick look that spares most pages the work never changes what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.pages.plain import plain, plain_lines
from app.importer.pages.words import key_of, keys_of

EARLY = [chr(code) for code in range(256)]
"""The signs that a page is looked through for at once."""
ODD = st.sampled_from("aÅ :\t\xa0\xad\x1c\x85\u030a\u0308\u2009\u200b\u2013\ufeff\U0001f600")


def test_an_early_sign_reads_the_same_beside_a_late_one() -> None:
    assert [sign for sign in EARLY if plain(f"{sign}\u2013") != f"{plain(sign)}\u2013"] == []


@given(st.lists(st.text(ODD, max_size=20), max_size=5))
def test_lines_read_together_as_each_alone(lines: list[str]) -> None:
    assert plain_lines(lines) == [plain(line).strip() for line in lines]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Namn", "namn"),
        ("NAMN:", "namn"),
        ("Program\tCCI :", "program cci"),
        ("In  English", "in english"),
        ("Namnet", ""),
        ("Namn" + " " * 1000, ""),
        (":", ""),
        ("", ""),
    ],
)
def test_a_line_is_a_word_however_it_is_spelt(line: str, key: str) -> None:
    assert (key_of(line), keys_of([line, "Bron"])) == (key, [key, ""])
