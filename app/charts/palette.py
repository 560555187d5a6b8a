"""The colours of charts, for light and dark themes, and what a browser may load for one.

Text and bars have a contrast of at least 4.5 to 1 against the page in both (WCAG 2.2, 1.4.3); a
test works that out.
"""

import base64
import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Paint(NamedTuple):
    """One colour: the attribute that it is of, in light and in dark."""

    way: str
    light: str
    dark: str


SHADES = 5
"""Of a map, from little to much."""
PAINTS: Mapping[str, Paint] = MappingProxyType(
    {
        "page": Paint("fill", "#ffffff", "#17191d"),
        "ink": Paint("fill", "#1c1e22", "#eceef2"),
        "soft": Paint("fill", "#565b66", "#a9afbb"),
        "mark": Paint("fill", "#1f5fa8", "#6ea8ee"),
        "line": Paint("stroke", "#1f5fa8", "#6ea8ee"),
        "grid": Paint("stroke", "#dcdfe5", "#343840"),
        "axis": Paint("stroke", "#757b87", "#8d94a1"),
        "shade-1": Paint("fill", "#d3e3f5", "#1d3a5c"),
        "shade-2": Paint("fill", "#9fc3ea", "#2a5688"),
        "shade-3": Paint("fill", "#629bd6", "#4079b8"),
        "shade-4": Paint("fill", "#2f70b5", "#6ea8ee"),
        "shade-5": Paint("fill", "#123e70", "#b9d7fb"),
    }
)
_DARK = "".join(f".{name}{{{paint.way}:{paint.dark}}}" for name, paint in PAINTS.items())
STYLE = f"@media (prefers-color-scheme:dark){{{_DARK}}}"
"""All the style there is: what draws no style has the colours for light in attributes."""
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'"


def paint(*names: str) -> dict[str, str]:
    """The attributes of what has these colours, of its area and its edge."""
    return {"class": " ".join(names), **{PAINTS[one].way: PAINTS[one].light for one in names}}
