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
        "archive-broken": "The archive, or a member of it, is damaged.",
        "archive-bomb": "The archive would unpack to more than it could honestly hold.",
        "archive-too-many": "The archive has more members than are read.",
        "archive-unsafe-path": "The archive has a member that would leave its folder, or a link.",
        "archive-nested": "The member is an archive itself.",
        "archive-encrypted": "The member is encrypted.",
        "archive-duplicate": "The archive has two members of this name.",
        "unsupported-language": "The page is not in Swedish.",
        "call-for-proposals": "The page is a call for proposals.",
        "not-a-project": "The page has no label block of a project.",
        "no-owner": "The page states no owner.",
        "no-name": "The page states no name.",
        "not-a-list": "The list has no headings that are known.",
        "unreadable-list": "The list is damaged, or in a form that cannot be read safely.",
        "mapping-mismatch": "The list does not have what the mapping file speaks of.",
        "bad-row": "The row does not come apart into the cells of the heading, or is no text.",
        "no-row-taken": "No row of the list states a project.",
        "unfinished": "The import of the list was cut off.",
        "not-storable": "A value of the document cannot be stored.",
    }
)
"""Why a document is put in quarantine: code and sentence."""
