"""Damaged documents: pages and saved web pages cut, spliced, repeated, recoded and overwritten."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hypothesis import strategies as st

from tests.conftest import GOLDEN

SOURCES: Sequence[Path] = sorted(
    path
    for folder in ("pages", "forms", "html", "odd", "rejected")
    for path in (GOLDEN / folder).iterdir()
    if path.suffix in (".txt", ".html")
)
MOST_BYTES = 60_000
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "latin-1", "mac-roman", "utf-7")
SOUP = (
    *("<", ">", "</", "<!--", "-->", "<!DOCTYPE html>", "<html>", "<body>", "</body>", "<main>"),
    *("</main>", "<article>", "</article>", "<nav>", "</nav>", "<script>", "</script>", "<style>"),
    *("<dl>", "<dt>", "<dd>", "</dd>", "</dl>", "<table>", "<tr>", "<th>", "<td>", "</td>"),
    *("<p>", "</p>", "<br>", "<b>", "</b>", "<pre>", "</pre>", "<h1>", "</h1>", "<li>"),
    *('<div class="menu">', '<div class="', "</div>", "<svg>", "<template>", "&", "&amp;", "&#"),
    *("&#0;", "&#x110000;", "&#99999999999;", "&nbsp;", '="', "='", "<a b=c", "<![CDATA[", "]]>"),
    *("Namn", "Namn:", "Projektägare", "Region: ", "Målgrupp:", "Exempelstad", "\n", "\n\n", ":"),
    *(" ", "\t", "\u00a0", "\u200b", "\u0308", "\u2028", "\x00", "\x1f", "\ud7ff", "\ufeff"),
)
"""Pieces of which a document can be made that is markup for nobody."""

Mutation = Callable[[st.DrawFn, bytes], bytes]


def _index(draw: st.DrawFn, length: int) -> int:
    return draw(st.integers(0, max(length - 1, 0)))


def _flip(draw: st.DrawFn, content: bytes) -> bytes:
    """Few bytes become others."""
    changed = bytearray(content)
    for index, byte in draw(
        st.dictionaries(st.integers(0, 1 << 16), st.integers(0, 255), min_size=1, max_size=8)
    ).items():
        if changed:
            changed[index % len(changed)] = byte
    return bytes(changed)


def _cut(draw: st.DrawFn, content: bytes) -> bytes:
    """A stretch is missing, wherever it begins or ends."""
    start, end = sorted((_index(draw, len(content)), _index(draw, len(content))))
    return content[:start] + content[end:]


def _cut_off(draw: st.DrawFn, content: bytes) -> bytes:
    return content[: _index(draw, len(content))]


def _splice(draw: st.DrawFn, content: bytes) -> bytes:
    """Lines of another document in between."""
    lines = content.split(b"\n")
    others = draw(st.sampled_from(SOURCES)).read_bytes().split(b"\n")
    at, start = _index(draw, len(lines)), _index(draw, len(others))
    return b"\n".join([*lines[:at], *others[start : start + 12], *lines[at:]])


def _shuffle(draw: st.DrawFn, content: bytes) -> bytes:
    """Two lines change places."""
    lines = content.split(b"\n")
    one, other = _index(draw, len(lines)), _index(draw, len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _repeat(draw: st.DrawFn, content: bytes) -> bytes:
    """A stretch many times over."""
    start = _index(draw, len(content))
    piece = content[start : start + draw(st.integers(1, 200))]
    times = draw(st.integers(2, 200))
    return content[:start] + piece * times + content[start:]


def _recode(draw: st.DrawFn, content: bytes) -> bytes:
    """Read as one encoding, written as another."""
    text = content.decode(draw(st.sampled_from(ENCODINGS)), "replace")
    return text.encode(draw(st.sampled_from(ENCODINGS)), "replace")


def _end_lines_otherwise(draw: st.DrawFn, content: bytes) -> bytes:
    ends = st.sampled_from([b"\r\n", b"\r", b"\n\n", b"\x85", b"\x0b", b" \n\t"])
    return content.replace(b"\n", draw(ends))


def _add_soup(draw: st.DrawFn, content: bytes) -> bytes:
    at = _index(draw, len(content))
    soup = "".join(draw(st.lists(st.sampled_from(SOUP), max_size=12)))
    return content[:at] + soup.encode() + content[at:]


MUTATIONS: Mapping[str, Mutation] = {
    "flip": _flip,
    "cut": _cut,
    "cut off": _cut_off,
    "splice": _splice,
    "shuffle": _shuffle,
    "repeat": _repeat,
    "recode": _recode,
    "line ends": _end_lines_otherwise,
    "soup": _add_soup,
}


@st.composite
def mutated_documents(draw: st.DrawFn, sources: Sequence[Path] = SOURCES, most: int = 5) -> bytes:
    """One of the documents after one to `most` mutations; never longer than `MOST_BYTES`."""
    content = draw(st.sampled_from(sources)).read_bytes()
    for name in draw(st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=most)):
        content = MUTATIONS[name](draw, content)[:MOST_BYTES]
    return content


@st.composite
def tag_soup(draw: st.DrawFn) -> bytes:
    """Pieces of markup, labels and blanks in any order."""
    begin = draw(st.sampled_from(["<!DOCTYPE html>", "<html>", "<p>", "", "Nya vägar\n\n"]))
    return (begin + "".join(draw(st.lists(st.sampled_from(SOUP), max_size=80)))).encode()
