"""Makes mutated documents of each kind out of the sound ones."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping

from xlsxwriter import Workbook

from trials.fuzz import corpus
from trials.fuzz.mutations import (
    change_pieces,
    disguise,
    encode,
    mutate_bytes,
    mutate_lines,
    mutate_markup,
)
from trials.fuzz.oddities import MEMBERS, VALUES
from trials.fuzz.sample import KINDS, Kind, Sample

_MEMBERS: tuple[Kind, ...] = ("page", "web page", "CSV", "JSON", "archive", "workbook")


def make_samples(count: int, seed: int) -> Iterator[Sample]:
    """As many documents, always the same for the same seed."""
    dice = random.Random(seed)
    kinds, shares = tuple(KINDS), tuple(KINDS.values())
    for _ in range(count):
        yield make_sample(dice.choices(kinds, shares)[0], dice)


def make_sample(kind: Kind, dice: random.Random) -> Sample:
    """One mutated document of this kind."""
    return _MAKERS[kind](dice)


def _page(dice: random.Random) -> Sample:
    text = mutate_lines(dice.choice(corpus.texts()), dice, corpus.texts())
    return Sample("page", "sida.txt", encode(disguise(text, dice), dice))


def _web_page(dice: random.Random) -> Sample:
    text = dice.choice(corpus.web_pages())
    if dice.random() < 0.8:
        text = mutate_markup(text, dice, corpus.texts())
    else:
        text = mutate_lines(text, dice, corpus.web_pages())
    return Sample("web page", "sida.html", encode(disguise(text, dice), dice))


def _csv(dice: random.Random) -> Sample:
    rows, delimiter = _rows(dice), dice.choice(";;,,\t|")
    text = corpus.to_csv(rows, delimiter)
    if dice.random() < 0.5:
        text = mutate_lines(text, dice, corpus.texts(), "\r\n")
    return Sample("CSV", "lista.csv", encode(disguise(text, dice), dice))


def _json(dice: random.Random) -> Sample:
    rows = _rows(dice)
    if dice.random() < 0.5:
        text, name = corpus.to_lines(rows), "lista.ndjson"
    else:
        text, name = corpus.to_array(rows), "lista.json"
    if dice.random() < 0.5:
        value = json.dumps(dice.choice(VALUES))
        text = text.replace(json.dumps(dice.choice(rows[1:] or rows)[-1]), value, 2)
    if dice.random() < 0.6:
        between = dice.choice(("\n", ",", '"', "{"))
        text = mutate_lines(text, dice, corpus.texts(), between)
    return Sample("JSON", name, encode(disguise(text, dice), dice))


def _workbook(dice: random.Random) -> Sample:
    content = _to_workbook(_rows(dice), dice)
    if dice.random() < 0.5:
        content = _repack(content, dice)
    elif dice.random() < 0.4:
        content = mutate_bytes(content, dice)
    return Sample("workbook", "lista.xlsx", content)


def _mapping(dice: random.Random) -> Sample:
    mapping, rows = corpus.mapped()
    if dice.random() < 0.8:
        mapping = mutate_lines(mapping, dice, (mapping, *corpus.texts()))
    cells = [change_pieces([*row], dice, corpus.texts()) for row in rows[1:]]
    text = corpus.to_csv([rows[0], *cells], ";")
    return Sample("mapping", "lista.csv", encode(text, dice), mapping)


def _archive(dice: random.Random) -> Sample:
    packed = io.BytesIO()
    way = dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(packed, "w", way) as file:
        for place in range(dice.choice((0, 1, 2, 3))):
            kind = dice.choice(_MEMBERS)
            name = dice.choice(MEMBERS) if dice.random() < 0.3 else f"{place}.txt"
            file.writestr(zipfile.ZipInfo(name), _MAKERS[kind](dice).content, way)
    content = packed.getvalue()
    return Sample(
        "archive", "sidor.zip", mutate_bytes(content, dice) if dice.random() < 0.6 else content
    )


def _rows(dice: random.Random) -> list[list[str]]:
    """Some rows of a list, cells of them and sometimes headings changed."""
    heading, *rows = dice.choice(corpus.tables())
    chosen = [[*row] for row in dice.sample(rows, dice.randint(1, 4))]
    for row in chosen:
        if dice.random() < 0.6:
            row[:] = _same_width(row, change_pieces([*row], dice, corpus.texts()), dice)
    if dice.random() < 0.2:
        heading = change_pieces([*heading], dice, (",".join(heading),)) or ["a"]
    table = [[*heading], *chosen]
    if dice.random() < 0.1:
        table[0:0] = [["Rapport", "2026"], [""]][: dice.randint(1, 2)]
    return table


def _same_width(row: list[str], changed: list[str], dice: random.Random) -> list[str]:
    """Mostly as many cells as before, so that the row is read at all."""
    if dice.random() < 0.2:
        return changed
    return [*changed, *row][: len(row)]


def _to_workbook(rows: list[list[str]], dice: random.Random) -> bytes:
    content = io.BytesIO()
    with Workbook(content, {"strings_to_numbers": dice.random() < 0.5}) as book:
        for _ in range(dice.choice((1, 1, 1, 2))):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row[:500]):
                    sheet.write(number, column, cell[:32_000])
    return content.getvalue()


def _repack(content: bytes, dice: random.Random) -> bytes:
    """The archive with one of its members mutated."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        chosen = dice.choice(old.namelist())
        for name in old.namelist():
            member = old.read(name)
            if name == chosen:
                text = member.decode("utf-8", "replace")
                changed = mutate_markup(text, dice, corpus.texts())
                member = changed.encode("utf-8", "replace")
            new.writestr(name, member)
    return packed.getvalue()


_MAKERS: Mapping[Kind, Callable[[random.Random], Sample]] = {
    "page": _page,
    "web page": _web_page,
    "CSV": _csv,
    "JSON": _json,
    "workbook": _workbook,
    "mapping": _mapping,
    "archive": _archive,
}
