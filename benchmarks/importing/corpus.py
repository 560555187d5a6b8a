"""What is imported: folders of made-up pages in every layout, and lists as our own exports write
them; always the same for the same number."""

import csv
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from app.domain.fields import BY_NAME, HUNDREDTHS
from app.domain.record import Value
from app.store.projects import Reading
from app.synthetic.lines import COLUMNS
from app.synthetic.readings import make_readings
from benchmarks.pages import write_page

_FOLDER = 1_000
"""Pages in one folder."""
_WEB_SHARE = 5
"""Each of so many pages with labels on lines of their own is a web page; and so many others of
2014-2020 have labels without colons, as the project bank has them."""
_MENU = "".join(f'<li><a href="/{word}">{word.title()}</a></li>' for word in ("start", "projekt"))


def write_pages(folder: Path, count: int, *, with_web: bool = True) -> int:
    """Writes so many pages below a folder, some of them web pages or none; their bytes."""
    size = 0
    for index, reading in enumerate(make_readings(count)):
        place = folder / f"{index // _FOLDER:04}"
        if index % _FOLDER == 0:
            place.mkdir(parents=True)
        suffix, text = _dress(index, reading, with_web=with_web)
        content = text.encode()
        (place / f"{index:07}.{suffix}").write_bytes(content)
        size += len(content)
    return size


def write_list(path: Path, count: int) -> int:
    """Writes a CSV list of so many rows with our own headings; its bytes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(map(_row, make_readings(count)))
    return path.stat().st_size


def _dress(index: int, reading: Reading, *, with_web: bool) -> tuple[str, str]:
    """How a page comes: the end of its file's name, and its text."""
    text = write_page(reading)
    if reading.period == "2007-2013":
        return "txt", text
    if with_web and index % _WEB_SHARE == 0:
        return "html", _web_page(text)
    is_bank = reading.period == "2014-2020" and index % _WEB_SHARE == 1
    return "txt", _bank_page(text) if is_bank else text


def _bank_page(text: str) -> str:
    """The same page as the project bank has it: no colons, and the name only as the heading."""
    head, _, rest = text.partition("\n")
    name = head.rpartition(" - ")[2]
    block = rest.replace(f"Namn:\n{name}\n", "").replace(":\n", "\n")
    return f"{name}\n{block}"


def _web_page(text: str) -> str:
    """The same page as a site shows it, with a menu and a script around."""
    head, block, _, *summary = text.rstrip("\n").split("\n\n")
    labels = block.split("\n")
    pairs = zip(labels[::2], labels[1::2], strict=True)
    facts = "".join(f"<dt>{escape(one)}</dt><dd>{escape(other)}</dd>\n" for one, other in pairs)
    paragraphs = "".join(f"<p>{escape(part)}</p>\n" for part in summary)
    return (
        f'<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><title>{escape(head)}'
        "</title><script>window.layer = [];</script></head>\n"
        f"<body><nav><ul>{_MENU}</ul></nav><main><h1>{escape(head)}</h1>\n<dl>\n{facts}</dl>\n"
        f"<h2>Sammanfattning</h2>\n{paragraphs}</main><footer><p>Exempelfonden</p></footer></body>"
        "</html>\n"
    )


def _row(reading: Reading) -> Iterator[str]:
    for name in COLUMNS:
        statement = reading.statements.get(name)
        yield _cell(name, statement.value if statement else None)


def _cell(name: str, value: Value) -> str:
    """A value as our exports write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and BY_NAME[name].kind in HUNDREDTHS:
        return f"{value / 100:.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)
