"""The project bank's pages of 2014-2020: bare labels, each value on the next line."""

from app.importer.page import Layout
from app.importer.styles import BareStyle

LAYOUT = Layout("bank-2014-2020", 1, "2014-2020", BareStyle())
