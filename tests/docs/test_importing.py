"""docs/importing.md: the worked example works, and everything that it names is there."""

import re

from app.domain.fields import BY_NAME
from app.domain.representation import to_json
from app.importer.cells.headings import MAX_HEADING_ROW
from app.importer.cells.notation import DATES, NOT_STATED, NUMBERS
from app.importer.mapping import Mapping
from app.importer.mapping_faults import KEYS
from app.importer.tables import READER_VERSIONS, open_table
from app.importer.tables.row import MAX_ROW
from app.importer.tables.workbook_size import MAX_CELLS, MAX_UNPACKED
from tests.docs.markdown import NO_VALUE, fenced, read, rows, section, spans

IMPORTING = "docs/importing.md"
EXAMPLE = "A mapping file"


def test_the_worked_example_states_what_is_shown() -> None:
    text = section(IMPORTING, EXAMPLE)
    [content], [mapping] = fenced(text, "csv"), fenced(text, "toml")
    assert len(mapping.splitlines()) <= 20
    table = open_table(content.encode(), "lista.csv", Mapping(mapping))
    assert table
    [heading] = re.findall(r"^\| number .*$", text, re.MULTILINE)
    columns = [cell.strip() for cell in heading.strip("|").split("|")]
    shown = [row for row in rows(IMPORTING, EXAMPLE) if len(row) == len(columns)]
    read_of = [row.draft for row in table.rows() if row.draft]
    assert [draft.unknown_labels for draft in read_of] == [(), ()]
    stated = [
        {name: to_json(BY_NAME[name], one.value) for name, one in draft.statements.items()}
        for draft in read_of
    ]
    assert [tuple(str(one.get(name, NO_VALUE)) for name in columns) for one in stated] == shown


def test_every_key_of_a_mapping_file_and_every_style_is_documented() -> None:
    documented = {spans(row[0])[0]: row[1] for row in rows(IMPORTING, EXAMPLE) if len(row) == 2}
    assert sorted(documented) == sorted(KEYS)
    assert [style for style in NUMBERS if f"`{style}`" not in documented["numbers"]] == []
    assert [style for style in DATES if f"`{style}`" not in documented["dates"]] == []
    assert f"from 1 to {MAX_HEADING_ROW}" in documented["heading_row"]


def test_every_layout_of_lists_is_documented() -> None:
    told = [spans(row[0]) for row in rows(IMPORTING, "Lists") if len(row) == 3]
    assert told == [[name] for name in READER_VERSIONS]


def test_every_way_to_state_nothing_is_documented() -> None:
    told = {one.casefold() for one in spans(section(IMPORTING, "What a row says"))}
    assert {one for one in NOT_STATED if one not in ("–", "n.a", "#n/a")} <= told


def test_the_documented_limits_are_those_in_force() -> None:
    text = read(IMPORTING)
    assert f"at most {MAX_CELLS:,} cells" in text
    assert f"{MAX_UNPACKED // 1_000_000} MB unpacked" in text
    assert f"more than {MAX_ROW:,} characters" in text
