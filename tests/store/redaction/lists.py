"""Lists that state her, in every format, and what is kept of them."""

import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from app.database import Database
from app.importer.incoming import Incoming, Options
from app.importer.report import Result
from app.importer.run import import_documents
from tests.importer.tables.lists import to_csv, to_workbook
from tests.restoring.keeping import query
from tests.store.redaction.people import EMAIL, NAME, PHONE

HEADINGS = (
    "number", "name", "owner", "contact_name", "contact_email", "contact_phone", "Projektledare"
)  # fmt: skip
KIM = ("2020/00001", "Bron", "Exempelkommunen", NAME, EMAIL, PHONE, f"{NAME} ({PHONE})")
ALEX = (
    "2020/00002",
    "Vägen",
    "Exempelkommunen",
    "Alex Påhitt",
    "alex@example.se",
    "08-123 45 67",
    "",
)
REFUSED = ("2020/00003", "", "Exempelkommunen", NAME, EMAIL, PHONE, "")
Rows = Sequence[Sequence[str]]


def as_csv(rows: Rows) -> bytes:
    return to_csv(HEADINGS, *rows)


def as_utf_16(rows: Rows) -> bytes:
    return to_csv(HEADINGS, *rows, encoding="utf-16")


def as_lines(rows: Rows) -> bytes:
    return b"\n".join(_hidden(dict(zip(HEADINGS, row, strict=False))) for row in rows)


def as_json(rows: Rows) -> bytes:
    return b"[" + as_lines(rows).replace(b"\n", b",") + b"]"


def as_workbook(rows: Rows) -> bytes:
    return to_workbook(Projekt=[HEADINGS, *rows])


def as_rich_workbook(rows: Rows) -> bytes:
    """Each text of several words in another fount from the second on; who wrote it, a remark."""
    content = BytesIO()
    with Workbook(content) as workbook:
        workbook.set_properties({"author": NAME, "comments": f"Fråga {EMAIL}"})
        sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
        for number, cells in enumerate((HEADINGS, *rows)):
            for column, cell in enumerate(cells):
                first, _, rest = cell.partition(" ")
                if rest and number:
                    sheet.write_rich_string(number, column, f"{first[:-1]} "[:-1], bold,
                                            f"{first[-1]} {rest[:3]}", rest[3:] or " ")  # fmt: skip
                else:
                    sheet.write_string(number, column, cell)
        sheet.write_comment(1, 1, f"{NAME} vet mer", {"author": NAME})
        sheet.write_url(1, 9, f"mailto:{EMAIL}", string="post")
        sheet.set_header(f"&L{NAME} svarar")
    return content.getvalue()


def _hidden(values: Mapping[str, str]) -> bytes:
    """An object whose every second letter is escaped."""
    pairs = (f'"{name}": "{_escape(text)}"' for name, text in values.items())
    return f"{{{', '.join(pairs)}}}".encode()


def _escape(text: str) -> str:
    return "".join(f"\\u{ord(one):04x}" if at % 2 else one for at, one in enumerate(text))


FORMS = (as_csv, as_utf_16, as_lines, as_json, as_workbook, as_rich_workbook)


def take(database: Database, content: bytes, options: Options | None = None) -> Result:
    sent = Incoming("lista.txt", content=content)
    [result] = import_documents(database, [sent], options or Options())
    return result


def kept(database: Database) -> bytes | None:
    """What is kept of the list."""
    [(content,)] = query(database, "SELECT content FROM document WHERE name = 'lista.txt'")
    return content and zlib.decompress(content)
