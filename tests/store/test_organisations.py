"""Which organisation an owner is, in whatever order its spellings and its number are seen."""

from itertools import permutations
from pathlib import Path

import pytest

from app.database import Database
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.rows import changes, everything, stored_projects, versions_of

NUMBERED = make_page(name="Ett", Projektägare_organisationsnummer="2120003005")
PLAIN = make_page(name="Två", owner="EXEMPELKOMMUNEN ")
OTHER = make_page(
    name="Tre", owner="Exempelkommunen AB", Projektägare_organisationsnummer="2120003005"
)
RIVAL = make_page(name="Fyra", Projektägare_organisationsnummer="2021005489")


def organisations(database: Database) -> dict[object, set[object]]:
    """Organisation id → ids of the projects it owns."""
    owned: dict[object, set[object]] = {
        row[0]: set() for row in everything(database)["organisation"]
    }
    for project in stored_projects(database):
        owned[project.owner_id].add(project.name)
    return owned


@pytest.mark.parametrize("order", [*permutations((NUMBERED, PLAIN, OTHER))])
def test_a_numberless_spelling_joins_the_one_numbered_organisation_in_every_order(
    empty_file: Path, tmp_path: Path, order: tuple[str, ...]
) -> None:
    with open_copy(empty_file, tmp_path) as database:
        import_contents(database, tmp_path, *order)
        assert organisations(database) == {"2120003005": {"Ett", "Två", "Tre"}}
        spelt = {row[1] for row in everything(database)["spelling"]}
        assert spelt == {"exempelkommunen", "exempelkommunen ab"}


def test_a_project_that_moves_to_its_organisation_gets_a_version(
    empty_database: Database, tmp_path: Path
) -> None:
    results = import_contents(empty_database, tmp_path, PLAIN, NUMBERED)
    key = results[0].id
    assert key is not None
    assert [(one.version, one.op) for one in versions_of(empty_database, key)] == [
        (1, "create"),
        (2, "update"),
    ]
    moved = [one for one in changes(empty_database) if one.project_id == key]
    assert moved[1].changed_fields == '["owner_id"]'
    assert (
        versions_of(empty_database, key)[0].provenance
        == versions_of(empty_database, key)[1].provenance
    )


def test_a_spelling_that_two_numbers_bear_stays_by_itself(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, NUMBERED, RIVAL, PLAIN)
    owned = organisations(empty_database)
    assert owned["2120003005"] == {"Ett"}
    assert owned["2021005489"] == {"Fyra"}
    assert [key for key, names in owned.items() if names == {"Två"}] != []


def test_one_name_without_number_is_one_organisation(
    empty_database: Database, tmp_path: Path
) -> None:
    import_contents(empty_database, tmp_path, PLAIN, make_page(name="Fem"))
    assert list(organisations(empty_database).values()) == [{"Två", "Fem"}]


def test_a_persons_number_never_joins_names(empty_database: Database, tmp_path: Path) -> None:
    pages = (
        make_page(name="Ett", owner="Kim Påhittad", Projektägare_organisationsnummer="800101-1234"),
        make_page(
            name="Två", owner="Robin Påhittad", Projektägare_organisationsnummer="800101-1234"
        ),
    )
    import_contents(empty_database, tmp_path, *pages)
    owned = [*organisations(empty_database).values()]
    assert {"Ett"} in owned
    assert {"Två"} in owned
