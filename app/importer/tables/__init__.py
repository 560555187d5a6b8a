"""Lists: many projects in one document, a row each. One file a format; what cells mean is in
importer/cells."""

from app.importer.tables.forms import READER_VERSIONS
from app.importer.tables.recognition import open_table
from app.importer.tables.row import Table, TableRow

__all__ = ["READER_VERSIONS", "Table", "TableRow", "open_table"]
