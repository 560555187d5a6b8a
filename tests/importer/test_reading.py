"""Whole pages: what makes a block, a heading and a summary; and pages meant to break the reader."""

import time

import pytest
from hypothesis import given, settings

from app.domain.derivation import derive
from app.domain.quality import RULES
from app.domain.record import today
from app.errors import REJECTIONS, DocumentRejected
from app.importer.document import Document, Draft
from app.importer.pages.layouts import LAYOUTS
from app.importer.pages.reading import read_document
from tests.importer.pages import Page, make_page, mutilated, pages


def read(text: str) -> Draft:
    return read_document(Document("sida", text.encode()))


def value_of(text: str, name: str) -> object:
    statement = read(text).statements.get(name)
    return statement.value if statement else None


def issues_of(text: str, name: str) -> tuple[str, ...]:
    return read(text).statements[name].issues


@pytest.mark.parametrize(
    ("heading", "number", "name"),
    [
        ("2020/00713 - Hälsa - och arbete", "2020/00713", "Hälsa - och arbete"),
        ("23-032-S01 - SESI", "23-032-S01", "SESI"),
        ("Kompetens.NU 1-3 - Genomförande", None, "Kompetens.NU 1-3 - Genomförande"),
        ("2020/0071 - För kort nummer", None, "2020/0071 - För kort nummer"),
        ("2020/00713 – Tankstreck", None, "2020/00713 – Tankstreck"),
        ("2020/00713", None, "2020/00713"),
    ],
)
def test_a_heading_is_split_only_after_a_number(
    heading: str, number: str | None, name: str
) -> None:
    facts = {"Projektägare": "Exempelkommunen", "Region": "Stockholm", "Utlysning": "1"}
    page = Page(heading, facts).with_colons()
    assert (value_of(page, "number"), value_of(page, "name")) == (number, name)


def test_the_heading_fills_in_and_the_labels_win() -> None:
    page = make_page(name="Bron", Diarienummer="2020/00002").replace(
        "Bron\n", "2020/00001 - Bro\n", 1
    )
    assert value_of(page, "number") == "2020/00002"
    assert value_of(page, "name") == "Bron"
    assert issues_of(page, "number") == issues_of(page, "name") == ("heading-mismatch",)


def test_the_last_line_before_the_block_is_the_heading() -> None:
    page = "En rad\nUtan mellanrum\n" + make_page(Utlysning="7").partition("\n")[2]
    assert value_of(page.replace("Namn:\nNya vägar\n", ""), "name") == "Utan mellanrum"


@pytest.mark.parametrize("known", [2, 3])
def test_three_known_labels_make_a_block(known: int) -> None:
    labels = ["Projektägare:\nExempelkommunen", "Namn:\nBron", "Region:\nStockholm"]
    text = "Rubrik\n\n" + "\n".join(labels[:known])
    if known == 3:
        assert read(text).layout == "site-2014-2020"
    else:
        with pytest.raises(DocumentRejected, match="no block"):
            read(text)


def test_the_first_run_of_labels_is_the_block() -> None:
    page = make_page(summary="Region:\nSydsverige\nNamn:\nAnnat\nProjektägare:\nAnnan")
    assert value_of(page, "region") == "SE11"
    assert value_of(page, "owner") == "Exempelkommunen"


@pytest.mark.parametrize("write", [Page.with_colons, Page.bare, Page.glued])
def test_the_order_of_labels_does_not_matter(write: object) -> None:
    assert callable(write)
    facts = {
        "Projektägare": "Exempelkommunen",
        "Projektperiod": "2020-01-01 - 2020-12-31",
        "Total projektbudget": "1 000 kr",
        "Region": "Stockholm",
        "Beviljat ESF-stöd": "900 kr",
    }
    backwards = dict(reversed(facts.items()))
    one, other = (read(write(Page("Bron", order))).statements for order in (facts, backwards))
    assert {name: s.value for name, s in one.items()} == {
        name: s.value for name, s in other.items()
    }
    assert len(one) == 8


@pytest.mark.parametrize(
    "empty", ["Stödmottagare ort:\n\nUtlysning:\n7\n", "Stödmottagare ort:\nUtlysning:\n7\n"]
)
def test_a_blank_line_or_another_label_means_empty(empty: str) -> None:
    page = make_page().replace("Namn:\n", f"{empty}Namn:\n")
    assert value_of(page, "owner_city") is None
    assert value_of(page, "call_number") == "7"
    assert value_of(page, "name") == "Nya vägar"


