"""Where a label block ends: nothing labelled may end up in the running text unseen."""

import pytest

from app.importer.document import Document, Draft
from app.importer.pages.reading import read_document

COLON = "2020/09001 - Nya vägar\n\nProjektägare:\nExempel kommun\nRegion:\nStockholm\n"
GLUED = "Nya vägar\n\nProjektägareExempel kommun\nRegionStockholm\n"
REST = "Beviljat ESF-stöd:\n77\n\nLöptext.\n"


def read(text: str) -> Draft:
    return read_document(Document("page.txt", text.encode()))


@pytest.mark.parametrize(
    ("between", "unknown"),
    [
        ("Stödmottagarens address:\n\n", []),
        ("Stödmottagarens address:\n\n\n", []),
        ("Stödmottagarens address:\n\nMål:\nFler i arbete\n", ["Fler i arbete"]),
        ("Stödmottagarens address:\n\nMål:\n", [""]),
        ("Telefonnummer:\n08-1\n08-2\n", ["08-2"]),
        ("Ort: Exempelstad\n", ["Ort: Exempelstad"]),
    ],
)
def test_a_block_goes_on_to_a_known_label_that_is_new_to_it(
    between: str, unknown: list[str]
) -> None:
    draft = read(COLON + between + REST)
    assert draft.statements["granted_support"].value == 7700
    assert draft.statements["summary"].value == "Löptext."
    assert [label.raw for label in draft.unknown_labels] == unknown


@pytest.mark.parametrize("last", ["Startdatum:\n2020-01-01\n", "Region:\n\n"])
def test_running_text_that_looks_like_labels_is_never_read(last: str) -> None:
    block = "2020/09001 - Nya vägar\n\nNamn:\nNya vägar\nProjektägare:\nExempel kommun\n"
    draft = read(f"{block}Slutdatum:\n2020-12-31\n{last}\nProjektägare:\nEn annan\n")
    assert draft.statements["owner"].value == "Exempel kommun"
    assert "En annan" in str(draft.statements["summary"].value)


@pytest.mark.parametrize(
    "line",
    [
        "Utlysningsdatum2010-01-01",
        "E-postadressx@example.se",
        "RegionkodSE12",
        "ProjektägarensWebbplats",
        "Total projektbudgetökning1 000 kr",
        "Telefonnummerväxel08-1",
    ],
)
def test_a_longer_word_is_another_label_in_the_glued_layout(line: str) -> None:
    draft = read(f"{GLUED}{line}\nTotal projektbudget4 011 807 kr\n\nLöptext.\n")
    assert [label.raw for label in draft.unknown_labels] == [line]
    assert draft.statements["total_budget"].value == 401180700
    assert "call_number" not in draft.statements


def test_an_address_in_small_letters_is_an_address_in_the_glued_layout() -> None:
    draft = read(f"{GLUED}E-postkim@example.se\n\nLöptext.\n")
    assert draft.statements["contact_email"].value == "kim@example.se"
