"""The elements of a page that link, in one pass that never goes back: no page takes long.

An HTML parser's work grows with the square of the depth of the tags.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_TAG = re.compile(
    r"""<(?:
      !--.*?(?:-->|\Z)
    | (?P<raw>script|style|template|textarea|title)\b.*?(?:</(?P=raw)\b|\Z)
    | (?P<name>a|area|base|link)(?=\s)
      (?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)(?:>|\Z)
    )""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s=/>"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""", re.DOTALL
)
_MARKUP = re.compile(r"<[^>]*+>?")
_ATTRIBUTES = frozenset({"aria-label", "href", "rel"})
_MAX_ATTRIBUTE = 2_000
_MAX_LABEL = 300
"""Signs that are looked at, markup included."""


class Anchor(NamedTuple):
    """A linking element: its name in lower case, what of its attributes matters, its text."""

    name: str
    attributes: Mapping[str, str]
    label: str


def anchors(page: str) -> Iterator[Anchor]:
    """Each `a`, `area`, `base` and `link` that has an `href`, in the order of the page."""
    for match in _TAG.finditer(page):
        if match["name"] is None:
            continue
        attributes = dict(_attributes(match["attributes"]))
        if "href" in attributes:
            label = attributes.get("aria-label") or _label(
                page[match.end() : match.end() + _MAX_LABEL]
            )
            yield Anchor(match["name"].lower(), attributes, " ".join(label.split()))


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, *values in _ATTRIBUTE.findall(text):
        value = "".join(values)
        if name.lower() in _ATTRIBUTES and len(value) <= _MAX_ATTRIBUTE:
            yield name.lower(), unescape(value)


def _label(text: str) -> str:
    """What is written in the element that a text begins with."""
    return unescape(_MARKUP.sub("", re.split("</a", text, maxsplit=1, flags=re.IGNORECASE)[0]))
