"""A folder of documents such as a whole project bank is, with everything that makes importing hard.

Projects stand on several pages, some without number, owners with number and without; some pages
are no projects, and lists and an archive speak of the same projects as the pages.
"""

import csv
import io
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from app.domain.fields import BY_NAME
from app.domain.representation import to_json
from app.domain.vocabulary import CODELISTS
from app.store.projects import Reading
from app.synthetic.readings import make_readings
from benchmarks.pages import write_page

_IN_A_FOLDER = 500
_SHARE_OF_LISTS = 10
"""One row in a list for as many pages."""
_OURS = (
    "number", "name", "owner", "owner_organisation_number", "summary", "programme_period",
    "region", "programme_area", "start_date", "end_date", "planned_participants", "total_budget",
    "granted_support", "contact_email",
)  # fmt: skip
_NO_PROJECTS = (
    "",
    "%PDF-1.7\n%âãÏÓ {}",
    "Nyheter\n\nNumret är {}. Här står ingenting om något projekt.\n",
    "Utlysning {}\n\nAnsök senast:\n2026-12-01\nUtlyst belopp:\n1 000 000\nVem kan söka:\nAlla\n",
    "Bron {}\n\nRegion:\nStockholm\nNamn:\nBron\nUtlysning:\n7\n\nIngen äger projektet.\n",
)


def make_dump(folder: Path, pages: int, seed: int) -> None:
    """Writes the documents, always the same for the same seed; their order is that of names."""
    dice = random.Random(seed)
    readings = list(make_readings(pages, seed))
    listed = max(3, pages // _SHARE_OF_LISTS)
    for place, text in enumerate(_make_texts(readings, dice)):
        part = folder / f"{place // _IN_A_FOLDER:03}"
        part.mkdir(parents=True, exist_ok=True)
        encoding = "cp1252" if dice.random() < 0.1 else "utf-8"
        (part / f"{place:06}.txt").write_bytes(text.encode(encoding, "replace"))
    others = list(islice(make_readings(pages + listed, seed), pages, None))
    for name, content in (
        ("ours.csv", _ours(_mixed(readings, others, dice), dice)),
        ("authority.csv", _authority(_mixed(readings, others, dice), dice)),
        ("pages.zip", _archive(readings[:: len(readings) // 20 or 1], dice)),
    ):
        place = dice.randrange(pages)
        part = folder / f"{place // _IN_A_FOLDER:03}"
        (part / f"{place:06}-{name}").write_bytes(content)


def _make_texts(readings: Sequence[Reading], dice: random.Random) -> Iterator[str]:
    """As many as there are readings: pages, earlier ones again and otherwise, and no pages."""
    earlier: list[str] = []
    for reading in readings:
        chance = dice.random()
        if earlier and chance < 0.02:
            yield dice.choice(earlier)
        elif earlier and chance < 0.15:
            yield _otherwise(dice.choice(earlier), dice)
        elif chance < 0.18:
            yield dice.choice(_NO_PROJECTS).format(dice.randrange(1_000_000))
        else:
            earlier.append(_without_owner_number(write_page(reading), dice))
            yield earlier[-1]


def _without_owner_number(page: str, dice: random.Random) -> str:
    """Not every page prints whom the owner's name stands for."""
    label = r"Projektägare organisationsnummer:\n.*\n"
    return re.sub(label, "", page) if dice.random() < 0.4 else page


def _otherwise(page: str, dice: random.Random) -> str:
    """The same project with another figure, text, name or spelling of its owner."""
    pattern, change = dice.choice(
        (
            (r"(?<=Total projektbudget)(:?\n?)[\d ,]+", r"\g<1>" + str(dice.randrange(10**7))),
            (r"(?<=Sammanfattning\n\n).{50}", "En annan text."),
            (r"(?<=Namn:\n)(.*)", r"\1 igen"),
            (r"(?<=Projektägare)(:?\n?)([^\n]+)", lambda found: found[1] + found[2].upper()),
            (r"(?<=Antal deltagare)\d+", "77"),
            (r"Region:?\n?[^\n]*\n", ""),
        )
    )
    return re.sub(pattern, change, page, count=1)


def _mixed(
    known: Sequence[Reading], others: Sequence[Reading], dice: random.Random
) -> list[Reading]:
    """Projects that stand on pages, and further ones, some of them twice."""
    rows = [*dice.choices(known, k=len(others) // 2), *dice.choices(others, k=len(others) // 2)]
    dice.shuffle(rows)
    return rows


def _ours(readings: Sequence[Reading], dice: random.Random) -> bytes:
    """Our own CSV with a column that nobody knows, which is not always filled in."""
    rows = [
        [*(_cell(reading, name) for name in _OURS), dice.choice(("", "", "Kim Exempel"))]
        for reading in readings
    ]
    return _to_csv((*_OURS, "Handläggare"), rows, ",", dice)


def _authority(readings: Sequence[Reading], dice: random.Random) -> bytes:
    """ESF-rådet's list."""
    text = (CODELISTS / "esf_list_headings.csv").read_text("utf-8")
    columns = {row["heading"]: row["field"] for row in csv.DictReader(text.splitlines())}
    rows = [
        [_cell(reading, name) if name else "Sverige" for name in columns.values()]
        for reading in readings
    ]
    return _to_csv(tuple(columns), rows, ";", dice)


def _cell(reading: Reading, name: str) -> str:
    statement = reading.statements.get(name)
    if name == "programme_period":
        return reading.period or ""
    value = to_json(BY_NAME[name], statement.value) if statement else None
    return "" if value is None else str(value)


def _to_csv(
    headings: Sequence[str], rows: list[list[str]], delimiter: str, dice: random.Random
) -> bytes:
    """Here and there a row lacks its owner or some cells."""
    owner = next(place for place, one in enumerate(headings) if "owner" in one or "Benef" in one)
    for place, row in enumerate(rows):
        chance = dice.random() if place else 0
        if chance < 0.03:
            row[owner] = ""
        elif chance < 0.06:
            del row[-3:]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode()


def _archive(readings: Sequence[Reading], dice: random.Random) -> bytes:
    """Pages of known projects, with one member that is an archive itself."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for place, reading in enumerate(readings):
            file.writestr(f"sidor/{place}.txt", _otherwise(write_page(reading), dice))
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as nested:
            nested.writestr("sida.txt", "ingenting")
        file.writestr("mer.zip", inner.getvalue())
    return content.getvalue()
