"""Everything that can go wrong, as one tree; a class bears the code that users see.

ProjektbankError
├── SettingsInvalid          settings-invalid        refuses to start
├── AddressTaken             address-taken           refuses to start
├── DatabaseFailed           database-failed         503, exit 3
│   ├── DatabaseBusy         database-busy
│   ├── DatabaseTooNew       database-too-new
│   └── DatabaseBehind       database-behind
├── AddressFailed            the reason's own code   nothing was fetched
├── BackupRefused            backup-refused          the file is damaged, not ours, or in the way
├── ExportRefused            export-refused          the file cannot be written, or is there already
├── SnapshotRefused          snapshot-refused        it is being made, or there is no room
├── FormatLimit              format-limit            422
├── FileCutOff               file-cut-off            503, or the transfer breaks off
├── QueryTooSlow             query-too-slow          503
├── StillLoading             still-loading           503
├── TooManyStreams           too-many-streams        503
├── OutOfResources           out-of-resources        503
├── ServerStopping           server-stopping         503
├── TooManyFiles             too-many-files          503
├── TooManyImports           too-many-imports        503
├── FeedGone                 feed-gone               410
├── SnapshotWithdrawn        snapshot-withdrawn      410
├── KeyRequired              key-required            401
├── KeyInvalid               key-invalid             401
├── ScopeInsufficient        scope-insufficient      403
├── KeyInAddress             key-in-address          403
├── ContactsHidden           contacts-hidden         403
├── NotFound                 not-found               404
│   ├── ProjectNotFound      project-not-found
│   ├── OrganisationNotFound organisation-not-found
│   ├── MergeNotFound        merge-not-found
│   ├── IssueNotShown        issue-not-shown
│   ├── AcceptanceNotFound   acceptance-not-found
│   ├── KeyNotFound          key-not-found
│   ├── ImportNotFound       import-not-found
│   ├── DocumentNotFound     document-not-found
│   ├── DocumentNotKept      document-not-kept
│   ├── SnapshotNotFound     snapshot-not-found
│   └── ProblemNotFound      problem-not-found
├── DocumentRejected         the reason's own code   goes to quarantine
├── BodyMalformed            malformed-body          400
├── BodyTooLarge             body-too-large          413
├── BodyTooSlow              body-too-slow           408
├── TypeNotRead              unsupported-media-type  415
├── NotAcceptable            not-acceptable          406
├── PreconditionFailed       precondition-failed     412
├── RecordExists             already-exists          409
├── AlreadyMerged            already-merged          409
├── BulkUndone               bulk-undone             422
├── ReplayMismatch           idempotency-mismatch    422
├── RecordDeleted            record-deleted          a document of a record that was deleted
└── RecordConflict           record-conflict         an import cannot tell which record is meant
"""

from collections.abc import Iterator

from app.errors.absence import (
    AcceptanceNotFound,
    DocumentNotFound,
    DocumentNotKept,
    FeedGone,
    ImportNotFound,
    IssueNotShown,
    KeyNotFound,
    MergeNotFound,
    NotFound,
    OrganisationNotFound,
    ProblemNotFound,
    ProjectNotFound,
    SnapshotNotFound,
    SnapshotWithdrawn,
)
from app.errors.access import (
    ContactsHidden,
    KeyInAddress,
    KeyInvalid,
    KeyRequired,
    ScopeInsufficient,
)
from app.errors.addresses import ADDRESS_FAILURES, AddressFailed
from app.errors.documents import REJECTIONS, DocumentRejected, RecordConflict, RecordDeleted
from app.errors.root import ProjektbankError
from app.errors.running import (
    AddressTaken,
    BackupRefused,
    DatabaseBehind,
    DatabaseBusy,
    DatabaseFailed,
    DatabaseTooNew,
    ExportRefused,
    FileCutOff,
    FormatLimit,
    OutOfResources,
    QueryTooSlow,
    ServerStopping,
    SettingsInvalid,
    SnapshotRefused,
    StillLoading,
    TooManyFiles,
    TooManyImports,
    TooManyStreams,
)
from app.errors.writing import (
    AlreadyMerged,
    BodyMalformed,
    BodyTooLarge,
    BodyTooSlow,
    BulkUndone,
    NotAcceptable,
    PreconditionFailed,
    RecordExists,
    ReplayMismatch,
    TypeNotRead,
)

__all__ = [
    "ADDRESS_FAILURES",
    "REJECTIONS",
    "AcceptanceNotFound",
    "AddressFailed",
    "AddressTaken",
    "AlreadyMerged",
    "BackupRefused",
    "BodyMalformed",
    "BodyTooLarge",
    "BodyTooSlow",
    "BulkUndone",
    "ContactsHidden",
    "DatabaseBehind",
    "DatabaseBusy",
    "DatabaseFailed",
    "DatabaseTooNew",
    "DocumentNotFound",
    "DocumentNotKept",
    "DocumentRejected",
    "ExportRefused",
    "FeedGone",
    "FileCutOff",
    "FormatLimit",
    "ImportNotFound",
    "IssueNotShown",
    "KeyInAddress",
    "KeyInvalid",
    "KeyNotFound",
    "KeyRequired",
    "MergeNotFound",
    "NotAcceptable",
    "NotFound",
    "OrganisationNotFound",
    "OutOfResources",
    "PreconditionFailed",
    "ProblemNotFound",
    "ProjectNotFound",
    "ProjektbankError",
    "QueryTooSlow",
    "RecordConflict",
    "RecordDeleted",
    "RecordExists",
    "ReplayMismatch",
    "ScopeInsufficient",
    "ServerStopping",
    "SettingsInvalid",
    "SnapshotNotFound",
    "SnapshotRefused",
    "SnapshotWithdrawn",
    "StillLoading",
    "TooManyFiles",
    "TooManyImports",
    "TooManyStreams",
    "TypeNotRead",
    "error_classes",
]


def error_classes() -> Iterator[type[ProjektbankError]]:
    """Every class of the tree, the root first."""
    pending: list[type[ProjektbankError]] = [ProjektbankError]
    while pending:
        cls = pending.pop(0)
        yield cls
        pending.extend(cls.__subclasses__())