def test_empty_contact_labels_do_not_make_a_glued_page_another_layout() -> None:
    facts = {
        "Projektägare": "Exempelkommunen",
        "Kontaktperson": "",
        "E-post": "",
        "Telefonnummer": "",
    }
    page = Page("Bron", {"Projektfas": "Genomförande", **facts, "Region": "Stockholm"}).glued()
    assert read(page).layout == "bank-2007-2013"
    assert value_of(page, "owner") == "Exempelkommunen"
    assert value_of(page, "phase") == "Genomförande"


def test_words_of_running_text_are_no_glued_labels() -> None:
    facts = {"Projektägare": "Exempelkommunen", "Projektfas": "Genomförande", "Region": "Stockholm"}
    page = Page("Bron", facts).glued().replace("Region", "Region Sverige\nRegionala rådet\nRegion")
    assert [label.raw for label in read(page).unknown_labels] == [
        "Region Sverige",
        "Regionala rådet",
    ]
    assert value_of(page, "region") == "SE11"


def test_two_labels_of_one_fact_that_differ_are_flagged_and_the_first_choice_stays() -> None:
    page = make_page(Projektnummer="2020/00002", Diarienummer="2020/00001")
    assert value_of(page, "number") == "2020/00001"
    assert issues_of(page, "number") == ("duplicate-label",)


def test_two_labels_of_one_fact_that_agree_are_no_issue() -> None:
    page = make_page(Projektnummer="2020/00001", Diarienummer="2020/00001")
    assert issues_of(page, "number") == ()


@pytest.mark.parametrize(
    ("labels", "value", "issues"),
    [
        ({"Planerat_antal_deltagare": "-2147483648"}, 80, ("amount-sentinel",)),
        ({"Planerat_antal_deltagare": "många"}, 80, ("amount-unreadable",)),
        ({"Planerat_antal_deltagare": "70"}, 70, ("duplicate-label",)),
        ({"Planerat_antal_deltagare": "80"}, 80, ()),
    ],
)
def test_what_cannot_be_read_is_flagged_even_where_another_label_states_it(
    labels: dict[str, str], value: int, issues: tuple[str, ...]
) -> None:
    page = make_page(Antal_deltagare="80", **labels)
    assert value_of(page, "planned_participants") == value
    assert issues_of(page, "planned_participants") == issues


def test_an_unreadable_period_beside_a_start_date_is_flagged() -> None:
    page = make_page(Startdatum="2020-01-01", Projektperiod="2020-01-01 - nu")
    assert issues_of(page, "start_date") == ("date-unreadable",)


def test_start_and_end_date_win_over_the_period() -> None:
    page = make_page(Projektperiod="2020-01-01 - 2020-12-31", Slutdatum="2021-12-31")
    assert str(value_of(page, "end_date")) == "2021-12-31"
    assert issues_of(page, "end_date") == ("duplicate-label",)
    assert issues_of(page, "start_date") == ()


@pytest.mark.parametrize(
    ("label", "printed", "name", "value"),
    [
        ("Programområde", "2", "programme_area", "2"),
        ("Programområde", "2.1 Öka övergångarna till arbete", "programme_area", "2"),
        ("Programområde", "2.1 Öka övergångarna till arbete", "specific_objective", "2.1"),
        ("Programområde", "Programområde 2 Ökat arbetskraftsutbud", "programme_area", "2"),
        ("Programområde", "A", "programme_area", "A"),
        ("Programområde", "6", "programme_area", None),
        ("Programområde", "AB", "programme_area", None),
        ("Specifikt mål", "A2A", "specific_objective", "A2A"),
        ("Specifikt mål", "2.1 Något mål", "specific_objective", "2.1"),
        ("Specifikt mål", "9.1", "specific_objective", None),
        ("Interventionstyp", "117.0", "intervention_type", "117"),
        ("Interventionstyp", "109.", "intervention_type", "109"),
        ("Interventionsområde", "102", "intervention_type", "102"),
        ("Interventionstyp", "10.5", "intervention_type", None),
        ("NUTS-2 kod", "SE12", "region", "SE12"),
        ("NUTS-2 kod", "SE99", "region", "SE11"),
        ("Land som berörs", "Sverige", "country", "SE"),
        ("Land som berörs", "Finland", "country", None),
        ("Berörd fond", "ESF+", "fund", "ESF+"),
        ("EU-fond", "ERUF", "fund", None),
        ("Program CCI", "2021SE05SFPR001", "programme_cci", "2021SE05SFPR"),
        ("Program CCI", "2014SE05M9OP001", "programme_cci", "2014SE05M9OP001"),
        ("Utlysning", "2015/00393", "call_number", "2015/00393"),
        ("Stödmottagarens address", "Väg 1", "owner_address", "Väg 1"),
    ],
)
def test_a_label_states_its_field(label: str, printed: str, name: str, value: str | None) -> None:
    page = make_page(**{label.replace(" ", "_"): printed})
    assert value_of(page, name) == value
    assert any(
        printed == statement.raw or name == "region" for statement in read(page).statements.values()
    )


