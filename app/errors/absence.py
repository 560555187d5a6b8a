"""Nothing stands at an address, or no longer."""

from collections.abc import Mapping

from app.errors.root import ProjektbankError


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


class MergeNotFound(NotFound):
    """The organisation is merged into no other one."""

    code = "merge-not-found"
    title = "The organisation is not merged"


class IssueNotShown(NotFound):
    """The record does not show this quality issue, or there is none of this code."""

    code = "issue-not-shown"
    title = "The record does not show this issue"


class AcceptanceNotFound(NotFound):
    """The record has no accepted quality issue of this code."""

    code = "acceptance-not-found"
    title = "No such issue is accepted"


class KeyNotFound(NotFound):
    """No key has this id."""

    code = "key-not-found"
    title = "No such key"


class ImportNotFound(NotFound):
    """No import has this id, or its report is kept no longer."""

    code = "import-not-found"
    title = "No such import"


class DocumentNotFound(NotFound):
    """No document has this SHA-256, or none that is asked for in this way."""

    code = "document-not-found"
    title = "No such document"


class DocumentNotKept(NotFound):
    """Only name, size and hash are kept of the document."""

    code = "document-not-kept"
    title = "The document itself is not kept"


class SnapshotNotFound(NotFound):
    """No snapshot of this version was made, or it is kept no longer."""

    code = "snapshot-not-found"
    title = "No such snapshot"


class ProblemNotFound(NotFound):
    """No error has this code."""

    code = "problem-not-found"
    title = "No such error code"


class FeedGone(ProjektbankError):
    """The changes behind this number cannot be told; `restart` says where to begin again."""

    code = "feed-gone"
    title = "The changes asked for are gone"
    status = 410

    def __init__(self, detail: str, restart: Mapping[str, object]) -> None:
        super().__init__(detail)
        self.extension = {"restart": restart}


class SnapshotWithdrawn(ProjektbankError):
    """The snapshot must not be shown any more; its version never comes back in this form."""

    code = "snapshot-withdrawn"
    title = "The snapshot was withdrawn"
    status = 410
