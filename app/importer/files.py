"""Files that are named to be imported, and those in the folders that are named."""

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from app.importer.incoming import Incoming

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
    """The files as documents on their way in."""
    return (Incoming(printable(str(path)), path) for path in files)


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
