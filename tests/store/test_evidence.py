"""Provenance is read back as it was written."""

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.domain.provenance import Source, Statement, UnknownLabel
from app.domain.quality import RULES, Acceptance
from app.store.evidence import Evidence, dump, load
from tests.domain.values import moments, statements, texts

sources = st.builds(
    Source,
    sha256=st.sampled_from(["0" * 64, "1" * 64]),  # rows of one list may be of different days
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
    found = draw(st.lists(sources, max_size=3, unique=True))
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
def test_each_reading_of_a_document_is_told_once(original: Evidence) -> None:
    stored = json.loads(dump(original))
    named = {row["document"] for row in stored["fields"].values() if "document" in row}
    assert named == set(range(len(stored["documents"])))
    assert len({json.dumps(row) for row in stored["documents"]}) == len(named)


def test_what_earlier_versions_wrote_is_read() -> None:
    document = {"name": "a", "layout": "b", "reader_version": 1, "dated": "2020-01-31"}
    source = Source("0" * 64, "a", "b", 1, datetime(2027, 1, 1, tzinfo=UTC), date(2020, 1, 31))
    document["read_at"] = source.read_at.isoformat()
    fields = {"name": {"value": "Bron", "document": "0" * 64}, "owner": {"raw": "X", "document": 0}}
    text = {"documents": {"0" * 64: document}, "fields": fields, "unknown_labels": {}}
    read = load(json.dumps({**text, "period": None})).statements
    assert (read["name"].source, read["owner"].source) == (source, source)


def test_no_label_that_is_unknown_makes_no_issue() -> None:
    assert not Evidence({}, {"0": ()}).has_unknown_labels
    assert Evidence({}, {"0": (UnknownLabel("Målgrupp:", "", 1),)}).has_unknown_labels
