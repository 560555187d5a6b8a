"""The project bank's pages of 2007-2013: label and value glued on one line, no number."""

from app.importer.page import Layout
from app.importer.styles import GluedStyle

LAYOUT = Layout("bank-2007-2013", 1, "2007-2013", GluedStyle())
