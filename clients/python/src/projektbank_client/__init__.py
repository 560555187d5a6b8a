"""Reads and writes the projects of a Projektbank service, typed, sync and async."""

from projektbank_client.arrivals import Downloaded, read_projects
from projektbank_client.asynchronous import AsyncProjektbank
from projektbank_client.client import Projektbank
from projektbank_client.errors import (
    BrokenOff,
    BulkUndone,
    Fault,
    FeedGone,
    Gone,
    ImportNotDone,
    KeyRefused,
    NotAskable,
    NotFound,
    NotUnderstood,
    Problem,
    ProjektbankError,
    QuestionRejected,
    RecordRejected,
    Refused,
    StateConflicted,
    Unavailable,
    Unchanged,
    Unreachable,
)
from projektbank_client.figures import (
    Code,
    Coverage,
    Facet,
    SimilarProject,
    SnapshotFile,
    Suggestion,
)
from projektbank_client.listing import AsyncListing, Listing
from projektbank_client.pages import Page
from projektbank_client.patience import Patience
from projektbank_client.questions import parse_question
from projektbank_client.records import Change, MergeEvent, Organisation, Project, Tagged, Version
from projektbank_client.reports import (
    BulkReport,
    BulkRow,
    Import,
    ImportedDocument,
    Quarantined,
    RefusedRow,
    StoredDocument,
)

__version__ = "1.0.0"

__all__ = [
    "AsyncListing",
    "AsyncProjektbank",
    "BrokenOff",
    "BulkReport",
    "BulkRow",
    "BulkUndone",
    "Change",
    "Code",
    "Coverage",
    "Downloaded",
    "Facet",
    "Fault",
    "FeedGone",
    "Gone",
    "Import",
    "ImportNotDone",
    "ImportedDocument",
    "KeyRefused",
    "Listing",
    "MergeEvent",
    "NotAskable",
    "NotFound",
    "NotUnderstood",
    "Organisation",
    "Page",
    "Patience",
    "Problem",
    "Project",
    "Projektbank",
    "ProjektbankError",
    "Quarantined",
    "QuestionRejected",
    "RecordRejected",
    "Refused",
    "RefusedRow",
    "SimilarProject",
    "SnapshotFile",
    "StateConflicted",
    "StoredDocument",
    "Suggestion",
    "Tagged",
    "Unavailable",
    "Unchanged",
    "Unreachable",
    "Version",
    "parse_question",
    "read_projects",
]
