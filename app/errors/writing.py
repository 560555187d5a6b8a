"""Why a write is refused."""

from collections.abc import Mapping

from app.errors.root import ProjektbankError


class BodyMalformed(ProjektbankError):
    """The body is not what its media type says, or holds nothing."""

    code = "malformed-body"
    title = "The body cannot be read"
    status = 400


class BodyTooLarge(ProjektbankError):
    """The body is larger than this server takes; `/v1/schema` tells the limit."""

    code = "body-too-large"
    title = "Request body too large"
    status = 413


class BodyTooSlow(ProjektbankError):
    """The body did not come to its end in time."""

    code = "body-too-slow"
    title = "The request body comes too slowly"
    status = 408


class TypeNotRead(ProjektbankError):
    """The body is of a media type or encoding that this address does not read."""

    code = "unsupported-media-type"
    title = "Unsupported media type"
    status = 415


class NotAcceptable(ProjektbankError):
    """None of the media types that the caller reads is written at this address."""

    code = "not-acceptable"
    title = "The answer cannot be written so"
    status = 406


class PreconditionFailed(ProjektbankError):
    """The record is not as `If-Match` or `If-None-Match` asks; nothing was changed."""

    code = "precondition-failed"
    title = "The record is not as asked for"
    status = 412


class RecordExists(ProjektbankError):
    """A record with this id or number is there already."""

    code = "already-exists"
    title = "The record is there already"
    status = 409


class AlreadyMerged(ProjektbankError):
    """The organisation is merged into another one already; that must be undone first."""

    code = "already-merged"
    title = "The organisation is merged already"
    status = 409


class BulkUndone(ProjektbankError):
    """A row failed where all or nothing was asked; nothing was changed, `data` tells why."""

    code = "bulk-undone"
    title = "Nothing was changed, because a row failed"
    status = 422

    def __init__(self, report: Mapping[str, object]) -> None:
        super().__init__("A row failed, so that none was written; `data` has a result for each.")
        self.extension = report


class ReplayMismatch(ProjektbankError):
    """The same Idempotency-Key came with another request before."""

    code = "idempotency-mismatch"
    title = "The Idempotency-Key was used for another request"
    status = 422
