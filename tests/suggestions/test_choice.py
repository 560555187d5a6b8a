"""Which suggestions are shown: the best of each kind, in one order."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.query.suggesting import KINDS
from app.suggestions.choice import Found, choose
from app.suggestions.suggestion import Suggestion
from app.suggestions.typed import Fit


def found(kind: str, fit: Fit, count: int | None, label: str, value: str) -> Found:
    return Found(fit, Suggestion(kind, value, label, {}, count=count))


_FOUND = st.lists(
    st.builds(
        found,
        st.sampled_from(KINDS[:4]),
        st.sampled_from(Fit),
        st.none() | st.integers(1, 3),
        st.sampled_from(["Å", "Z", "a"]),
        st.uuids().map(str),
    ),
    max_size=30,
)


@given(_FOUND, st.integers(1, 12))
def test_no_kind_crowds_out_another(given: list[Found], limit: int) -> None:
    chosen = choose(given, limit)
    assert len(chosen) == min(limit, len(given))
    there = Counter(one.suggestion.kind for one in given)
    shown = Counter(one.kind for one in chosen)
    for kind in there:
        if shown[kind] < there[kind]:  # some were left out: nobody has two rows more
            assert max(shown.values()) <= shown[kind] + 1


@given(_FOUND, st.integers(1, 12))
def test_the_best_of_each_kind_are_shown_and_the_better_stand_first(
    given: list[Found], limit: int
) -> None:
    places = {one.suggestion.value: one.place for one in given}
    chosen = choose(given, limit)
    shown = [places[one.value] for one in chosen]
    assert shown == sorted(shown)
    values = {one.value for one in chosen}
    for one in given:
        if one.suggestion.value not in values:
            better = [two for two in chosen if two.kind == one.suggestion.kind]
            assert all(places[two.value] <= one.place for two in better)


def test_among_equals_the_one_with_more_projects_comes_first_then_by_label() -> None:
    given = [
        found("owner", Fit.BEGINS, 1, "Ö", "1"),
        found("owner", Fit.BEGINS, 1, "Ä", "2"),
        found("owner", Fit.BEGINS, 2, "Ö", "3"),
        found("project", Fit.BEGINS, None, "A", "4"),
        found("project", Fit.WHOLE, None, "Ö", "5"),
        found("region", Fit.CODE, 1, "Ö", "6"),
    ]
    assert [one.value for one in choose(given, 10)] == ["6", "5", "3", "2", "1", "4"]
