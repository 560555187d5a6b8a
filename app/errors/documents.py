"""Why a document is refused."""

from collections.abc import Mapping
from types import MappingProxyType

from app.errors.root import ProjektbankError


class RecordConflict(ProjektbankError):
    """A document that fits more than one record, or a record of another number."""

    code = "record-conflict"
    title = "It is not clear which record is meant"
    status = 409


class RecordDeleted(ProjektbankError):
    """A document of a record that was deleted by hand: it stays deleted."""

    code = "record-deleted"
    title = "The record was deleted"
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
