"""One page in all its forms: as text or as a saved web page, it gives the same values."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importer.document import Document, Draft
from app.importer.pages.block import find_heading, running_text
from app.importer.pages.reading import read_document
from app.importer.pages.sheet import Sheet
from app.importer.pages.styles import find_label_block
from tests.importer.disguises import DISGUISES, ENCODINGS, LINE_ENDS
from tests.importer.pages import SAMPLES, Page
from tests.importer.renderings import FORMS, write_html
from tests.importer.test_reading import check_draft

FACTS: Mapping[str, tuple[str, ...]] = {
    "Diarienummer": ("2020/00700", "23-032-S01"),
    "Startdatum": ("2021-02-01", ""),
    "Slutdatum": ("2021-10-31", ""),
    "Projektperiod": ("2021-02-01 - 2021-10-31", "", "snart"),
    "Land som berörs": ("Sverige",),
    "Program CCI": ("2021SE05SFPR",),
    "Planerat antal deltagare": ("80", "0", "-2147483648", ""),
    "Total projektbudget": ("397 590", "1 474 535,50 kr", "okänd", ""),
    "Beviljat ESF-stöd": ("397 590",),
    "Kontaktperson": ("Kim Exempel",),
    "E-post": ("kim@example.se", ""),
    "Stödmottagarens address": ("Storgatan 1, Åmål", ""),
    "Programområde": ("1", "2.1 Öka övergångarna till arbete", "A"),
    "Specifikt mål": ("1.1", "A2A"),
    "Unionens medfinansieringsgrad": ("50%", "66,5 %"),
    "Interventionstyp": ("117.0", ""),
}
ALWAYS: Mapping[str, tuple[str, ...]] = {
    "Namn": ("Gemensamma krafter", "Bättre & <starkare> för alla"),
    "Projektägare": ("Exempelförening, Exempelförening, Norr", "Region Påhittad - Nämnd"),
    "Region": ("Östra Mellansverige", "Småland & Öarna", "Storstan"),
}
SUMMARIES = (
    "",
    "Många av dagens utmaningar är komplexa & spänner över flera sektorer.",
    "Sammanfattning\n\nFörsta stycket, med mål: fler i arbete.\n\nBakgrund\n\nRad ett.\nRad två.",
    "Projektet vill nå ut.\n\n- punkt ett\n- punkt två\n\n1. Region: Stockholm\n\n50 % < 60 %.",
)


@st.composite
def rich_pages(draw: st.DrawFn) -> Page:
    """Pages of the newer site: any of its labels in any order, empty ones and an unknown too."""
    chosen = draw(st.lists(st.sampled_from(sorted(FACTS)), unique=True))
    labels = draw(st.permutations([*ALWAYS, *chosen]))
    facts = {label: draw(st.sampled_from({**FACTS, **ALWAYS}[label])) for label in labels}
    if draw(st.booleans()):
        facts = {"Målgrupp": draw(st.sampled_from(["Unga", "Alla: även äldre"])), **facts}
        place = draw(st.integers(0, len(labels) - 1))
        order = [*labels[:place], "Målgrupp", *labels[place:]]
        facts = {label: facts[label] for label in order}
    while (last := list(facts)[-1]) not in ALWAYS and (last == "Målgrupp" or not facts[last]):
        del facts[last]  # what stands behind an empty value at the end may be running text
    name = facts["Namn"]
    heading = draw(st.sampled_from([name, f"2020/00700 - {name}"]))
    return Page(heading, facts, draw(st.sampled_from(SUMMARIES)))


def read(content: bytes) -> Draft:
    document = Document("sida", content)
    draft = read_document(document)
    check_draft(document, draft)
    return draft


def values_of(draft: Draft) -> object:
    stated = {name: (one.value, one.issues) for name, one in draft.statements.items()}
    return draft.layout, draft.period, stated, len(draft.unknown_labels)


@given(rich_pages(), st.sampled_from(sorted(FORMS)), st.sampled_from([":", ""]), st.data())
@settings(max_examples=300, deadline=None)
def test_a_saved_web_page_gives_the_values_of_its_text(
    page: Page, form: str, colon: str, data: st.DataObject
) -> None:
    main = data.draw(st.sampled_from(["main", "article", "div"]))
    html = write_html(page, form, colon, main)
    assert values_of(read(html.encode())) == values_of(read(page.with_colons().encode()))


@given(rich_pages(), st.sampled_from(["with_colons", "bare"]), st.data())
@settings(max_examples=300, deadline=None)
def test_a_page_in_disguise_gives_the_same_values(
    page: Page, write: str, data: st.DataObject
) -> None:
    text = getattr(page, write)()
    dice = random.Random(data.draw(st.integers(0, 9)))
    for name in data.draw(st.lists(st.sampled_from(sorted(DISGUISES)), unique=True)):
        text = DISGUISES[name](text, dice)
    text = text.replace("\n", data.draw(st.sampled_from(LINE_ENDS)))
    encode = ENCODINGS[data.draw(st.sampled_from(sorted(ENCODINGS)))]
    try:
        content = encode(text)
    except UnicodeEncodeError:  # Windows-1252 knows few of these signs
        content = text.encode()
    assert values_of(read(content)) == values_of(read(page.with_colons().encode()))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("colon", [":", ""])
def test_a_page_of_any_layout_may_be_a_saved_web_page(sample: Path, form: str, colon: str) -> None:
    sheet = Sheet.of(Document("sida", sample.read_bytes()).lines)
    block = find_label_block(sheet)
    assert block is not None
    heading = find_heading(sheet, block)
    assert heading is not None
    text = "\n".join(sheet.plain[row] for row in running_text(sheet, block)).strip()
    facts = {entry.label: entry.text for entry in block.entries}
    page = Page(heading.text, facts, text)
    html = write_html(page, form, colon)
    assert values_of(read(html.encode())) == values_of(read(sample.read_bytes()))


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("disguise", sorted(DISGUISES))
def test_a_saved_web_page_may_be_in_disguise_too(form: str, disguise: str) -> None:
    facts = {label: values[0] for label, values in {**ALWAYS, **FACTS}.items()}
    page = Page("2020/00700 - Gemensamma krafter", facts, SUMMARIES[1])
    hidden = Page(
        page.heading,
        {_hide(label, disguise): _hide(value, disguise) for label, value in facts.items()},
        _hide(page.summary, disguise),
    )
    html = write_html(hidden, form).replace("\n", "\r\n").encode("utf-8-sig")
    assert values_of(read(html)) == values_of(read(page.with_colons().encode()))


def _hide(text: str, disguise: str) -> str:
    return DISGUISES[disguise](text, random.Random(1))


@pytest.mark.parametrize("write", [str.upper, str.lower, str.title])
def test_labels_are_known_in_any_case_and_with_any_blanks(write: Callable[[str], str]) -> None:
    facts = {label: values[0] for label, values in {**ALWAYS, **FACTS}.items()}
    page = Page("Gemensamma krafter", facts)
    other = Page(
        "Gemensamma krafter",
        {f" {write(label).replace(' ', '   ')} ": value for label, value in facts.items()},
    )
    expected = values_of(read(page.with_colons().encode()))
    assert values_of(read(other.with_colons().encode())) == expected
    assert values_of(read(other.bare().encode())) == expected


@given(rich_pages())
@settings(max_examples=100, deadline=None)
def test_the_text_of_a_saved_web_page_reads_as_the_page(page: Page) -> None:
    """What is shown of a saved page, and kept of a redacted one, is as good as the page."""
    html = Document("sida", write_html(page, "table").encode())
    text = "\n".join(html.lines)
    assert values_of(read(text.encode())) == values_of(read(html.content))
