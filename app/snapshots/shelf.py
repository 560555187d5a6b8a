"""The folder of snapshots: what stands there, what may be shown, how a new one gets its place.

Each is a folder of its own, named by dataset version and epoch. It gets this name when its files
are on the disk; one whose files were taken away stays as a note that it was withdrawn.
"""

import fcntl
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from app.backup.copies import sync
from app.errors import SnapshotNotFound, SnapshotRefused, SnapshotWithdrawn
from app.snapshots.editions import Edition, FileKind, Standing

LATEST = "latest"
"""Stands for the version of the newest snapshot."""
_MANIFEST = "snapshot.json"
_LOCK = "lock"
_NAME = re.compile(r"v[0-9]{1,18}\.[0-9a-f]{32}")
_PARTIAL = ".partial"
_VERSION = re.compile(r"0|[1-9][0-9]{0,17}")
_ELSEWHERE = "/v1/snapshots lists those that are there."


class Shelf:
    """The snapshots in one folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, database: Path, folder: Path | None = None) -> "Shelf":
        """The one in a folder of one's choice, else beside the database."""
        return cls(folder or database.with_name(f"{database.name}-snapshots"))

    def editions(self) -> list[Edition]:
        """Every snapshot that was made and is not forgotten, the newest first."""
        found = (self._read(path) for path in self._entries() if _NAME.fullmatch(path.name))
        known = [edition for edition in found if edition is not None]
        return sorted(known, key=lambda one: (one.version, one.made_at), reverse=True)

    def offered(self, standing: Standing) -> list[Edition]:
        """Those that may be shown, the newest first."""
        return [one for one in self.editions() if self._is_offered(one, standing)]

    def find(self, version: str, standing: Standing) -> Edition:
        """The snapshot of a version as an address has it, or the newest one.

        Raises `SnapshotNotFound`, or `SnapshotWithdrawn` where it was there and must not be shown
        any more.
        """
        known = self.editions()
        if version == LATEST:
            for edition in known:
                if self._is_offered(edition, standing):
                    return edition
            raise SnapshotNotFound("No snapshot is there yet: `projektbank snapshot` makes one.")
        number = int(version) if _VERSION.fullmatch(version) else None
        same = [edition for edition in known if edition.version == number]
        for edition in same:
            if self._is_offered(edition, standing):
                return edition
        if not same:
            raise SnapshotNotFound(f"No snapshot of this version is kept. {_ELSEWHERE}")
        raise SnapshotWithdrawn(_reason(same[0], standing))

    def path_of(self, edition: Edition, kind: FileKind | None = None) -> Path:
        """Where a snapshot stands, or one of its files."""
        place = self.folder / f"v{edition.version}.{edition.epoch}"
        return place / kind.name if kind else place

    def files_of(self, edition: Edition) -> list[Path]:
        """Those of its files that are there."""
        paths = (self.path_of(edition, file.kind) for file in edition.files)
        return [path for path in paths if path.is_file()]

    def is_whole(self, edition: Edition) -> bool:
        """Whether all of its files are there."""
        sizes = [size_of(path) for path in self.files_of(edition)]
        return sizes == [file.bytes for file in edition.files]

    def partial(self) -> list[Path]:
        """What was left half made, where nobody is at work."""
        return [path for path in self._entries() if path.name.endswith(_PARTIAL)]

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Makes this process the only one that changes what is there, until the block ends; raises
        `SnapshotRefused` where another one is at work. A process that dies is at work no longer."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise SnapshotRefused(
                    "Another process is making or removing snapshots; try again when it is done."
                ) from error
            yield

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """A new folder for a snapshot in the making; what is left of it goes."""
        place = self._partial_name()
        place.mkdir()
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def publish(self, place: Path, edition: Edition) -> None:
        """Gives a finished snapshot its name, once all of it is on the disk. A note that the same
        version was withdrawn makes room."""
        (place / _MANIFEST).write_text(edition.to_json(), "utf-8")
        for path in place.iterdir():
            sync(path)
        sync(place)
        final = self.path_of(edition)
        if final.exists():
            self.remove(final)
        place.rename(final)
        sync(self.folder)

    def remove(self, place: Path) -> None:
        """Takes a folder away. It loses its name first: killed meanwhile, what is left is known as
        such."""
        doomed = place if place.name.endswith(_PARTIAL) else place.rename(self._partial_name())
        shutil.rmtree(doomed, ignore_errors=True)

    def withdraw(self, edition: Edition) -> None:
        """Takes the files of a snapshot away; that it was there stays known."""
        for path in self.files_of(edition):
            path.unlink(missing_ok=True)

    def _partial_name(self) -> Path:
        return self.folder / f"{token_hex(4)}{_PARTIAL}"

    def _is_offered(self, edition: Edition, standing: Standing) -> bool:
        return edition.standing == standing and self.is_whole(edition)

    def _entries(self) -> list[Path]:
        return sorted(self.folder.iterdir()) if self.folder.is_dir() else []

    def _read(self, place: Path) -> Edition | None:
        """What is known of the snapshot in a folder; None where it is none of ours."""
        try:
            edition = Edition.from_json((place / _MANIFEST).read_text("utf-8"))
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return edition if self.path_of(edition) == place else None


def _reason(edition: Edition, standing: Standing) -> str:
    if edition.epoch != standing.epoch:
        why = "The database was restored from a backup since"
    elif edition.redaction != standing.redaction:
        why = "Contact details were taken out of the records since"
    else:
        why = "Its files are gone"
    return f"{why}. {_ELSEWHERE}"


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    paths = path.rglob("*") if path.is_dir() else [path]
    return sum(_length(one) for one in paths)


def _length(path: Path) -> int:
    try:
        found = path.lstat()
    except FileNotFoundError:  # it has gone meanwhile
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0
