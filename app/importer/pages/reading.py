"""One document to one draft: refuse what is no project page, else let its layout read it."""

from app.errors import DocumentRejected
from app.importer.document import Document, Draft
from app.importer.pages.block import MIN_LABELS, Block
from app.importer.pages.foreign import text_kind
from app.importer.pages.layouts import layout_of
from app.importer.pages.sheet import Sheet
from app.importer.pages.styles import find_label_block
from app.importer.pages.words import CALL_MARKS, ENGLISH_LABELS

_MANY = 3
"""Times that each label stands on the page of a list; less can be running text."""


def read_document(document: Document) -> Draft:
    """What the document states; raises `DocumentRejected` with the code that fits."""
    sheet = Sheet.of(document.lines)
    block = find_label_block(sheet)
    if "projektägare" not in (block.labels if block else ()):
        marks = set(sheet.keys)
        if marks & CALL_MARKS:
            raise DocumentRejected("call-for-proposals", "a call for proposals, no project")
        if block is None and len(marks & ENGLISH_LABELS) >= MIN_LABELS:
            raise DocumentRejected("unsupported-language", "its labels are in English")
    if block is None:
        kind = text_kind(document.text)
        if kind is not None:
            raise DocumentRejected("unsupported-format", f"{kind}, no page")
        raise DocumentRejected("not-a-project", "no block of project labels")
    if _is_list(sheet, block):
        raise DocumentRejected("not-a-project", "a list of several projects")
    return layout_of(block).read(sheet, block)


def _is_list(sheet: Sheet, block: Block) -> bool:
    """Whether each label of the block stands on the page time and again."""
    if len(sheet.labels) < _MANY * len(block.labels):
        return False
    return all(sheet.keys.count(label) >= _MANY for label in block.labels)
