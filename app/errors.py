"""Everything that can go wrong, as one tree; a class bears the code that users see.

ProjektbankError
├── SettingsInvalid          settings-invalid        refuses to start
├── AddressTaken             address-taken           refuses to start
├── DatabaseFailed           database-failed         503, exit 3
│   ├── DatabaseTooNew       database-too-new
│   └── DatabaseBehind       database-behind
├── QueryTooSlow             query-too-slow          503
├── NotFound                 not-found               404
│   ├── ProjectNotFound      project-not-found
│   ├── OrganisationNotFound organisation-not-found
│   └── ProblemNotFound      problem-not-found
├── DocumentRejected         the reason's own code   goes to quarantine
└── RecordConflict           record-conflict         an import cannot tell which record is meant
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar


class ProjektbankError(Exception):
    """The root: `code` and `title` are stable, `status` is the HTTP answer, `str()` the detail."""

    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong here"
    status: ClassVar[int] = 500


class SettingsInvalid(ProjektbankError):
    """A setting that is unknown or has a value of the wrong kind."""

    code = "settings-invalid"
    title = "A setting is unknown or wrong"


class AddressTaken(ProjektbankError):
    """Another program listens on the address already, or it cannot be listened on."""

    code = "address-taken"
    title = "The address cannot be listened on"


class DatabaseFailed(ProjektbankError):
    """The database cannot be opened, read or written."""

    code = "database-failed"
    title = "The database cannot be reached"
    status = 503


class DatabaseTooNew(DatabaseFailed):
    """A newer Projektbank has migrated this database."""

    code = "database-too-new"
    title = "The database is newer than this Projektbank"


class DatabaseBehind(DatabaseFailed):
    """The database still needs a migration."""

    code = "database-behind"
    title = "The database needs a migration"


class QueryTooSlow(ProjektbankError):
    """The question took longer than the time budget."""

    code = "query-too-slow"
    title = "The question takes too long"
    status = 503


class NotFound(ProjektbankError):
    """Nothing stands at this address."""

    code = "not-found"
    title = "Nothing stands at this address"
    status = 404


class ProjectNotFound(NotFound):
    """No project has this id or number."""

    code = "project-not-found"
    title = "No such project"


class OrganisationNotFound(NotFound):
    """No organisation has this id."""

    code = "organisation-not-found"
    title = "No such organisation"


class ProblemNotFound(NotFound):
    """No error has this code."""

    code = "problem-not-found"
    title = "No such error code"


class RecordConflict(ProjektbankError):
    """A document that fits more than one record, or a record of another number."""

    code = "record-conflict"
    title = "It is not clear which record is meant"
    status = 409


class DocumentRejected(ProjektbankError):
    """A document that no reader takes; the reason has a code of its own."""

    code = "document-rejected"
    title = "The document is no project page"
    status = 422

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


REJECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "empty": "The document holds no text.",
        "binary": "The document is no text.",
        "too-large": "The document is too large; only its name, size and hash are kept.",
        "unreadable-file": "The file cannot be opened.",
        "reader-failed": "A reader failed on the document; this is a fault of ours.",
        "unsupported-format": "The document is of a format that this version does not read.",
        "unsupported-language": "The page is not in Swedish.",
        "call-for-proposals": "The page is a call for proposals.",
        "not-a-project": "The page has no label block of a project.",
        "no-owner": "The page states no owner.",
        "no-name": "The page states no name.",
    }
)
"""Why a document is put in quarantine: code and sentence."""


def error_classes() -> Iterator[type[ProjektbankError]]:
    """Every class of the tree, the root first."""
    pending: list[type[ProjektbankError]] = [ProjektbankError]
    while pending:
        cls = pending.pop(0)
        yield cls
        pending.extend(cls.__subclasses__())
