"""Running text in a cell: HTML becomes paragraphs and lines, anything else stays what it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.cells.markup import read_text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Ett stycke.", "Ett stycke."),
        ("<p>Ett  &amp; två</p><p>Tre</p>", "Ett & två\n\nTre"),
        ("Ett<br>två<br/>tre<BR />fyra", "Ett\ntvå\ntre\nfyra"),
        ("Ett<br><br>två", "Ett\n\ntvå"),
        ("<ul><li>a</li><li>b <b>fet</b></li></ul>slut", "- a\n- b fet\n\nslut"),
        ("<ul><li>- a</li><li>&bull; b</li><li> </li><li>&nbsp;</li></ul>c", "- a\n• b\n\nc"),
        ("<p>a</p><ol>\n <li><p>b</p></li>\n <li>c<br>d</li>\n</ol>", "a\n\n- b\n\n- c\nd"),
        ("<div><div>a</div><div><p>b</p></div></div>", "a\n\nb"),
        ("<p>en\nrad</p>\n\n<p>till</p>", "en rad\n\ntill"),
        ("rad ett\nrad <b>två</b>", "rad ett\nrad två"),
        ("<p>a</p><script>if (a<b) x()</script><style>p{}</style><!-- <p>nej</p> -->", "a"),
        ("<script>aldrig stängd", "aldrig stängd"),
        ("&lt;p&gt; är ett tecken", "<p> är ett tecken"),
        ("a < b och R&D &c", "a < b och R&D &c"),
        ("5 < 6 > 4", "5 < 6 > 4"),
        ("ett\r\ntvå\r\n\r\n\r\n tre ", "ett\ntvå\n\ntre"),
        ("Sammanfattning\n\nEtt.", "Ett."),
        ("Sammanfattning:<br>Ett.<br>Sammanfattning", "Ett.\nSammanfattning"),
        ("Sammanfattning", "Sammanfattning"),
        ("<p></p>", ""),
        ("a\u0308", "ä"),
        ("<p>a&nbsp;b</p>", "a\u00a0b"),
    ],
)
def test_a_cell_becomes_text(cell: str, text: str) -> None:
    assert read_text(cell) == text


@given(st.text("<>/!-&;pbr=\"' \n\f\vlisctemå", max_size=60))
def test_any_cell_becomes_stripped_lines(cell: str) -> None:
    text = read_text(cell)
    assert "\n\n\n" not in text
    assert all(line == line.strip() for line in text.split("\n"))


@given(st.lists(st.text("abå ,.", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_paragraphs_come_through_as_they_are(paragraphs: list[str]) -> None:
    cell = "".join(f"<p>{' '.join(one.split())}</p>" for one in paragraphs)
    assert read_text(cell).split("\n\n") == [" ".join(one.split()) for one in paragraphs]


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b>",
        "<",
        "<a ",
        "<!--",
        "<script>",
        "&amp;",
        "\n ",
        "<p> ",
        "<br> ",
        "<a>\f",
        "\v",
    ],
)
def test_the_longest_cell_takes_no_long_time(piece: str) -> None:
    cell = (piece * 1_000_000)[:1_000_000]
    began = time.process_time()
    read_text(cell)
    assert time.process_time() - began < 5