def test_a_code_that_names_no_region_is_flagged_though_the_name_is_known() -> None:
    assert issues_of(make_page(**{"NUTS-2_kod": "SE99"}), "region") == ("region-unknown",)


def test_labels_are_known_without_case_and_with_blanks_around() -> None:
    page = make_page().replace("Projektägare:", "  PROJEKTÄGARE :  ")
    assert value_of(page, "owner") == "Exempelkommunen"


def test_text_is_composed_and_stripped() -> None:
    page = make_page(owner="  A\u030angermanlands exempel\u00a0 ", summary="A\u0308ven  detta ")
    assert value_of(page, "owner") == "Ångermanlands exempel"
    assert value_of(page, "summary") == "Även  detta"


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Sammanfattning\n\nEtt.\n\n\n\nTvå.", "Ett.\n\nTvå."),
        ("Ett.\nSammanfattning\nTvå.", "Ett.\nSammanfattning\nTvå."),
        ("  SAMMANFATTNING\nBakgrund\n- a\n-  b", "Bakgrund\n- a\n-  b"),
        ("Cookies\nEtt.\nLogotyp på utskrifter\nTvå.\nLär dig mer\nStäng", "Ett.\nTvå."),
        ("Sammanfattning", None),
        ("", None),
    ],
)
def test_the_summary_is_the_running_text(text: str, summary: str | None) -> None:
    assert value_of(make_page(summary=text), "summary") == summary


@given(mutilated())
@settings(max_examples=150)
def test_a_mutilated_page_is_read_or_refused_with_a_documented_code(content: bytes) -> None:
    check_reading(content)


@given(pages())
def test_a_made_page_is_read(page: str) -> None:
    draft = read(page)
    assert draft.statements["name"].value
    assert draft.statements["owner"].value
    check_reading(page.encode())


def check_reading(content: bytes) -> None:
    """A document is refused with a documented code, or read as the law of provenance says."""
    document = Document("sida", content)
    try:
        draft = read_document(document)
    except DocumentRejected as refusal:
        reason = refusal.reason
    else:
        check_draft(document, draft)
        return
    assert reason in REJECTIONS


def check_draft(document: Document, draft: Draft) -> None:
    for name, statement in draft.statements.items():
        assert statement.raw, name
        assert statement.raw in document.lines[statement.line - 1], name
        assert set(statement.issues) <= set(RULES), name
        assert len(set(statement.issues)) == len(statement.issues), name
    assert draft.layout in {layout.name for layout in LAYOUTS}
    assert derive(draft.statements, draft.period, today()).issues <= set(RULES)


@pytest.mark.parametrize(
    "line",
    [
        "a:\nb\n",
        ":\n",
        "Region:\nRegion\n",
        "Region\n\n",
        "Region\nSammanfattning\n",
        "Cookies\n\nRegion\n\n",
        "Regionx\n\n",
        "Region1\nNamn2\n\n",
        "Namn:\na\nNamn:\nb\n",
        "Total projektbudget:\n1" + " " * 3000 + "x\n",
        " \n",
        "x",
    ],
    ids=repr,
)
def test_no_page_takes_long(line: str) -> None:
    """A page that does the same over and over; walked once too often, it would take minutes."""
    began = time.process_time()
    check_reading((line * (100_000 // len(line)) + "slut").encode())
    assert time.process_time() - began < 4
