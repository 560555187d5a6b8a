"""The newer site's ESF+ pages: `Label:`, in two orders, with labels that only ESF+ has."""

from app.domain.collation import fold
from app.importer.pages.page import Layout
from app.importer.pages.styles import COLON

_MARKS = frozenset(
    map(
        fold,
        (
            "Land som berörs",
            "Berörd fond",
            "Program CCI",
            "Projektägare organisationsnummer",
            "Sekundärtema - Motverka barnfattigdom",
            "NUTS-2 kod",
            "Insats av strategisk betydelse",
        ),
    )
)
"""Labels that no page of the earlier period prints."""

LAYOUT = Layout("site-2021-2027", 3, "2021-2027", COLON, _MARKS)
