"""XML as it is written: elements, attributes by the names of arguments, and texts without what XML
cannot hold. Reads none.
"""

import re
from xml.etree.ElementTree import Element, tostring

__all__ = ["Element", "add", "make", "write_xml"]

_UNHELD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may have, not even escaped (XML 1.0, section 2.2)."""
_INSTEAD = "\ufffd"

Value = str | float


def make(tag: str, text: str = "", **attributes: Value) -> Element:
    """An element; `font_size` is the attribute `font-size`, `class_` the attribute `class`."""
    element = Element(tag, {_name(name): _text(value) for name, value in attributes.items()})
    element.text = _text(text) or None
    return element


def add(parent: Element, tag: str, text: str = "", **attributes: Value) -> Element:
    """An element in another one, behind what stands there."""
    element = make(tag, text, **attributes)
    parent.append(element)
    return element


def write_xml(root: Element) -> bytes:
    """The document, in UTF-8."""
    body: bytes = tostring(root, "utf-8", xml_declaration=True)
    return body


def _name(argument: str) -> str:
    return argument.rstrip("_").replace("_", "-")


def _text(value: Value) -> str:
    if isinstance(value, str):
        return _UNHELD.sub(_INSTEAD, value)
    return f"{value:.2f}".rstrip("0").rstrip(".")
