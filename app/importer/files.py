"""Files that are named to be imported, and those in the folders that are named."""

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from app.importer.incoming import Incoming

_SMALL = 65_536
"""Bytes of a file that can be held while it waits for its turn: few pages have more."""
_PARTS = ("_files", "_filer", "-filer")
"""What browsers put behind a page's name to name the folder of its parts."""
_PAGES = (".html", ".htm")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and every file in the folders named; left out are hidden ones, and the
    folder of pictures, styles and scripts that a browser saves beside a page."""
    files: list[Path] = []
    for path in paths:
        files += sorted(_find_below(path)) if path.is_dir() else [path]
    return files


def incoming_files(files: Iterable[Path]) -> Iterator[Incoming]:
    """The files as documents on their way in; a small one is opened once, here."""
    return (Incoming(printable(str(path)), path, _small_content(path)) for path in files)


def named_files(files: Iterable[Path]) -> Iterator[Incoming]:
    """The same, unopened."""
    return (Incoming(printable(str(path)), path) for path in files)


def read_begin(path: Path, most: int) -> bytes:
    """As many bytes from the beginning of a file; nothing of what is no file: opening a pipe would
    take from it what is there once."""
    return _read(path, most) if stat.S_ISREG(path.stat().st_mode) else b""


def _small_content(path: Path) -> bytes | None:
    """The bytes of a small file; None of anything else, and of what cannot be opened, as its reader
    tells."""
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) and status.st_size <= _SMALL):
            return None
        content = _read(path, status.st_size)
    except OSError:
        return None
    return content if len(content) == status.st_size else None


def _read(path: Path, most: int) -> bytes:
    """Without the costs of a file object: there may be a million files."""
    number = os.open(path, os.O_RDONLY)
    try:
        return os.read(number, most)
    finally:
        os.close(number)


def printable(name: str) -> str:
    """A file's name as text, also where its bytes are in an older encoding."""
    return os.fsencode(name).decode(errors="backslashreplace")


def _find_below(folder: Path) -> Iterator[Path]:
    """Files of a folder and its folders; one that cannot be opened stands for what it holds.

    Links that lead nowhere are among them, to be reported; pipes and devices are not.
    """
    closed: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        folders[:] = [name for name in folders if not _is_left_out(name, names)]
        found = (Path(root, name) for name in names if not name.startswith("."))
        yield from (path for path in found if path.is_file() or not path.exists())
    yield from closed


def _is_left_out(folder: str, beside: Collection[str]) -> bool:
    """Whether a folder is hidden, or holds the parts of a saved page that lies beside it."""
    if folder.startswith("."):
        return True
    pages = {folder.removesuffix(parts) for parts in _PARTS if folder.endswith(parts)}
    return bool(pages) and any(
        Path(name).stem in pages for name in beside if name.lower().endswith(_PAGES)
    )
