"""Documents meant to break the reader: each is read, or refused with a code, and soon."""

import time
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings

from app.importer.document import MAX_SIZE
from tests.importer.mutations import mutated_documents, tag_soup
from tests.importer.test_reading import check_reading

HTML = "<!DOCTYPE html><html><body>"
FACTS = "<dl><dt>Namn<dd>A<dt>Projektägare<dd>B<dt>Region<dd>Stockholm</dl>"
PAGE = "Bron\n\nNamn:\nA\nProjektägare:\nB\nRegion:\nStockholm\n"


@given(mutated_documents())
@settings(max_examples=400, deadline=None)
def test_a_mutated_document_is_read_or_refused_with_a_documented_code(content: bytes) -> None:
    check_reading(content)


@given(tag_soup())
@settings(max_examples=300, deadline=None)
def test_tag_soup_is_read_or_refused_with_a_documented_code(content: bytes) -> None:
    check_reading(content)


def repeated(piece: str, before: str = "", after: str = "") -> Callable[[], str]:
    """As many of a piece as a document may hold."""
    size = MAX_SIZE - len((before + after).encode())
    return lambda: before + piece * (size // len(piece.encode())) + after


NASTY: Mapping[str, Callable[[], str]] = {
    "tags 100,000 deep": lambda: f"{HTML}{'<div>' * 100_000}{FACTS}{'</div>' * 100_000}",
    "open tags": repeated("<div>", HTML, FACTS),
    "angle brackets": repeated("<", HTML),
    "tags that never end": repeated("<a ", HTML),
    "quotes that never end": repeated("<a ='\"", HTML),
    "comments": repeated("<!---->"),
    "comments that never end": repeated("<!--x", HTML),
    "attributes": repeated(" class=menu", "<!DOCTYPE html><div", ">"),
    "menus that never end": repeated("<div class=menu>", HTML),
    "menus with headings": repeated("<div class=menu><h1></h1></div>", HTML),
    "navigation that never ends": repeated("<nav>", HTML),
    "drawings that never end": repeated("<svg>", HTML),
    "articles in articles": lambda: f"{HTML}{'<article><h1>x' * 90_000}{'</article>' * 90_000}",
    "main parts": repeated("<main>", f"{HTML}{'<h1>x</h1>' * 9_000}"),
    "entities": repeated("&#1", HTML),
    "an entity of a million digits": lambda: f"{HTML}&#{'9' * 1_000_000};{FACTS}",
    "paragraphs": repeated("<p>x", HTML),
    "labels": repeated("<dt>Namn<dd>x", HTML),
    "unknown labels": repeated("<dt>Okänd<dd>", HTML + FACTS),
    "labels and colons": repeated("<i>:</i> ", f"{HTML}<b>Namn</b>"),
    "rows of labels": repeated("<tr><td>Namn<td>Region<td>Projektägare", f"{HTML}<table>"),
    "preformatted lines": repeated(
        "Okänd: x\n", f"{HTML}<pre>Namn: A\nProjektägare: B\nRegion: C\n"
    ),
    "one line": repeated("Namn: "),
    "lines of labels": repeated("Namn:\nRegion:\nProjektägare:\n"),
    "lines of pairs": repeated("Okänd:\nvärde\n", PAGE),
    "glued lines": repeated("RegionX\n"),
    "blank lines": repeated("\r", "x"),
    "blanks": repeated("\u00a0", "x", "x"),
    "unseen signs": repeated("\u200b", "Region", "x"),
    "unseen signs before labels": lambda: f"{chr(0x200B) * 9_999}RegionStockholm\n" * 150,
    "decomposed letters": repeated("Projekta\u0308gareX\n"),
    "marks out of order": repeated("\u0315\u0301", "x"),
    "brackets": repeated("["),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(NASTY))
def test_no_document_of_any_kind_takes_long(name: str) -> None:
    content = NASTY[name]().encode()
    assert len(content) <= MAX_SIZE
    began = time.process_time()
    check_reading(content)
    assert time.process_time() - began < 2
