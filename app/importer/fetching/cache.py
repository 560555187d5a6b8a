"""What was fetched before, a file an address: a line of JSON, then the content, packed as one.

A file is put in place whole; one that is damaged all the same counts as not there: what is packed
bears a checksum.
"""

import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from app.errors import SettingsInvalid
from app.outbound.client import Answer

MAX_BYTES = 2_000_000_000
"""Of all files together; above it those go that were not asked for the longest."""

_KEPT_HEADERS = ("etag", "last-modified", "content-type", "location")
_KEPT_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and when the site last confirmed it: seconds since 1970."""

    answer: Answer
    checked_at: float


class PageCache:
    """The folder of answers; raises `SettingsInvalid` where it cannot be written."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder / "pages"
        self._max_bytes = max_bytes
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise cache_unusable(folder, error) from error
        self._size = sum(size for _, size, _ in self._files())
        self._prune()

    def find(self, address: str) -> Kept | None:
        """What is kept of an address, if anything is."""
        path = self._path(address)
        try:
            checked_at = path.stat().st_mtime
            head, _, content = zlib.decompress(path.read_bytes()).partition(b"\n")
        except (OSError, zlib.error):
            return None
        told = json.loads(head)
        return Kept(Answer(address, told["status"], told["headers"], content), checked_at)

    def keep(self, answer: Answer) -> None:
        """Puts an answer in place of what was kept of its address."""
        headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
        told = json.dumps({"url": answer.url, "status": answer.status, "headers": headers})
        content = zlib.compress(told.encode() + b"\n" + answer.content)
        path = self._path(answer.url)
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(content)
            Path(file.name).replace(path)
        except OSError as error:
            raise cache_unusable(self._folder.parent, error) from error
        self.confirm(answer.url)
        self._size += len(content)
        self._prune()

    def confirm(self, address: str) -> None:
        """The site says that what is kept still stands."""
        now = time.time()
        try:
            os.utime(self._path(address), (now, now))
        except OSError as error:
            raise cache_unusable(self._folder.parent, error) from error

    def _path(self, address: str) -> Path:
        name = hashlib.sha256(address.encode()).hexdigest()
        return self._folder / name[:2] / name

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._folder.glob("*/*"):
            try:
                status = path.stat()
            except FileNotFoundError:  # another run has cleared it away
                continue
            yield status.st_mtime, status.st_size, path

    def _prune(self) -> None:
        """Makes room; what is asked for again is fetched again."""
        if self._size <= self._max_bytes:
            return
        files = sorted(self._files())
        self._size = sum(size for _, size, _ in files)
        for _, size, path in files:
            if self._size <= self._max_bytes * _KEPT_SHARE:
                return
            path.unlink(missing_ok=True)
            self._size -= size


def cache_unusable(folder: Path, error: OSError) -> SettingsInvalid:
    """The one sentence for a folder that cannot be written."""
    return SettingsInvalid(
        f"the cache folder {folder} cannot be used ({error.strerror});"
        " PROJEKTBANK_FETCH_CACHE names another"
    )
