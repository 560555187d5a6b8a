"""The table of formats: what each says of itself is what it does."""

import subprocess
import sys

import pytest

from app.database import Database, Row
from app.exports.export import open_export
from app.exports.formats import FORMATS
from app.query.resource import PROJECTS
from tests.exports.files import fill, watch
from tests.query.records import make_record

LOADED = """
import sys, app.exports.formats, app.exports.export
print(sorted({name.partition(".")[0] for name in sys.modules} & {"arro3", "xlsxwriter"}))
"""


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_its_first_bytes_at_once_unless_it_says_otherwise(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    fill(empty_database, (make_record(f"r{place:04}") for place in range(1_200)))
    with open_export(empty_database, PROJECTS, "", FORMATS[name]) as made:
        read = list[Row]()
        watch(monkeypatch, made.extract.reader, read.extend)
        coming = made.blocks()
        assert next(coming)
        assert (len(read) == 1_200) == FORMATS[name].whole
        assert list(coming) or FORMATS[name].whole


def test_libraries_of_single_formats_are_loaded_only_when_one_is_made() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
