"""Any database is brought up to date; what is not ours, or newer, is refused in one sentence."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.database import Database
from app.errors import DatabaseBehind, DatabaseFailed, DatabaseTooNew
from app.migration import current_revision, known_revisions, migrate, require_current
from app.models import metadata
from app.models.projects import MIRROR_INDEX
from app.models.words import WORD_INDEX
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.rows import everything

ROOT = Path(__file__).parents[1]
NEWEST = known_revisions()[-1]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An address where nothing is yet."""
    database = Database(f"sqlite:///{tmp_path}/mapp/projektbank.db")
    yield database
    database.close()


def execute(path: Path, *statements: str) -> None:
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_the_models_are_what_the_migrations_make(empty_database: Database) -> None:
    with empty_database.engine.connect() as connection:
        options = {"compare_type": True, "include_name": _is_no_word_index}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL %' ORDER BY name"
        )
        assert tuple(made.scalars()) == WORD_INDEX


def _is_no_word_index(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or not str(name).startswith(("project_words", "word_parts", "word_use"))


def test_every_constraint_and_index_bears_its_name(empty_database: Database) -> None:
    inspector = inspect(empty_database.engine)
    for table in metadata.sorted_tables:
        assert inspector.get_pk_constraint(table.name)["name"] == f"pk_{table.name}"
        for key in inspector.get_foreign_keys(table.name):
            columns = "_".join(key["constrained_columns"])
            assert key["name"] == f"fk_{table.name}_{columns}_{key['referred_table']}"
        for unique in inspector.get_unique_constraints(table.name):
            assert unique["name"] == f"uq_{table.name}_{'_'.join(unique['column_names'])}"
        for index in inspector.get_indexes(table.name):
            if index["name"] != MIRROR_INDEX:  # all its columns would make no name
                columns = "_".join(map(str, index["column_names"]))
                assert index["name"] == f"ix_{table.name}_{columns}"


def test_each_revision_follows_the_one_before() -> None:
    before = "None"
    for revision in known_revisions():
        (file,) = (ROOT / "migrations" / "versions").glob(f"{revision}_*.py")
        found = dict(re.findall(r"^(\w+) = (.+)$", file.read_text("utf-8"), re.MULTILINE))
        assert (found["revision"], found["down_revision"]) == (f'"{revision}"', before)
        before = f'"{revision}"'


def test_a_missing_database_is_made_with_its_folder(database: Database) -> None:
    assert current_revision(database) is None
    assert migrate(database)
    assert current_revision(database) == NEWEST
    require_current(database)


def test_an_empty_file_is_migrated(database: Database) -> None:
    database.path.parent.mkdir()
    database.path.touch()
    assert migrate(database)
    require_current(database)


def test_a_database_without_tables_is_migrated(database: Database) -> None:
    execute(database.path, "CREATE TABLE a (b)", "DROP TABLE a")
    assert database.path.stat().st_size > 0
    assert migrate(database)
    require_current(database)


def test_a_current_database_is_left_alone(seeded_database: Database) -> None:
    before = everything(seeded_database)
    content = seeded_database.path.read_bytes()
    assert not migrate(seeded_database)
    assert seeded_database.path.read_bytes() == content
    assert everything(seeded_database) == before


def test_each_database_has_an_epoch_of_its_own(
    database: Database, empty_database: Database
) -> None:
    migrate(database)
    assert everything(database)["dataset"][0][1] != everything(empty_database)["dataset"][0][1]


def test_a_migrated_database_takes_documents(database: Database, tmp_path: Path) -> None:
    migrate(database)
    (result,) = import_contents(database, tmp_path, make_page())
    assert result.outcome == "created"


def test_a_newer_database_is_refused(empty_database: Database) -> None:
    execute(empty_database.path, "UPDATE alembic_version SET version_num = '9999'")
    before = everything(empty_database)
    for refuse in (migrate, require_current):
        with pytest.raises(DatabaseTooNew) as caught:
            refuse(empty_database)
        assert str(caught.value) == (
            "projektbank.db was migrated by a newer Projektbank (schema 9999, "
            f"this version knows up to {NEWEST}): use that version."
        )
    assert everything(empty_database) == before


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE recipe (id)",),
        (
            "CREATE TABLE recipe (id)",
            "CREATE TABLE alembic_version (version_num)",
            "INSERT INTO alembic_version VALUES ('ae1027a6acf')",
        ),
        (
            "CREATE TABLE project (id)",
            "CREATE TABLE alembic_version (version_num)",
            f"INSERT INTO alembic_version VALUES ('{NEWEST}')",
        ),
    ],
    ids=["tables", "alembic", "same-revision"],
)
def test_a_foreign_database_is_refused_and_left_alone(
    database: Database, statements: tuple[str, ...]
) -> None:
    execute(database.path, *statements)
    before = everything(database)
    for refuse in (migrate, require_current):
        with pytest.raises(
            DatabaseFailed, match=r"^projektbank\.db is no database of Projektbank\.$"
        ):
            refuse(database)
    assert everything(database) == before


def test_garbage_is_refused_and_left_alone(database: Database) -> None:
    database.path.parent.mkdir()
    database.path.write_bytes(b"inte en databas " * 500)
    with pytest.raises(DatabaseFailed, match=r"^projektbank\.db cannot be read: "):
        migrate(database)
    assert database.path.read_bytes() == b"inte en databas " * 500


@pytest.mark.parametrize("path", ["{folder}", "{folder}/fil/x.db", "{folder}/" + "a" * 300])
def test_what_can_be_no_database_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "fil").touch()
    with pytest.raises(DatabaseFailed, match=r"cannot be (read|made)"):
        migrate(Database(f"sqlite:///{path.format(folder=tmp_path)}"))


def test_an_unmigrated_database_is_not_served(database: Database) -> None:
    with pytest.raises(DatabaseBehind, match="needs a migration: run `projektbank migrate`"):
        require_current(database)
    assert not database.path.exists()


def test_a_migration_that_fails_half_way_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(sql: object) -> None:
        raise ZeroDivisionError(sql)

    with monkeypatch.context() as patched:
        patched.setattr(op, "execute", fail)
        with pytest.raises(ZeroDivisionError):
            migrate(database)
    assert set(everything(database)) == set()
    assert migrate(database)
    require_current(database)


MIGRATE = "import sys; from app.cli import main; sys.argv[1:] = ['migrate']; main()"


def test_processes_that_migrate_at_once_all_succeed(database: Database) -> None:
    running = [start(MIGRATE, database) for _ in range(3)]
    ended = [(process.communicate(timeout=60)[1], process.returncode) for process in running]
    assert ended == [("", 0)] * 3
    require_current(database)
    assert len(everything(database)["dataset"]) == 1


def test_alembic_is_not_loaded_when_there_is_nothing_to_do(empty_database: Database) -> None:
    code = (
        "import os, sys; from app.database import Database; from app.migration import migrate;"
        "migrate(Database(os.environ['PROJEKTBANK_DATABASE_URL']));"
        "sys.exit('alembic' in sys.modules)"
    )
    process = start(code, empty_database)
    assert process.wait(timeout=60) == 0
    process.communicate()


def start(code: str, database: Database) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PROJEKTBANK_DATABASE_URL": database.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_wheel_carries_its_migrations_inside_the_package(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "migrations", tmp_path / "app" / "migrations")
    code = "from app import cli; import sys; sys.argv[1:] = ['migrate']; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"projektbank.db migrated to schema {NEWEST}\n"
