"""One file a page layout; a label that only one of them prints decides, else the style.

A new layout is a file here, a row in `LAYOUTS`, and a page with its expected record in
tests/golden/pages.
"""

from app.importer.pages.block import Block
from app.importer.pages.layouts import (
    bank_2007_2013,
    bank_2014_2020,
    site_2014_2020,
    site_2021_2027,
)
from app.importer.pages.page import Layout

LAYOUTS: tuple[Layout, ...] = (
    site_2021_2027.LAYOUT,
    site_2014_2020.LAYOUT,
    bank_2014_2020.LAYOUT,
    bank_2007_2013.LAYOUT,
)
_WITHOUT_MARKS = site_2014_2020.LAYOUT


def layout_of(block: Block) -> Layout:
    """The layout that a page with this block is of."""
    for layout in LAYOUTS:
        if not layout.marks.isdisjoint(block.labels):
            return layout
    styled = (layout for layout in LAYOUTS[1:] if layout.style is block.style)
    return next(styled, _WITHOUT_MARKS)
