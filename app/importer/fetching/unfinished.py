"""A run that was interrupted goes on: what it had fetched is not asked for again."""

import hashlib
import json
import time
from contextlib import suppress
from pathlib import Path

from app.importer.fetching.cache import cache_unusable

_GOES_ON_FOR = 86_400.0
"""Seconds after which a run is not continued but begun anew."""


class UnfinishedRun:
    """Marks a run over the same addresses from its begin to its end, across interruptions."""

    def __init__(self, folder: Path, what: list[str]) -> None:
        name = hashlib.sha256(json.dumps(what).encode()).hexdigest()
        self._mark = folder / "runs" / name

    def begin(self) -> float:
        """When the run began, which may have been before an interruption: seconds since 1970.

        Raises `SettingsInvalid` where the cache cannot be written.
        """
        folder = self._mark.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for mark in folder.iterdir():
                with suppress(FileNotFoundError):  # another run has cleared it away
                    if not 0 <= time.time() - mark.stat().st_mtime < _GOES_ON_FOR:
                        mark.unlink()
            if not self._mark.exists():
                self._mark.touch()
            return self._mark.stat().st_mtime
        except OSError as error:
            raise cache_unusable(folder.parent, error) from error

    def end(self) -> None:
        """Every address has been asked: the next run begins anew."""
        self._mark.unlink(missing_ok=True)
