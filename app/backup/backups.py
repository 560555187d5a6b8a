"""Makes a backup: a copy of one moment, read back to verify it, with its checksum beside it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from secrets import token_hex

from app.backup.checksums import checksum, sidecar, write_checksum
from app.backup.contents import Contents, verify
from app.backup.copies import copy_moment, sync
from app.errors import BackupRefused, DatabaseFailed


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup and what it holds."""

    path: Path
    contents: Contents


def make_backup(source: Path, target: Path | None = None, *, label: str = "") -> Backup:
    """Copies the database into `target`; by default beside it, named by time and dataset version.

    Raises `BackupRefused` where `target` is there already, or the copy is not what was copied: then
    there is no file. A file of the final name is whole, and has its checksum, at every moment.
    """
    _require_absent(target)
    with partial_file(target or source) as copy:
        try:
            copied = copy_moment(source, copy)
            _compare(copied, verify(copy, source.name))
            candidates = _names(source, label, copied) if target is None else iter([target])
            return Backup(_publish(copy, candidates), copied)
        except OSError as error:
            raise DatabaseFailed(f"The backup cannot be written: {error.strerror}.") from error


def _publish(copy: Path, candidates: Iterator[Path]) -> Path:
    """Gives a verified copy the first name that is free, its checksum first: it claims the name."""
    digest = checksum(copy)
    for final in candidates:
        try:
            _require_absent(final)
            write_checksum(final, digest)
        except (BackupRefused, FileExistsError):
            continue
        copy.rename(final)
        sync(final.absolute().parent)
        return final
    raise BackupRefused("Another backup has taken the name meanwhile.")


@contextmanager
def partial_file(path: Path) -> Iterator[Path]:
    """A name beside `path` for a file in the making; whatever is left of it is taken away."""
    partial = path.with_name(f"{path.name}.{token_hex(4)}.partial")
    try:
        yield partial
    finally:
        for ending in ("", "-journal", "-wal", "-shm", "-turn"):
            partial.with_name(f"{partial.name}{ending}").unlink(missing_ok=True)


def _require_absent(target: Path | None) -> None:
    for path in (target, sidecar(target)) if target else ():
        if os.path.lexists(path):
            raise BackupRefused(f"{path.name} is there already.")


def _names(source: Path, label: str, contents: Contents) -> Iterator[Path]:
    """`projektbank.20260131T070000Z.v417.db` beside the database, then the same with `-2`."""
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    stem = ".".join(filter(None, (source.stem, label, at, f"v{contents.version}")))
    yield source.with_name(f"{stem}{source.suffix}")
    for number in count(2):
        yield source.with_name(f"{stem}-{number}{source.suffix}")


def _compare(copied: Contents, found: Contents) -> None:
    """The copy was read back whole; what it holds must be what was copied."""
    if copied != found:
        told = replace(found, rows={n: c for n, c in found.rows.items() if copied.rows.get(n) != c})
        raise BackupRefused(f"The copy is not what was copied: it holds {told}.")
