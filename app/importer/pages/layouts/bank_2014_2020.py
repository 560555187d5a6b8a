"""The project bank's pages of 2014-2020: bare labels, each value on the next line."""

from app.importer.pages.page import Layout
from app.importer.pages.styles import BARE

LAYOUT = Layout("bank-2014-2020", 3, "2014-2020", BARE, frozenset({"utlysning"}))
