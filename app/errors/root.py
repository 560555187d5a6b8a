"""The root of the tree."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar


class ProjektbankError(Exception):
    """The root: `code` and `title` are stable, `status` is the HTTP answer, `str()` the detail;
    `extension` holds further members of the answer (RFC 9457, 3.2)."""

    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong here"
    status: ClassVar[int] = 500
    extension: Mapping[str, object] = MappingProxyType({})
