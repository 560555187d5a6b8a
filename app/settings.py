"""Every setting: `PROJEKTBANK_NAME` in the environment or in a `.env` file, its kind, default and
reason. Nothing is read on import, and no secret is needed to start.
"""

import difflib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, HttpUrl, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import SettingsInvalid

PREFIX = "PROJEKTBANK_"
KEY_OF_CLIENTS = f"{PREFIX}KEY"
"""What `clients/python` takes its key from: no setting, but often in the same environment."""
ENV_FILE = ".env"
MAX_PAUSE = 120
"""Seconds between two requests to a site that may be asked for."""


class Settings(BaseSettings):
    """The settings in force; a field's description says why it exists."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    database_url: str = Field(
        "sqlite:///projektbank.db", description="Where the records are: sqlite:///PATH."
    )
    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for every network.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=64, description="Server processes; one a core is plenty.")
    public_url: HttpUrl | None = Field(
        None, description="Address in links, when a proxy hides the real one."
    )
    reads: Literal["open", "key"] = Field(
        "open", description="Who may read: everyone, or holders of a key only."
    )
    contacts: Literal["public", "key", "hidden"] = Field(
        "public", description="Who sees contact persons: public is everyone, key who has one."
    )
    operator: str | None = Field(
        None, min_length=1, max_length=200, description="Who runs the service, for `/v1/catalogue`."
    )
    operator_contact: str | None = Field(
        None,
        max_length=200,
        pattern=r"^(https?://[!-~]+|[^@\s]+@[^@\s]+)$",
        description="Mail or web address for questions about the service, for `/v1/catalogue`.",
    )
    query_seconds: float = Field(
        2.0, gt=0, le=60, description="Time budget of one question to the database, in seconds."
    )
    max_body_bytes: int = Field(
        10_000_000, ge=1_000, le=1_000_000_000, description="Largest request body, in bytes."
    )
    max_upload_bytes: int = Field(
        100_000_000,
        ge=1_000,
        le=1_000_000_000,
        description="Largest body of an import, in bytes; one is held in memory while it is read.",
    )
    fetch_pause: float = Field(
        1.0, ge=0, le=MAX_PAUSE, description="Pause between two requests to one site, in seconds."
    )
    fetch_contact: str | None = Field(
        None,
        max_length=200,
        pattern=r"^[!-~]+$",
        description="Address or mail that sites are told to turn to about our requests.",
    )
    fetch_cache: Path | None = Field(
        None, description="Folder of what was fetched before; else one in the user's cache."
    )
    snapshot_folder: Path | None = Field(
        None, description="Folder of snapshots; else one beside the database."
    )
    snapshot_hours: float = Field(
        24.0,
        ge=0,
        le=8_760,
        description="Age at which a snapshot of changed data gives way to a new one; 0 makes none.",
    )
    snapshot_keep: int = Field(
        3, ge=1, le=100, description="Snapshots that are kept, the newest first; each takes space."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much the server logs."
    )


def names() -> Iterator[str]:
    """The environment name of every setting."""
    return (f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


@cache
def load() -> Settings:
    """The settings in force; raises `SettingsInvalid` with one plain sentence."""
    _refuse_unknown()
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise SettingsInvalid(f"{name}: {first['msg']}") from error


def _refuse_unknown() -> None:
    given = {name.upper() for name in (*os.environ, *_names_in_file())}
    for name in sorted(given - {KEY_OF_CLIENTS}):
        if name.startswith(PREFIX) and name not in names():
            raise SettingsInvalid(f"{name} is no setting; {_hint(name)}")


def _hint(name: str) -> str:
    """The nearest name by what follows the prefix, which all have in common; else every name."""
    known = {known.removeprefix(PREFIX): known for known in names()}
    near = difflib.get_close_matches(name.removeprefix(PREFIX), known, n=1)
    return f"did you mean {known[near[0]]}?" if near else f"known: {', '.join(names())}"


def _names_in_file() -> Iterable[str]:
    try:
        return dotenv_values(ENV_FILE) if Path(ENV_FILE).is_file() else ()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{ENV_FILE} cannot be read: it must be UTF-8 text") from error
