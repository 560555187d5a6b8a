"""Keys: none, none that counts, or one that does not reach so far."""

from app.errors.root import ProjektbankError


class KeyRequired(ProjektbankError):
    """This needs a key, and none was sent."""

    code = "key-required"
    title = "A key is needed"
    status = 401


class KeyInvalid(ProjektbankError):
    """The key that was sent is no key, is unknown, has expired or was revoked."""

    code = "key-invalid"
    title = "The key is not valid"
    status = 401


class ScopeInsufficient(ProjektbankError):
    """The key is valid, but does not allow this."""

    code = "scope-insufficient"
    title = "The key does not allow this"
    status = 403


class KeyInAddress(ProjektbankError):
    """Addresses are kept in logs and histories: only a read key may stand in one."""

    code = "key-in-address"
    title = "A key that may write does not belong in an address"
    status = 403


class ContactsHidden(ProjektbankError):
    """Documents hold contact data, which this service shows to nobody."""

    code = "contacts-hidden"
    title = "Documents are not shown here"
    status = 403
