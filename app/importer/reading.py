"""One document to one draft: refuse what is no project page, else let its layout read it."""

from app.domain.collation import fold
from app.errors import DocumentRejected
from app.importer.document import Document, Draft
from app.importer.layouts import LAYOUTS

_CALL_MARKS = frozenset({"utlyst belopp", "beviljade projekt i den här utlysningen"})
_ENGLISH_LABELS = frozenset(
    {
        "beneficiary",
        "operation name",
        "operation unique identifier",
        "project name",
        "start date",
        "end date",
        "total budget",
        "programme",
        "intervention field",
    }
)
_MANY = 3


def read_document(document: Document) -> Draft:
    """What the document states; raises `DocumentRejected` with the code that fits."""
    marks = {fold(line).removesuffix(":") for line in document.lines}
    found = [(layout, block) for layout in LAYOUTS if (block := layout.recognise(document))]
    if marks & _CALL_MARKS and not any("projektägare" in block.labels for _, block in found):
        raise DocumentRejected("call-for-proposals", "a call for proposals, no project")
    if found:
        layout, block = max(found, key=lambda pair: pair[1].stated)
        return layout.read(document, block)
    if document.content.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        raise DocumentRejected("unsupported-format", "an HTML page: save it as text")
    if len(marks & _ENGLISH_LABELS) >= _MANY:
        raise DocumentRejected("unsupported-language", "its labels are in English")
    raise DocumentRejected("not-a-project", "no block of project labels")
