"""Whatever documents, people, reverts and deletions do to a record: what a hand set stays, and the
history is whole."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import open_copy
from tests.store.edited import KEY, Registry
from tests.store.integrity.test_laws import breaches
from tests.store.rows import (
    changes,
    past_states,
    stored_evidence,
    stored_projects,
    versions_of,
)

_REGIONS = {"Stockholm": "SE11", "Sydsverige": "SE22"}
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("document"), st.integers(0, 3), st.sampled_from(list(_REGIONS))),
        st.tuples(st.just("hand"), st.none() | st.integers(0, 3), st.sampled_from(list(_REGIONS))),
        st.tuples(st.just("revert"), st.integers(1, 6), st.just("")),
        st.tuples(st.just("delete"), st.none(), st.just("")),
    ),
    max_size=6,
)
"""What happens, the number of participants or of the version, and the region."""


class Course(Registry):
    """A registry that checks each step of its life; a step that is not possible is none."""

    @property
    def is_there(self) -> bool:
        return bool(stored_projects(self.database))

    def take(self, kind: str, number: Any, region: str) -> None:  # noqa: ANN401
        if kind == "document":
            self._read(number, region)
        elif kind == "revert":
            self._put_back(number)
        elif not self.is_there:
            return
        elif kind == "hand":
            self.change(planned_participants=number, region=_REGIONS[region])
            record = self.record()
            found = (record["planned_participants"], record["region"], record["region_name"])
            assert found == (number, _REGIONS[region], region)
        else:
            self.delete()

    def _read(self, number: int, region: str) -> None:
        was_there = self.is_there
        by_hand = self._by_hand() if was_there else {}
        result = self.take_in(Antal_deltagare=f"{number}", Region=region)
        assert self.is_there == was_there
        if not was_there:
            assert result.outcome in ("conflict", "unchanged")
            return
        record = self.record()
        assert {name: record[name] for name in by_hand} == by_hand
        assert "region-code-mismatch" not in record["quality_issues"]

    def _by_hand(self) -> dict[str, Any]:
        statements = stored_evidence(self.database, KEY).statements
        return {name: s.value for name, s in statements.items() if s.origin == "manual"}

    def _put_back(self, version: int) -> None:
        ops = {one.version: one.op for one in versions_of(self.database, KEY)}
        if ops.get(version, "delete") == "delete":
            return
        past = {one.version: one for one in past_states(self.database, KEY)}
        wanted = past[version] if version in past else stored_projects(self.database)[0]
        self.revert(version)
        record = self.record()
        for name in ("planned_participants", "region", "region_name", "quality_issues"):
            kept = getattr(wanted, name)
            assert record[name] == (tuple(json.loads(kept)) if name == "quality_issues" else kept)


@pytest.mark.slow
@settings(max_examples=20)
@given(steps=_STEPS)
def test_whatever_happens_versions_count_on_and_what_a_hand_set_stays(
    empty_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any, str]]
) -> None:
    folder = tmp_path_factory.mktemp("life")
    with open_copy(empty_file, folder) as database:
        course = Course(database, folder)
        course.take_in(Antal_deltagare="0")
        for step in steps:
            course.take(*step)
        numbers = [one.version for one in versions_of(database, KEY)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert [change.version for change in changes(database)] == numbers
        assert breaches(database) == {}
