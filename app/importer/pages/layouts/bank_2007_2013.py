"""The project bank's pages of 2007-2013: label and value glued on one line, no number."""

from app.importer.pages.page import Layout
from app.importer.pages.styles import GLUED

LAYOUT = Layout("bank-2007-2013", 3, "2007-2013", GLUED, frozenset({"projektfas"}))
