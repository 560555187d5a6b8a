"""How well a label fits what was typed, beside a plain reading of the same rule."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.words import plain
from app.suggestions.typed import Fit, Label, Typed

_TEXTS = st.text("aåb -é1Å", max_size=12)


@pytest.mark.parametrize(
    ("q", "label", "fit"),
    [
        ("rädda barnen", "Rädda Barnen", Fit.WHOLE),
        ("RÄDDA B", "Rädda Barnen", Fit.BEGINS),
        ("barn", "Rädda Barnen", Fit.WITHIN),
        ("barnen räd", "Rädda Barnen", Fit.WITHIN),
        ("radda", "Rädda Barnen", Fit.FOLDED),
        ("barnen ra", "Rädda Barnen", Fit.FOLDED),
        ("rädda bärn", "Rädda Barnen", None),
        ("rädda rä", "Rädda Barnen", None),
        ("räd barnen", "Rädda Barnen", None),
        ("ädda", "Rädda Barnen", None),
    ],
)
def test_a_label_fits_by_its_words(q: str, label: str, fit: Fit | None) -> None:
    assert Typed.of(q).fit(Label.of(label)) is fit


@pytest.mark.parametrize(
    ("q", "code", "fit"),
    [
        ("se12", "se12", Fit.CODE),
        ("SE1", "se12", Fit.BEGINS),
        ("212000-0142", "2120000142", Fit.CODE),
        ("212000-", "2120000142", Fit.BEGINS),
        ("e12", "se12", None),
        ("23-032", "23-032-s01", Fit.BEGINS),
    ],
)
def test_a_code_fits_from_its_beginning(q: str, code: str, fit: Fit | None) -> None:
    assert Typed.of(q).fit_code(code) is fit


def reads(typed: list[str], label: list[str]) -> bool:
    """Whether different words of a label are those typed, the last of them begun."""
    *whole, last = typed
    return any(
        list(chosen[:-1]) == whole and chosen[-1].startswith(last)
        for chosen in permutations(label, len(typed))
    )


@given(_TEXTS, _TEXTS)
def test_a_label_fits_as_a_plain_reading_says(q: str, text: str) -> None:
    typed, label = Typed.of(q), Label.of(text)
    if not typed.words:
        return
    fit, words = typed.fit(label), list(label.words)
    shown, asked = " ".join(words), " ".join(typed.words)
    if shown.startswith(asked):
        assert fit is (Fit.WHOLE if shown == asked else Fit.BEGINS)
    elif reads(list(typed.words), words):
        assert fit is Fit.WITHIN
    elif typed.text.isascii():
        folded = reads(list(typed.words), [plain(word) for word in words])
        assert fit is (Fit.FOLDED if folded else None)


@given(_TEXTS, st.data())
def test_what_a_label_begins_with_fits_it(text: str, data: st.DataObject) -> None:
    typed = Typed.of(text[: data.draw(st.integers(0, len(text)))])
    assert not typed.words or typed.fit(Label.of(text)) in (Fit.WHOLE, Fit.BEGINS)
