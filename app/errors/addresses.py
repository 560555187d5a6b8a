"""Why an address of the web is not fetched."""

from collections.abc import Mapping
from types import MappingProxyType

from app.errors.root import ProjektbankError


class AddressFailed(ProjektbankError):
    """An address that cannot or may not be fetched; the reason has a code of its own."""

    code = "address-failed"
    title = "The address cannot be fetched"
    status = 502

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


ADDRESS_FAILURES: Mapping[str, str] = MappingProxyType(
    {
        "address-invalid": "It is no address of the web that may be fetched, or leads to none.",
        "address-private": "It is, or leads to, a machine in a private network.",
        "name-unresolved": "No machine bears the name.",
        "connection-failed": "The machine cannot be reached, or hangs up.",
        "tls-failed": "The machine cannot prove that it is the one that was meant.",
        "timed-out": "The answer did not come to its end in time.",
        "robots-disallowed": "The site's robots.txt asks programs to stay away.",
        "robots-unavailable": "The site's robots.txt cannot be read; that means to stay away.",
        "too-many-redirects": "It leads from one address to the next without end.",
        "site-unavailable": "The site is overloaded or failing, or asks to come back much later.",
        "http-error": "The site answers with an error in place of a page.",
        "answer-malformed": "The answer breaks off or is no HTTP.",
        "encoding-unsupported": "The answer is packed in a way that was not asked for.",
        "too-many-pages": "The list has more pages than one run follows; the rest is left out.",
    }
)
"""Codes and sentences; `too-large` is one more, with the meaning that it has for documents."""
