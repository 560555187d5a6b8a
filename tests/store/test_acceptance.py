"""An accepted quality issue is left out of the record while it is met, with who and why; any
history of writes keeps that law."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.database import Database
from app.domain.derivation import derive
from app.domain.provenance import Author, ground
from app.domain.record import today
from app.errors import AcceptanceNotFound, IssueNotShown, ProjektbankError
from app.importer.incoming import Options
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import make_page
from tests.store.edited import KEY, KIM, Registry
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, act, traces
from tests.store.rows import changes, stored_evidence, versions_of

BUDGET, SUPPORT = "budget-not-stated", "support-not-stated"
ALEX = Author("Alex Påhitt (aaaaaaaa)")
WHY = "Förstudien har ingen budget."


@pytest.fixture
def registry(empty_database: Database, tmp_path: Path) -> Registry:
    """With a record that states no money."""
    one = Registry(empty_database, tmp_path)
    one.take_in()
    return one


def shown(registry: Registry) -> set[str]:
    return set(registry.record()["quality_issues"])


def accepted(registry: Registry) -> dict[str, str]:
    """The accepted issues with their reasons."""
    held = stored_evidence(registry.database, KEY).accepted
    return {code: one.reason for code, one in held.items()}


def test_accepting_takes_an_issue_out_as_a_version_that_says_who_and_why(
    registry: Registry,
) -> None:
    before = shown(registry)
    written = registry.accept(BUDGET, WHY, ALEX)
    assert (written.outcome, written.changed) == ("updated", ("quality_issues",))
    assert shown(registry) == before - {BUDGET}
    newest = versions_of(registry.database, KEY)[-1]
    assert (newest.version, newest.by, newest.reason) == (2, ALEX.by, WHY)
    held = stored_evidence(registry.database, KEY).accepted[BUDGET]
    assert (held.by, held.reason, held.at) == (
        ALEX.by,
        WHY,
        newest.at.replace(tzinfo=held.at.tzinfo),
    )
    assert changes(registry.database)[-1].changed_fields == '["quality_issues"]'


def test_a_reason_of_its_own_for_the_change_goes_to_the_history(registry: Registry) -> None:
    registry.accept(BUDGET, WHY, KIM)
    assert versions_of(registry.database, KEY)[-1].reason == KIM.reason
    assert accepted(registry) == {BUDGET: WHY}


def test_an_acceptance_lasts_while_the_issue_is_met(registry: Registry) -> None:
    registry.accept(BUDGET, WHY)
    registry.accept(SUPPORT, WHY)
    registry.take_in(Antal_deltagare="80")
    registry.take_in(Antal_deltagare="80", Målgrupp="Unga")
    registry.change(phase="Genomförande")
    assert accepted(registry) == {BUDGET: WHY, SUPPORT: WHY}
    assert not shown(registry) & {BUDGET, SUPPORT}


@pytest.mark.parametrize("by_hand", [True, False])
def test_an_acceptance_is_gone_with_its_issue_and_does_not_come_back(
    registry: Registry, by_hand: bool
) -> None:
    registry.accept(BUDGET, WHY)
    if by_hand:
        registry.change(total_budget=1000)
    else:
        registry.take_in(Total_projektbudget="1 000")
    assert accepted(registry) == {}
    registry.change(total_budget=None)
    assert BUDGET in shown(registry)


def test_an_acceptance_goes_also_when_a_document_changes_nothing_else(registry: Registry) -> None:
    registry.take_in(Namn="Bron")
    registry.accept("heading-mismatch", WHY)
    assert registry.take_in(name="Bron").outcome == "unchanged"
    assert accepted(registry) == {}
    assert "heading-mismatch" not in shown(registry)


def test_what_is_taken_back_counts_again(registry: Registry) -> None:
    before = shown(registry)
    registry.accept(BUDGET, WHY)
    written = registry.withdraw(BUDGET)
    assert (written.outcome, written.version, shown(registry)) == ("updated", 3, before)
    assert accepted(registry) == {}


def test_accepting_again_makes_a_version_only_for_another_reason(registry: Registry) -> None:
    registry.accept(BUDGET, WHY)
    assert registry.accept(BUDGET, WHY).outcome == "unchanged"
    again = registry.accept(BUDGET, "Enligt beslut.")
    assert (again.outcome, again.version, again.changed) == ("updated", 3, ())
    assert accepted(registry) == {BUDGET: "Enligt beslut."}
    registry.revert(2)
    assert accepted(registry) == {BUDGET: WHY}


def test_putting_a_version_back_brings_its_acceptances_back(registry: Registry) -> None:
    registry.accept(BUDGET, WHY)
    registry.change(total_budget=1000)
    registry.revert(2)
    assert accepted(registry) == {BUDGET: WHY}
    registry.revert(1)
    assert accepted(registry) == {}
    assert BUDGET in shown(registry)
    registry.delete()
    registry.revert(2)
    assert accepted(registry) == {BUDGET: WHY}


def test_an_import_that_brings_a_record_back_brings_its_acceptances_back(
    registry: Registry, tmp_path: Path
) -> None:
    registry.accept(BUDGET, WHY)
    registry.delete()
    page = make_page(Diarienummer="2020/00001", Målgrupp="Unga")
    options = Options(undelete=True)
    (result,) = import_contents(registry.database, tmp_path, page, options=options)
    assert (result.outcome, result.id) == ("created", KEY)
    assert accepted(registry) == {BUDGET: WHY}
    assert BUDGET not in shown(registry)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zero-budget", "does not show zero-budget; it shows: budget-not-stated, "),
        ("budget-not-state", "no quality issue “budget-not-state”; did you mean budget-not-st"),
        ("\0", "no quality issue “�”; /v1/schema lists them all."),
    ],
)
def test_only_an_issue_that_the_record_shows_is_accepted(
    registry: Registry, code: str, said: str
) -> None:
    with pytest.raises(IssueNotShown, match=said.replace(".", r"\.")):
        registry.accept(code, WHY)


def test_only_an_accepted_issue_is_taken_back(registry: Registry) -> None:
    with pytest.raises(AcceptanceNotFound, match="accepted: none"):
        registry.withdraw(BUDGET)
    registry.accept(BUDGET, WHY)
    with pytest.raises(AcceptanceNotFound, match="accepted: budget-not-stated"):
        registry.withdraw(SUPPORT)


def test_a_person_named_in_a_reason_is_redacted(registry: Registry) -> None:
    registry.take_in(Kontaktperson=NAME, **{"E-post": EMAIL})
    registry.accept(BUDGET, f"Enligt {NAME}, {EMAIL}.", Author("Kim"))
    assert traces(registry.database)
    places = act(registry.database, email=EMAIL)
    assert {"provenance", "reason"} <= {place.where for place in places}
    assert traces(registry.database) == []
    assert accepted(registry) == {BUDGET: "Enligt […], […]."}
    assert breaches(registry.database) == {}


CODES = st.sampled_from([BUDGET, SUPPORT, "participants-not-stated", "unknown-label", "nonsens"])
STEPS: st.SearchStrategy[tuple[str, Any]] = st.one_of(
    st.tuples(st.just("accept"), CODES),
    st.tuples(st.just("withdraw"), CODES),
    st.tuples(st.just("take_in"), st.sampled_from(["Total_projektbudget", "Målgrupp", "E-post"])),
    st.tuples(st.just("change"), st.sampled_from([None, 0, 1000])),
    st.tuples(st.just("revert"), st.integers(1, 6)),
)


def step(registry: Registry, what: str, how: Any) -> None:  # noqa: ANN401 - by the kind of step
    if what == "accept":
        registry.accept(how, WHY)
    elif what == "withdraw":
        registry.withdraw(how)
    elif what == "take_in":
        registry.take_in(**{how: "5"})
    elif what == "change":
        registry.change(total_budget=how)
    else:
        registry.revert(how)


@settings(max_examples=25)
@given(steps=st.lists(STEPS, max_size=8))
def test_shown_and_accepted_together_are_the_issues_that_are_met(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("godtaget")
    with open_copy(empty_file, folder) as database:
        registry = Registry(database, folder)
        registry.take_in()
        for what, how in steps:
            try:
                step(registry, what, how)
            except ProjektbankError:
                continue
            evidence = stored_evidence(database, KEY)
            met = derive(ground(evidence.statements), evidence.period, today()).issues
            met |= {"unknown-label"} if evidence.has_unknown_labels else set()
            assert shown(registry) | evidence.accepted.keys() == met
            assert not shown(registry) & evidence.accepted.keys()
        assert breaches(database) == {}
