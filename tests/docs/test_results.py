"""What is told of speed was measured: every goal, at every size, in full rounds."""

import json
from pathlib import Path

import pytest

from benchmarks.cases import CASES
from benchmarks.goals import goals
from benchmarks.outcome import Outcome, Settings
from benchmarks.reasons import REASONS

FOLDER = Path(__file__).parents[2] / "benchmarks"
SIZES = (100_000, 1_000_000)


def measured(records: int) -> Outcome:
    results = json.loads((FOLDER / "results.json").read_text("utf-8"))
    return Outcome(**results["serving"][str(records)])


@pytest.mark.parametrize("records", SIZES)
def test_every_goal_was_measured_or_it_is_told_why_not(records: int) -> None:
    outcome = measured(records)
    lacking = {goal.case for goal in goals(outcome) if goal.measured is None}
    assert lacking <= outcome.failures.keys()


@pytest.mark.parametrize("records", SIZES)
def test_what_was_measured_was_measured_at_full_length(records: int) -> None:
    full, settings = Settings(), measured(records).settings
    assert settings["rounds"] == full.rounds
    assert settings["seconds"] == full.seconds
    assert not settings["is_short"]


@pytest.mark.parametrize("records", SIZES)
def test_a_miss_is_explained_by_a_reason_and_a_profile(records: int) -> None:
    outcome = measured(records)
    missed = {goal.case for goal in goals(outcome) if not goal.met}
    assert missed <= REASONS.keys()
    assert missed & {case.name for case in CASES} <= outcome.profiles.keys()


@pytest.mark.parametrize("records", SIZES)
def test_the_page_of_results_tells_every_goal(records: int) -> None:
    _, _, part = (FOLDER / "RESULTS.md").read_text("utf-8").partition(f"\n## {records} records\n")
    told = part.partition("\n## ")[0].splitlines()
    for goal in goals(measured(records)):
        word = "met" if goal.met else "MISSED"
        [line] = [one for one in told if one.endswith(f") {goal.case}: {goal.wording}")]
        assert line.startswith((f"- {word}:", "- NOT MEASURED:"))
