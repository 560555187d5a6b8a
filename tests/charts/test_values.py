"""Numbers, axes, texts and colours of charts: laws that hold whatever is drawn."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.figured import period_name, period_number
from app.charts.numbers import unit_of, write_exact, write_number, write_short
from app.charts.palette import PAINTS, Paint
from app.charts.scale import scale_of
from app.charts.text import fit, width_of, wrap
from app.query.aggregation.question import Part

FIGURES = st.decimals(0, 10**15, places=2)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters=" "), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        ("0", "0", "0"),
        ("381969", "381\u202f969", "381,969"),
        ("2073781.25", "2\u202f073\u202f781,25", "2,073,781.25"),
        ("66.50", "66,5", "66.5"),
        ("1E+7", "10\u202f000\u202f000", "10,000,000"),
    ],
)
def test_numbers_are_written_as_in_their_language(value: str, swedish: str, english: str) -> None:
    assert write_number(Decimal(value), "sv") == swedish
    assert write_number(Decimal(value), "en") == english


@given(FIGURES)
def test_a_whole_number_reads_back_as_it_was(value: Decimal) -> None:
    for language, mark in (("sv", ","), ("en", ".")):
        text = write_number(value, "sv" if language == "sv" else "en")
        bare = text.replace("\u202f", "") if mark == "," else text.replace(",", "")
        assert Decimal(bare.replace(",", ".")) == value


@given(FIGURES)
def test_a_short_number_is_off_by_less_than_half_a_hundredth_of_itself(value: Decimal) -> None:
    short = Decimal(write_short(value, "en").replace(",", ""))
    assert abs(short - value) <= value / 200
    assert (short == 0) == (value == 0)


@pytest.mark.parametrize(
    ("largest", "word"),
    [("999999", "kronor"), ("1000000", "miljoner kronor"), ("2E+12", "miljarder kronor")],
)
def test_large_amounts_are_told_in_a_larger_unit(largest: str, word: str) -> None:
    unit = unit_of("SEK", [Decimal(5), Decimal(largest)], "sv")
    assert unit.word == word
    assert unit.scaled(Decimal(largest)) < 2001 or word == "kronor"


def test_an_exact_figure_bears_its_unit() -> None:
    assert write_exact(Decimal("1500.5"), "SEK", "sv") == "1\u202f500,5\u00a0kr"
    assert write_exact(Decimal(12), "", "en") == "12"


@given(st.lists(FIGURES, max_size=5), st.integers(1, 8), st.booleans())
def test_an_axis_holds_every_figure_in_few_round_steps(
    values: list[Decimal], most: int, whole: bool
) -> None:
    scale = scale_of(values, most, whole=whole)
    assert all(0 <= scale.share(value) <= 1 for value in values)
    assert 1 <= scale.steps <= most
    assert scale.ticks[0] == 0
    assert scale.step.normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)} or whole
    assert not whole or scale.step == int(scale.step)


@given(st.lists(WORDS, min_size=1, max_size=12), st.integers(60, 400), st.integers(1, 3))
def test_a_wrapped_text_is_whole_or_ends_in_dots(words: list[str], width: int, lines: int) -> None:
    text = " ".join(words)
    made = wrap(text, width, 12, lines)
    assert len(made) <= lines
    assert all(width_of(line, 12) <= width for line in made)
    assert " ".join(made) == text or any(line.endswith("…") for line in made)


def test_what_fits_is_left_as_it_is() -> None:
    assert fit("Norrköping", 200, 12) == "Norrköping"
    assert fit("Arbetsförmedlingen Norrköping", 90, 12).endswith("…")


@pytest.mark.parametrize("text", ["2021", "2021-Q3", "2021-12", "0999-Q1"])
def test_periods_count_on_from_one_to_the_next(text: str) -> None:
    part = Part.QUARTER if "Q" in text else Part.MONTH if "-" in text else Part.YEAR
    number = period_number(int(text) if part is Part.YEAR else text)
    assert period_name(part, number) == text
    assert period_number(period_name(part, number + 1)) == number + 1


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["ink", "soft", "mark", "line"])
def test_what_is_read_stands_out_in_both_themes(name: str) -> None:
    page, paint = PAINTS["page"], PAINTS[name]
    assert contrast(paint.light, page.light) >= 4.5
    assert contrast(paint.dark, page.dark) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shades_go_on_from_the_page_step_by_step(theme: str) -> None:
    shades = [paint for name, paint in PAINTS.items() if name.startswith("shade-")]

    def away(paint: Paint) -> float:
        return contrast(getattr(paint, theme), getattr(PAINTS["page"], theme))

    steps = list(map(away, shades))
    assert steps == sorted(steps)
    assert all(later / earlier > 1.2 for earlier, later in pairwise(steps))
