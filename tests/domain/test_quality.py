"""Each quality rule with a record that shows it and one, just beside it, that does not."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.domain.quality import RULES, SEVERITIES, check
from app.domain.record import Record

DAY = date(2026, 11, 22)
LEAP_DAY = date(2028, 2, 29)
SOUND: Record = {
    "name": "Ett gott projekt",
    "owner": "Exempelkommun",
    "programme_period": "2014-2020",
    "programme_area": "2",
    "specific_objective": "2.1",
    "owner_organisation_number": "2120003005",
    "start_date": date(2020, 1, 1),
    "end_date": date(2021, 12, 31),
    "planned_participants": 0,
    "total_budget": 100_000,
    "granted_support": 100_000,
    "summary": "Projektet provar nya vägar.",
}


def rated(**amounts: int) -> Record:
    """A budget of 10 000 SEK at a rate of 50 %."""
    return {"total_budget": 1_000_000, "eu_cofinancing_rate": 5000, **amounts}


CASES: list[tuple[str, Record, Record]] = [
    ("end-before-start", {"end_date": date(2019, 12, 31)}, {"end_date": date(2020, 1, 1)}),
    ("far-future-date", {"end_date": date(2036, 11, 23)}, {"end_date": date(2036, 11, 22)}),
    ("period-not-stated", {"start_date": None}, {}),
    ("period-not-stated", {"end_date": None}, {}),
    ("budget-not-stated", {"total_budget": None}, {"total_budget": 0}),
    ("support-not-stated", {"granted_support": None}, {"granted_support": 0}),
    ("participants-not-stated", {"planned_participants": None}, {"planned_participants": 0}),
    ("support-exceeds-budget", {"granted_support": 100_001}, {"total_budget": None}),
    ("support-rate-mismatch", rated(eu_contribution=505_001), rated(eu_contribution=505_000)),
    ("support-rate-mismatch", rated(eu_contribution=494_999), rated(eu_contribution=495_000)),
    ("support-rate-mismatch", rated(eu_contribution=0), rated(granted_support=1_000_000)),
    ("zero-budget", {"total_budget": 0}, {"total_budget": None}),
    ("owner-is-project-name", {"name": "EXEMPELKOMMUN "}, {"name": "Exempelkommun 2"}),
    ("owner-truncated", {"owner": "Å" * 30, "programme_period": "2007-2013"}, {"owner": "Å" * 30}),
    (
        "owner-truncated",
        {"owner": "Å" * 30, "programme_period": "2007-2013"},
        {"owner": "Å" * 31, "programme_period": "2007-2013"},
    ),
    ("organisation-number-invalid", {"owner_organisation_number": "2120003006"}, {}),
    (
        "organisation-number-personal",
        {"owner_organisation_number": "8001011234"},
        {"owner_organisation_number": None},
    ),
    ("objective-outside-area", {"specific_objective": "1.1"}, {"programme_area": None}),
    ("objective-outside-area", {"programme_area": "A"}, {"specific_objective": None}),
    ("summary-missing", {"summary": None}, {}),
    ("summary-is-reference", {"summary": "Se projekt 2"}, {"summary": "Seende är viktigt"}),
    (
        "summary-is-reference",
        {"summary": "Samma som " + "a" * 189},
        {"summary": "Samma som " + "a" * 190},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "shows", "shows_not"), CASES)
def test_a_rule_finds_its_issue_and_no_other_record(
    code: str, shows: Record, shows_not: Record
) -> None:
    assert code in check({**SOUND, **shows}, DAY)
    assert code not in check({**SOUND, **shows_not}, DAY)


def test_a_sound_record_shows_no_issue() -> None:
    assert check(SOUND, DAY) == frozenset()


def test_ten_years_after_a_leap_day_is_no_trap() -> None:
    assert "far-future-date" not in check({**SOUND, "end_date": date(2038, 2, 28)}, LEAP_DAY)
    assert "far-future-date" in check({**SOUND, "end_date": date(2038, 3, 1)}, LEAP_DAY)


def test_every_rule_with_a_check_has_a_case() -> None:
    assert {rule.code for rule in RULES.values() if rule.check} == {code for code, _, _ in CASES}


def test_an_empty_record_is_checked_without_failing() -> None:
    assert check({}, DAY) >= {"budget-not-stated", "period-not-stated", "summary-missing"}


def test_every_code_that_a_reader_gives_has_its_rule() -> None:
    app = Path(__file__).parents[2] / "app"
    sources = "\n".join(
        path.read_text("utf-8")
        for folder in ("domain", "importer", "store")
        for path in (app / folder).rglob("*.py")
    )
    given = set(re.findall(r'Unreadable\("([a-z-]+)"\)', sources))
    flags = r'(?:_flag|correct|issues\.add|issues=)\([^()]*?"([a-z]+-[a-z-]+)"'
    flagged = re.findall(flags, sources)
    assert {"heading-mismatch", "region-code-mismatch", "intervention-type-unknown"} <= {*flagged}
    assert given | {*flagged} <= set(RULES)


def test_every_rule_has_sentences_in_both_languages_and_is_told_exactly() -> None:
    for rule in RULES.values():
        assert re.fullmatch(r"[A-ZÅÄÖ].*\.", rule.sentence_sv), rule.code
        assert re.fullmatch(r"[A-Z].*\.", rule.sentence_en), rule.code
        assert rule.rule, rule.code
        assert rule.severity in SEVERITIES
