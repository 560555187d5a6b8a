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


class KeyNotFound(NotFound):
    """No key has this id."""

    code = "key-not-found"
    title = "No such key"


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
