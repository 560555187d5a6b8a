"""How an answer is written, by what the caller's headers and `$format` ask for: version, media
type, rows of a page (part 1, 8.2 and 11.2.10; JSON format, 3).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.requests import Request

from app.api.accepting import by_weight
from app.api.odata.errors import VERSION_HEADER
from app.errors import NotAcceptable
from app.faults import Fault, QueryRejected, quoted
from app.query.odata.question import MAX_PAGE

_MAX_VERSION = "OData-MaxVersion"
_LEAST_VERSION = 4.0
_VERSION = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_PAGE = re.compile(r"(?:^|[,;])\s*(?:odata\.)?maxpagesize\s*=\s*\"?([0-9]{1,9})\b")
_ANY_JSON = frozenset({"application/json", "application/*", "*/*"})
_ANY_XML = frozenset({"application/xml", "xml"})
_LEVEL = "metadata"
_TAKEN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        _LEVEL: frozenset({"minimal", "none"}),
        "streaming": frozenset({"true", "false"}),
        "ieee754compatible": frozenset({"false"}),
        "charset": frozenset({"utf-8", "utf8"}),
        "q": frozenset(),
    }
)
"""Parameters of the media type that are understood, with their values; any `q`."""
_OFFERED = (
    "application/json;odata.metadata=minimal and application/json;odata.metadata=none are written."
)


@dataclass(frozen=True, slots=True)
class Form:
    """How JSON is written: with control information, or with only what paging needs."""

    level: str

    @property
    def annotated(self) -> bool:
        """Whether the context is told."""
        return self.level == "minimal"

    @property
    def headers(self) -> dict[str, str]:
        """What every answer says of its form."""
        kind = f"application/json;odata.metadata={self.level};charset=utf-8"
        return {**VERSION_HEADER, "Content-Type": kind, "Vary": "Accept, Prefer"}


def read_form(request: Request, asked: str | None) -> Form:
    """The form of a JSON answer, by `$format` before `Accept`; raises `NotAcceptable`,
    `QueryRejected`."""
    check_version(request)
    if asked is not None:
        wanted = "application/json" if asked.lower() == "json" else asked
    else:
        wanted = ",".join(request.headers.getlist("accept")) or "*/*"
    for media_range in by_weight(wanted):
        level = _level_of(media_range)
        if level is not None:
            return Form(level)
    raise NotAcceptable(f"{quoted(wanted)} is not written here; {_OFFERED}")


def check_xml(request: Request, asked: str | None) -> None:
    """Raises `NotAcceptable` where `$format` asks for metadata in another form than XML; what
    `Accept` says is left aside, because tools ask for JSON of every address."""
    check_version(request)
    if asked is not None and asked.partition(";")[0].lower() not in _ANY_XML:
        raise NotAcceptable("Metadata is written as application/xml only.")


def check_version(request: Request) -> None:
    """Raises `QueryRejected` where the caller reads older versions only (8.2.6)."""
    given = request.headers.get(_MAX_VERSION)
    if given is None:
        return
    asked = given.partition(";")[0].strip()  # older .NET clients name themselves: 4.0;NetFx
    if not _VERSION.fullmatch(asked):
        detail = f"{quoted(asked)} is no version."
        raise QueryRejected([Fault(_MAX_VERSION, "bad-value", detail, "4.0", place="header")])
    if float(asked) < _LEAST_VERSION:
        detail = f"Answers are of version 4.0; {quoted(asked)} is older."
        raise QueryRejected([Fault(_MAX_VERSION, "out-of-range", detail, "4.0", place="header")])


def preferred_page(request: Request) -> int | None:
    """Rows of a page by `Prefer: odata.maxpagesize` (8.2.8.5); a preference that cannot be read is
    none (RFC 7240)."""
    found = _PAGE.search(",".join(request.headers.getlist("prefer")))
    return int(found[1]) or None if found else None


def applied_page(preferred: int | None) -> dict[str, str]:
    """The header that says which preference was honoured."""
    if preferred is None:
        return {}
    return {"Preference_Applied": f"odata.maxpagesize={min(preferred, MAX_PAGE)}"}


def _level_of(media_range: str) -> str | None:
    """How much is told where this range is answered; None where it cannot be."""
    kind, *parameters = (part.strip().lower() for part in media_range.split(";"))
    if kind not in _ANY_JSON:
        return None
    level = "minimal"
    for parameter in filter(None, parameters):
        name, _, value = (part.strip(' "') for part in parameter.partition("="))
        name = name.removeprefix("odata.")
        if name not in _TAKEN or (_TAKEN[name] and value not in _TAKEN[name]):
            return None
        level = value if name == _LEVEL else level
    return level
