"""The checksum beside a backup: `FILE.sha256`, as `sha256sum` writes and checks it."""

import hashlib
import os
import re
from pathlib import Path

from app.errors import BackupRefused

_LINE = re.compile(r"([0-9a-f]{64})[ *]+[^\n]+\n?")


def sidecar(path: Path) -> Path:
    """Where the checksum of a file stands."""
    return path.with_name(f"{path.name}.sha256")


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksum(path: Path, digest: str) -> None:
    """Writes the sidecar of `path`; raises `FileExistsError` where there is one already."""
    mark, name = "", path.name
    if "\\" in name or "\n" in name:  # as sha256sum writes names that would break its line
        mark, name = "\\", name.replace("\\", "\\\\").replace("\n", "\\n")
    descriptor = os.open(sidecar(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{mark}{digest}  {name}\n")
        file.flush()
        os.fsync(file.fileno())


def read_checksum(path: Path) -> str:
    """What the sidecar of `path` says; raises `BackupRefused` where there is none to be read."""
    beside = sidecar(path)
    try:
        text = beside.read_text("utf-8", errors="surrogateescape")
    except FileNotFoundError as error:
        raise BackupRefused(
            f"{beside.name} is missing: its checksum cannot be compared."
        ) from error
    except OSError as error:
        raise BackupRefused(f"{beside.name} cannot be read: {error.strerror}.") from error
    match = _LINE.fullmatch(text.removeprefix("\\"))
    if match is None:
        raise BackupRefused(f"{beside.name} is no checksum of sha256sum.")
    return match[1]
