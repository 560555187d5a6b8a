"""One file a page layout; the one that finds most values on a page reads it, else the first.

A new layout is a file here, a row in `LAYOUTS`, and a page with its expected record in
tests/golden/pages.
"""

from app.importer.layouts import bank_2007_2013, bank_2014_2020, site_2014_2020, site_2021_2027
from app.importer.page import Layout

LAYOUTS: tuple[Layout, ...] = (
    site_2021_2027.LAYOUT,
    site_2014_2020.LAYOUT,
    bank_2014_2020.LAYOUT,
    bank_2007_2013.LAYOUT,
)
