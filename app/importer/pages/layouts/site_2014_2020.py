"""The newer site's pages of 2014-2020: `Label:`, in three orders; owners bear their workplace."""

from app.importer.pages.owners import ORGANISATION_AND_WORKPLACE
from app.importer.pages.page import Layout
from app.importer.pages.styles import COLON

LAYOUT = Layout(
    "site-2014-2020",
    3,
    "2014-2020",
    COLON,
    frozenset({"namn", "diarienummer"}),
    labels={"projektägare": ORGANISATION_AND_WORKPLACE},
)
