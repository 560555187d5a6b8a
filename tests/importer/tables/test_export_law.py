"""Whatever a record holds, an export's cells say the same when they are read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import Database
from app.domain.fields import FIELDS, HUNDREDTHS, Kind
from app.domain.unseen import has_unseen
from app.domain.vocabulary import CODES
from app.exports.export import Contacts
from tests.exports.files import export, fill
from tests.importer.tables.lists import drafts_of
from tests.query.records import Record, make_record

STATED = tuple(field for field in FIELDS if not field.flags.computed)
FORMS = {
    "a.csv": ("csv", ""),
    "b.csv": ("csv", "&dialect=excel-sv"),
    "c.csv": ("csv", "&labels=en"),
    "d.ndjson": ("ndjson", ""),
    "e.json": ("json", ""),
    "f.xlsx": ("xlsx", ""),
    "g.xlsx": ("xlsx", "&labels=sv"),
}

_shown = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
    lambda char: not has_unseen(char)
)  # the last two no workbook can hold: they are no characters of XML
_odd = st.sampled_from(
    [
        *("=1+1", "'citat", "''", '="2.1"', "-1", "+46 8", "2.1", "007", "1E5", "2021-03", "None"),
        *("Ja", "-", "Okänt", "<r>x</r>", "<b>fet</b>", "&amp;", 'a"b', "a;b,c", "#N/A", "true"),
    ]
)
_text = (_odd | st.text(_shown, min_size=1, max_size=20)).map(str.strip).filter(bool)
_paragraphs = st.lists(_text, min_size=1, max_size=3).map("\n".join)
_KINDS: Mapping[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: st.integers(0, 10**18 - 1),
    Kind.MONEY: st.integers(0, 10**15).map(lambda number: Decimal(number) / 100),
    Kind.PERCENT: st.integers(0, 10_000).map(lambda number: Decimal(number) / 100),
    Kind.DATE: st.dates(date(1000, 1, 1), date(9999, 12, 31)),
    Kind.BOOLEAN: st.booleans(),
}
_OWN: Mapping[str, st.SearchStrategy[Any]] = {
    "summary": _paragraphs,
    "summary_en": _paragraphs,
    "owner_organisation_number": st.from_regex(r"[0-9]{10}", fullmatch=True),
}


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Records with any value that may be written into each field."""
    values = {}
    for field in STATED:
        codes = [code.code for code in CODES[field.codes]] if field.codes else []
        strategy = st.sampled_from(codes) if codes else _OWN.get(field.name, _KINDS.get(field.kind))
        assert strategy is not None, field.name
        required = not field.flags.nullable
        values[field.name] = draw(strategy if required else st.none() | strategy)
    return make_record(draw(st.sampled_from(["2020-00713", "-1a2b3c4d", "vag-0a1b2c3d"])), **values)


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records())
def test_what_an_export_says_is_what_the_record_held(
    empty_database: Database, name: str, record: Record
) -> None:
    form, options = FORMS[name]
    fields = ",".join(field.name for field in STATED)
    database = fill(empty_database, [record])
    content = export(database, form, f"fields={fields}{options}", Contacts.ALWAYS)
    [draft] = drafts_of(content, name)
    read = {key: one.value for key, one in draft.statements.items() if key != "region_name"}
    assert draft.key == record["id"]
    assert read == {
        field.name: int(record[field.name] * 100)
        if field.kind in HUNDREDTHS
        else record[field.name]
        for field in STATED
        if record[field.name] is not None
    }
    assert draft.unknown_labels == ()
