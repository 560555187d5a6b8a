"""The newer site's pages of 2014-2020: `Label:`, in three orders; owners bear their workplace."""

from app.importer.owners import ORGANISATION_AND_WORKPLACE
from app.importer.page import Layout
from app.importer.styles import ColonStyle

LAYOUT = Layout(
    "site-2014-2020",
    1,
    "2014-2020",
    ColonStyle(),
    labels={"projektägare": ORGANISATION_AND_WORKPLACE},
)
