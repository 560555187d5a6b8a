"""A restore brings back what the backup holds; numbers go on, and what was taken back stays so."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.backup.checksums import checksum, sidecar
from app.database import Database
from app.domain.keys import Scope
from app.errors import BackupRefused, DatabaseFailed, DatabaseTooNew
from app.migration import require_current
from app.store.keys import add_key, revoke_key
from tests.backup.states import dataset_of, state_at
from tests.backup.writers import writing
from tests.old_schema import make_0001
from tests.restoring.keeping import back_up, clearly_the_same, go_on, put_back, query
from tests.store.rows import changes, everything


def test_everything_is_as_it_was(golden_database: Database, tmp_path: Path) -> None:
    before = everything(golden_database)
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1, 2)
    restored = put_back(golden_database, file)
    clearly_the_same(everything(golden_database), before)
    assert restored.present.rows["project"] == restored.backup.rows["project"] == 12


def test_numbers_go_on_after_the_larger_of_both(golden_database: Database, tmp_path: Path) -> None:
    file = back_up(golden_database, tmp_path)
    epoch, version, seq = dataset_of(golden_database.path)
    go_on(golden_database, tmp_path, 1, 2)
    ended = dataset_of(golden_database.path)
    put_back(golden_database, file)
    new = dataset_of(golden_database.path)
    assert new[0] not in (epoch, "")
    assert new[1:] == (ended[1] + 1, ended[2] + 1) == (version + 3, seq + 3)
    [row] = query(
        golden_database,
        "SELECT epoch, seq, next_seq, version, next_version FROM restoration",
    )
    assert row == (epoch, seq, new[2], version, new[1])
    go_on(golden_database, tmp_path, 3)
    assert changes(golden_database)[-1].seq == new[2] + 1
    assert changes(golden_database)[-1].dataset_version == new[1] + 1


def test_a_backup_that_is_ahead_counts_on_from_itself(
    golden_database: Database, tmp_path: Path
) -> None:
    old = back_up(golden_database, tmp_path, "gammal.db")
    go_on(golden_database, tmp_path, 1, 2)
    ahead = back_up(golden_database, tmp_path, "ny.db")
    _, version, seq = dataset_of(ahead)
    elsewhere = Database(f"sqlite:///{tmp_path}/annan.db")
    put_back(elsewhere, old)
    query(elsewhere, "UPDATE dataset SET version = 3, latest_seq = 4")
    put_back(elsewhere, ahead)
    assert dataset_of(elsewhere.path)[1:] == (version + 1, seq + 1)
    elsewhere.close()


def test_without_a_database_the_numbers_jump(golden_database: Database, tmp_path: Path) -> None:
    file = back_up(golden_database, tmp_path)
    epoch, version, seq = dataset_of(file)
    elsewhere = Database(f"sqlite:///{tmp_path}/ny/projektbank.db")
    put_back(elsewhere, file)
    require_current(elsewhere)
    assert dataset_of(elsewhere.path)[1:] == (version + 1_000_000, seq + 1_000_000)
    assert query(elsewhere, "SELECT epoch FROM restoration") == [(epoch,)]
    clearly_the_same(everything(elsewhere), everything(golden_database))
    elsewhere.close()


def test_the_database_that_was_there_is_backed_up(
    golden_database: Database, tmp_path: Path
) -> None:
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1)
    before = everything(golden_database)
    put_back(golden_database, file)
    [kept] = tmp_path.glob("projektbank.2*.db")
    assert everything(Database(f"sqlite:///{kept}")) == before
    assert put_back(golden_database, kept).present.rows["project"] == 13
    assert not list(tmp_path.glob("*.partial*"))


def test_an_answer_kept_for_a_repeated_write_is_forgotten(
    golden_database: Database, tmp_path: Path
) -> None:
    query(
        golden_database,
        "INSERT INTO replay VALUES ('k', 'POST', '/', 'a', 'f', ?, '{}')",
        "2026-01-01 00:00:00.000000",
    )
    put_back(golden_database, back_up(golden_database, tmp_path))
    assert query(golden_database, "SELECT * FROM replay") == []


def test_a_revoked_key_stays_revoked_and_a_new_one_stays(
    golden_database: Database, tmp_path: Path
) -> None:
    with golden_database.write() as session:
        _, revoked = add_key(session, "Gammal", Scope.WRITE, None)
        _, kept = add_key(session, "Orörd", Scope.READ, None)
    file = back_up(golden_database, tmp_path)
    with golden_database.write() as session:
        revoke_key(session, revoked.id)
        _, new = add_key(session, "Ny", Scope.ADMIN, None)
    before = query(golden_database, "SELECT * FROM api_key ORDER BY id")
    put_back(golden_database, file)
    assert query(golden_database, "SELECT * FROM api_key ORDER BY id") == before
    held = dict(query(golden_database, "SELECT id, revoked_at IS NOT NULL FROM api_key"))
    assert held == {revoked.id: 1, kept.id: 0, new.id: 0}


def test_a_backup_of_an_older_schema_is_migrated(golden_database: Database, tmp_path: Path) -> None:
    file = back_up(make_0001(golden_database, tmp_path / "gammal.db"), tmp_path)
    before = everything(golden_database)
    go_on(golden_database, tmp_path, 1)
    put_back(golden_database, file)
    require_current(golden_database)
    clearly_the_same(everything(golden_database), before)
    assert everything(golden_database)["dataset"][0][-1] == before["dataset"][0][-1]


def test_a_present_database_of_an_older_schema_is_migrated_first(
    golden_database: Database, tmp_path: Path
) -> None:
    file = back_up(golden_database, tmp_path)
    old = make_0001(golden_database, tmp_path / "gammal.db")
    put_back(old, file)
    require_current(old)
    assert len(list(tmp_path.glob("gammal.schema-0001.*.db"))) == 1
    old.close()


def test_a_backup_with_pages_of_another_size_fits(
    golden_database: Database, tmp_path: Path
) -> None:
    file = back_up(golden_database, tmp_path)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("VACUUM")
    sidecar(file).write_text(f"{checksum(file)}  {file.name}\n")
    before = everything(golden_database)
    put_back(golden_database, file)
    clearly_the_same(everything(golden_database), before)


def sign(file: Path) -> None:
    sidecar(file).write_text(f"{checksum(file)}  {file.name}\n")


def change(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-4096 * 8 :] = b"\xff" * (4096 * 8)
    file.write_bytes(content)


def damage(file: Path) -> None:
    change(file)
    sign(file)


def make_garbage(file: Path) -> None:
    file.write_bytes(b"skr\xe4p" * 999)
    sign(file)


def make_foreign(file: Path) -> None:
    file.unlink()
    query(file, "CREATE TABLE recipe (id)")
    sign(file)


def break_reference(file: Path) -> None:
    query(file, "UPDATE project SET owner_id = 'borta'")
    sign(file)


def leave_log(file: Path) -> None:
    file.with_name(f"{file.name}-wal").write_text("mer")


def lose_checksum(file: Path) -> None:
    sidecar(file).unlink()


def spoil_checksum(file: Path) -> None:
    sidecar(file).write_text("hej\n")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lose_checksum, r"kopia\.db\.sha256 is missing"),
        (spoil_checksum, r"kopia\.db\.sha256 is no checksum"),
        (change, r"kopia\.db does not match its checksum"),
        (damage, r"kopia\.db (is damaged|cannot be read)"),
        (make_garbage, r"kopia\.db cannot be read"),
        (make_foreign, r"kopia\.db is no database of Projektbank"),
        (break_reference, r"kopia\.db: a row of project refers"),
        (leave_log, r"kopia\.db-wal stands"),
    ],
)
def test_a_backup_that_cannot_be_trusted_is_refused(
    golden_database: Database, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    file = back_up(golden_database, tmp_path)
    go_on(golden_database, tmp_path, 1)
    spoil(file)
    before, files = everything(golden_database), set(tmp_path.glob("*.db"))
    with pytest.raises(BackupRefused, match=said):
        put_back(golden_database, file)
    assert everything(golden_database) == before
    assert set(tmp_path.glob("*.db")) == files
    assert not list(tmp_path.glob("*.partial*"))


def test_a_backup_without_checksum_is_taken_when_told_so(
    golden_database: Database, tmp_path: Path
) -> None:
    file = back_up(golden_database, tmp_path)
    sidecar(file).unlink()
    assert put_back(golden_database, file, unchecked=True).present.rows["project"] == 12
    damage(file)
    with pytest.raises(BackupRefused):
        put_back(golden_database, file, unchecked=True)


def test_a_newer_backup_is_refused(golden_database: Database, tmp_path: Path) -> None:
    file = back_up(golden_database, tmp_path)
    query(file, "UPDATE alembic_version SET version_num = '9999'")
    sign(file)
    with pytest.raises(DatabaseTooNew, match=r"^kopia\.db was migrated by a newer Projektbank"):
        put_back(golden_database, file)


def test_a_foreign_database_is_never_replaced(golden_database: Database, tmp_path: Path) -> None:
    file = back_up(golden_database, tmp_path)
    foreign = Database(f"sqlite:///{tmp_path}/recept.db")
    query(foreign, "CREATE TABLE recipe (id)")
    with pytest.raises(DatabaseFailed, match=r"recept\.db is no database of Projektbank"):
        put_back(foreign, file)
    assert query(foreign, "SELECT name FROM sqlite_schema") == [("recipe",)]


def test_a_damaged_database_is_kept_beside(golden_database: Database, tmp_path: Path) -> None:
    file = back_up(golden_database, tmp_path)
    _, version, seq = dataset_of(file)
    golden_database.close()
    golden_database.path.write_bytes(b"inte en databas " * 500)
    put_back(golden_database, file)
    [aside] = tmp_path.glob("projektbank.db.damaged-*Z")
    assert aside.read_bytes() == b"inte en databas " * 500
    assert dataset_of(golden_database.path)[1:] == (version + 1_000_000, seq + 1_000_000)
    require_current(golden_database)


def test_what_can_be_read_of_a_damaged_database_counts(
    golden_database: Database, tmp_path: Path
) -> None:
    with golden_database.write() as session:
        _, key = add_key(session, "Gammal", Scope.WRITE, None)
    file = back_up(golden_database, tmp_path)
    with golden_database.write() as session:
        revoke_key(session, key.id)
    go_on(golden_database, tmp_path, 1)
    ended = dataset_of(golden_database.path)
    query(golden_database, "UPDATE project SET owner_id = 'borta'")  # past the foreign keys
    put_back(golden_database, file)
    assert dataset_of(golden_database.path)[1:] == (ended[1] + 1, ended[2] + 1)
    assert query(golden_database, "SELECT revoked_at IS NOT NULL FROM api_key") == [(1,)]


@pytest.mark.slow
def test_a_backup_taken_under_load_is_that_moment(empty_database: Database, tmp_path: Path) -> None:
    with writing(empty_database) as wait_for_more:
        wait_for_more()
        file = back_up(empty_database, tmp_path)
        wait_for_more()
    _, version, _ = dataset_of(file)
    elsewhere = Database(f"sqlite:///{tmp_path}/annan.db")
    put_back(elsewhere, file)
    assert state_at(elsewhere.path, version) == state_at(empty_database.path, version)
    elsewhere.close()
