"""Every quality issue of the table is met in a document; a document without flaw shows none."""

import json
from pathlib import Path

import pytest

from app.database import Database
from app.domain.quality import RULES
from tests.importer.files import import_contents
from tests.importer.pages import Page, make_page
from tests.store.rows import stored_projects

BUDGET, SUPPORT = "Total projektbudget", "Beviljat ESF-stöd"
NUMBER = "Projektägare organisationsnummer"
SOUND = {
    "Diarienummer": "2020/00001",
    "Startdatum": "2020-01-01",
    "Slutdatum": "2020-12-31",
    "Planerat antal deltagare": "80",
    BUDGET: "1 000",
    SUPPORT: "500",
}


def page(name: str = "Nya vägar", **more: str) -> str:
    """A page without flaw, but for what is said here."""
    return make_page(name, **{**SOUND, **more})


def without(*labels: str) -> str:
    return make_page(**{label: value for label, value in SOUND.items() if label not in labels})


PAGES: dict[str, str] = {
    "amount-sentinel": page(**{BUDGET: "-2147483648"}),
    "amount-unreadable": page(**{BUDGET: "okänd"}),
    "value-unreadable": page(**{"Specifikt mål": "det andra"}),
    "date-unreadable": page(Slutdatum="2020-13-31"),
    "end-before-start": page(Slutdatum="2019-12-31"),
    "far-future-date": page(Slutdatum="2999-12-31"),
    "period-not-stated": without("Slutdatum"),
    "budget-not-stated": without(BUDGET),
    "support-not-stated": without(SUPPORT),
    "participants-not-stated": without("Planerat antal deltagare"),
    "support-exceeds-budget": page(**{SUPPORT: "1 001"}),
    "support-rate-mismatch": page(**{"EU-stöd": "900", "Unionens medfinansieringsgrad": "50%"}),
    "zero-budget": page(**{BUDGET: "0"}),
    "owner-is-project-name": page(name="Exempelkommunen"),
    "owner-truncated": Page(
        "Bron", {"Projektägare": "Påhittade föreningen för exemp", "Region": "Stockholm",
                 "Projektperiod": "2009-01-01 - 2009-12-31"},
    ).glued(),
    "organisation-number-invalid": page(**{NUMBER: "212000-3006"}),
    "organisation-number-personal": page(**{NUMBER: "800101-1234"}),
    "region-unknown": page(Region="Storstan"),
    "region-code-mismatch": page(Region="Sydsverige", **{"NUTS-2 kod": "SE11"}),
    "programme-area-unknown": page(Programområde="A"),
    "objective-outside-area": page(Programområde="1", **{"Specifikt mål": "2.1"}),
    "intervention-type-unknown": page(Interventionstyp="999"),
    "heading-mismatch": page(Namn="Bron"),
    "summary-missing": page(summary=""),
    "summary-is-reference": page(summary="Se projekt 2020/00002."),
    "unknown-label": page(Målgrupp="Unga"),
    "duplicate-label": page(**{"Antal deltagare": "90"}),
}  # fmt: skip


def test_every_rule_has_a_page() -> None:
    assert set(PAGES) == set(RULES)


@pytest.mark.parametrize("code", PAGES)
def test_an_issue_is_met_in_a_page(empty_database: Database, tmp_path: Path, code: str) -> None:
    (result,) = import_contents(empty_database, tmp_path, PAGES[code])
    (project,) = stored_projects(empty_database)
    assert code in result.warnings
    assert code in json.loads(project.quality_issues)


def test_a_page_without_flaw_shows_no_issue(empty_database: Database, tmp_path: Path) -> None:
    (result,) = import_contents(empty_database, tmp_path, page())
    assert (result.outcome, result.warnings) == ("created", ())
