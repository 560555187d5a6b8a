"""Reports of imports, refused rows and files that wait lose a redacted person as all else does."""

import pytest

from app.database import Database
from app.importer.incoming import Options
from app.importer.mapping import Mapping
from tests.importer.archives import make_archive
from tests.jobs.queue import job, put
from tests.jobs.test_runner import running, wait
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, PHONE, act, page, traces
from tests.store.rows import everything

LIST = f"Projekt;Vem;Kontakt\n;Exempelkommunen;{NAME} {EMAIL}\nBron;Exempelkommunen;\n"
MAPPING = Mapping('[columns]\n"Projekt" = "name"\n"Vem" = "owner"\n"Kontakt" = "contact_name"\n')


@pytest.mark.parametrize("asked", [{"email": EMAIL}, {"name": NAME}], ids=str)
def test_a_report_is_redacted(empty_database: Database, asked: dict[str, str]) -> None:
    """She stands in the differences of a dry run, and in a refused row."""
    files = {"a.txt": page(), "b.txt": f"Ring {NAME}, {PHONE}."}
    numbers = [put(empty_database, files, Options(dry_run=True))]
    numbers.append(put(empty_database, {"a.csv": LIST}, Options(mapping=MAPPING)))
    with running(empty_database):
        for number in numbers:
            wait(empty_database, number)
    assert job(empty_database, numbers[1]).counts == '{"created": 1}'
    told = str(everything(empty_database)["import_result"])
    assert NAME in told
    assert EMAIL in told
    assert EMAIL in str(everything(empty_database)["refused_row"])
    places = act(empty_database, **asked)
    kept = everything(empty_database)
    kept = {name: kept[name] for name in ("import_result", "refused_row")}
    assert not any(trace in str(kept) for trace in asked.values())
    assert {"report", "quarantine"} <= {place.where for place in places}
    assert breaches(empty_database) == {}
    assert act(empty_database, **asked) == []


def test_the_name_of_a_file_is_told_of_and_goes_with_the_texts(empty_database: Database) -> None:
    number = put(empty_database, {f"{NAME}.txt": "Nyheter"})
    with running(empty_database):
        wait(empty_database, number)
    left = {str(place) for place in act(empty_database, name=NAME)}
    assert f"left        import {number}  name of document 1" in left
    assert "report" in {place.where for place in act(empty_database, name=NAME, in_text=True)}
    assert traces(empty_database) == []


def test_a_file_that_waits_is_redacted_and_imported_all_the_same(
    empty_database: Database,
) -> None:
    number = put(empty_database, {f"{NAME}.txt": page(), "b.txt": page(2)})
    places = act(empty_database, name=NAME, in_text=True)
    assert [place.where for place in places] == ["report", "report"]
    assert not any(NAME in str(row) for row in everything(empty_database)["import_upload"])
    with running(empty_database):
        wait(empty_database, number)
    assert job(empty_database, number).counts == '{"created": 2}'


@pytest.mark.parametrize("kind", ["packed", "long"])
def test_a_packed_or_long_file_that_waits_is_told_of_and_obeys_when_it_is_read(
    empty_database: Database, kind: str
) -> None:
    held = page() + " " * 300_000
    packed = make_archive({"a.txt": page(), "b.txt": page(2)})
    files = {"a.zip": packed} if kind == "packed" else {"a.txt": held}
    number = put(empty_database, files)
    for asked in ({"name": NAME}, {"email": EMAIL}):
        [place] = act(empty_database, **asked)
        assert (place.where, place.name) == ("left", f"import {number}")
    with running(empty_database):
        wait(empty_database, number)
    empty_database.rebuild()
    assert "created" in job(empty_database, number).counts
    assert [one for one in traces(empty_database) if "planterad" in one] == []


def test_what_is_reported_after_a_redaction_obeys_it(empty_database: Database) -> None:
    act(empty_database, name=NAME, in_text=True)
    number = put(empty_database, {f"{NAME}.txt": "Nyheter"})
    with running(empty_database):
        wait(empty_database, number)
    [row] = everything(empty_database)["import_result"]
    assert NAME not in str(row)
    assert ".txt" in str(row)
