"""Provenance is read back as it was written."""

import json

from hypothesis import given
from hypothesis import strategies as st

from app.domain.provenance import Source, Statement, UnknownLabel
from app.domain.quality import RULES, Acceptance
from app.store.evidence import Evidence, dump, load
from tests.domain.values import moments, statements, texts

sources = st.builds(
    Source,
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    name=texts,
    layout=texts,
    reader_version=st.integers(1, 9),
    read_at=moments,
    dated=st.none() | st.dates(),
)
acceptances = st.dictionaries(
    st.sampled_from(list(RULES)), st.builds(Acceptance, texts, texts, moments), max_size=2
)
labels = st.builds(UnknownLabel, texts, st.text(max_size=9), st.integers(1, 999))


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    found = draw(st.lists(sources, max_size=3, unique_by=lambda source: source.sha256))
    stated: dict[str, Statement] = {}
    for source in found:
        stated |= draw(statements(source))
    derived = Statement("ESF", "derived", rule="fund-of-period")
    stated |= draw(st.sampled_from([{}, {"fund": derived}]))
    known = st.dictionaries(
        st.sampled_from([source.sha256 for source in found] or ["0"]),
        st.lists(labels, min_size=1, max_size=2).map(tuple),
    )
    period = draw(st.sampled_from([None, "2014-2020"]))
    return Evidence(stated, draw(known), period, draw(acceptances))


@given(evidence())
def test_what_is_written_is_read_back_the_same(original: Evidence) -> None:
    assert load(dump(original)) == original


@given(evidence())
def test_writing_what_was_read_gives_the_same_text(original: Evidence) -> None:
    text = dump(original)
    assert dump(load(text)) == text


@given(evidence())
def test_each_document_is_named_once(original: Evidence) -> None:
    stored = json.loads(dump(original))
    named = {row["document"] for row in stored["fields"].values() if "document" in row}
    assert named == set(range(len(stored["documents"])))


def test_no_label_that_is_unknown_makes_no_issue() -> None:
    assert not Evidence({}, {"0": ()}).has_unknown_labels
    assert Evidence({}, {"0": (UnknownLabel("Målgrupp:", "", 1),)}).has_unknown_labels
