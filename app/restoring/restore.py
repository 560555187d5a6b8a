"""The restore itself: check → back up what is there → prepare → put in place, in one transaction.

Whoever is reading meanwhile sees the old or the new; a process that is killed leaves one of them.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlmodel import Session

from app.backup.backups import make_backup, partial_file
from app.backup.contents import Contents, contents_of, verify
from app.backup.copies import pour, sync
from app.database import Database
from app.errors import DatabaseFailed
from app.indexes import make_whole
from app.migration import migrate
from app.restoring.prepared import open_prepared, page_size_of, take_in
from app.restoring.present import State, lasting_of, set_aside, state_of
from app.store.redaction.changes import tell_redaction
from app.store.redaction.run import Outcome, apply_block_list
from app.store.restoration import Lasting, keep_block_list, renew

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What the backup held, what the database holds now, and in how many places of it contacts were
    taken out again because the block list names them."""

    backup: Contents
    present: Contents
    redacted: int


def restore(database: Database, file: Path, tell: Tell, *, unchecked: bool = False) -> Restored:
    """Puts a backup in the place of the database; `tell` gets a sentence on each file that is kept.

    Raises `BackupRefused` where the backup cannot be trusted, `DatabaseTooNew` where a newer
    version made it or the present database; the database is as before then.
    """
    try:
        database.path.parent.mkdir(parents=True, exist_ok=True)
        with partial_file(database.path) as copy:
            backup = take_in(file, copy, unchecked=unchecked)
            state = state_of(database)
            if state is State.SOUND:
                migrate(database, tell)
                kept = make_backup(database.path)
                tell(f"{database.path.name} is backed up as {kept.path.name}.")
            size = page_size_of(database.path) if state is State.SOUND else None
            with closing(open_prepared(copy, size)) as prepared:
                redacted = _prepare(prepared, database, file.name)
                if state is State.SOUND:
                    settle = partial(_settle, database=database, redacted=redacted)
                    pour(prepared, database.path, settle)
                else:
                    _place(prepared, database, state, tell, redacted)
    except OSError as error:
        raise DatabaseFailed(f"The backup cannot be restored: {error.strerror}.") from error
    return Restored(backup, contents_of(database.path), len(redacted.changed))


def _prepare(prepared: Database, database: Database, name: str) -> Outcome:
    """What takes time and can be done before the last moment; what lost a contact."""
    lasting = lasting_of(database)
    redacted = Outcome()
    if lasting is not None:
        with prepared.write() as session:
            if keep_block_list(session, lasting):
                redacted = apply_block_list(session)
    if redacted.changed:
        prepared.rebuild()
    make_whole(prepared)
    prepared.close()
    verify(prepared.path, name)
    return redacted


def _settle(session: Session, database: Database, redacted: Outcome) -> None:
    """What holds only once nobody else can write to the database any more."""
    lasting = lasting_of(database)
    if lasting is None:
        raise DatabaseFailed(f"{database.path.name} cannot be read any more; try again.")
    if keep_block_list(session, lasting):
        redacted.records += apply_block_list(session).records
    _begin_anew(session, lasting, redacted)


def _begin_anew(session: Session, lasting: Lasting | None, redacted: Outcome) -> None:
    """New numbers; only behind them does the feed tell of what was taken out, else one number would
    mean two things."""
    at = renew(session, lasting)
    if redacted.records:
        tell_redaction(session, redacted.records, at)


def _place(
    prepared: Database, database: Database, state: State, tell: Tell, redacted: Outcome
) -> None:
    """Where no sound database is: the prepared one becomes it, and a damaged one is kept."""
    lasting = lasting_of(database) if state is State.DAMAGED else None
    with prepared.write() as session:
        _begin_anew(session, lasting, redacted)
    prepared.close()
    sync(prepared.path)
    if state is State.DAMAGED:
        tell(f"{database.path.name} was damaged; it is kept as {set_aside(database.path).name}.")
        if lasting is None:
            tell("Its keys and redactions cannot be read: those of the backup hold.")
        tell("Servers that run must be started anew.")
    prepared.path.replace(database.path)
    sync(database.path.absolute().parent)
