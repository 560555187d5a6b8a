"""What is known of a snapshot: which state of the dataset it is, and its files. Values only."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import NamedTuple

from app.database import Reader
from app.store.reads import dataset_state, redaction_stamp


@dataclass(frozen=True, slots=True)
class FileKind:
    """One of the files of a snapshot; `format` is its ending."""

    format: str
    media_type: str

    @property
    def name(self) -> str:
        """What it is called in its folder and address."""
        return f"projects.{self.format}"


PARQUET = FileKind("parquet", "application/vnd.apache.parquet")
CSV = FileKind("csv.gz", "application/gzip")
SQLITE = FileKind("sqlite", "application/vnd.sqlite3")
KINDS: Mapping[str, FileKind] = MappingProxyType(
    {kind.format: kind for kind in (PARQUET, CSV, SQLITE)}
)


class Standing(NamedTuple):
    """What the database says of itself, and a snapshot must agree with to be shown: which life of
    it this is, and when contact details were taken out of it for the last time."""

    epoch: str
    redaction: str | None


NEVER = Standing("", None)
"""As no database ever stands."""


def standing_of(reader: Reader) -> Standing:
    """How the database stands now."""
    return Standing(dataset_state(reader).epoch, redaction_stamp(reader))


@dataclass(frozen=True, slots=True)
class EditionFile:
    """One file: its size and its SHA-256 in hex."""

    format: str
    bytes: int
    sha256: str

    @property
    def kind(self) -> FileKind:
        return KINDS[self.format]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A snapshot; times are ISO, in UTC. `day` is the one that decides each project's status,
    `latest` the number of the newest change that the files have."""

    epoch: str
    version: int
    redaction: str | None
    updated_at: str
    made_at: str
    day: str
    rows: int
    latest: int
    files: tuple[EditionFile, ...]

    @property
    def standing(self) -> Standing:
        """How the database stood when it was made."""
        return Standing(self.epoch, self.redaction)

    @property
    def bytes(self) -> int:
        """Of all files."""
        return sum(file.bytes for file in self.files)

    def file(self, kind: FileKind) -> EditionFile:
        """The file of a kind."""
        return next(file for file in self.files if file.format == kind.format)

    def to_json(self) -> str:
        """As it stands beside the files."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Edition":
        """Raises `ValueError`, `TypeError` or `KeyError` where the text is none of ours."""
        told = json.loads(text)
        files = {KINDS[file["format"]]: EditionFile(**file) for file in told.pop("files")}
        return cls(**told, files=tuple(files.values()))
