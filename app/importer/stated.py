"""What a stored document states, record by record, as today's readers read it."""

from collections.abc import Iterator, Mapping

from app.domain.derivation import values
from app.domain.record import Value
from app.errors import DocumentRejected
from app.importer.arrival import refusing_faults
from app.importer.document import Document
from app.importer.mapping import Mapping as ListMapping
from app.importer.pages.reading import read_document
from app.importer.tables import open_table


def stated_in(name: str, content: bytes, mapping: str | None) -> Iterator[Mapping[str, Value]]:
    """The values of every record; none where no reader takes it, or the row."""
    try:
        with refusing_faults():
            table = open_table(content, name, ListMapping(mapping) if mapping else None)
            if table is None:
                yield values(read_document(Document(name, content)).statements)
                return
            for row in table.rows():
                if row.draft is not None:
                    yield values(row.draft.statements)
    except DocumentRejected:
        return
