"""What holds of merged organisations after any life of a database."""

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from sqlmodel import Session, select

from app.models import Organisation
from app.query.resource import ORGANISATIONS
from tests.importer.pages import OWNERS
from tests.store.lives import Life, Step, listed, lived, steps
from tests.store.rows import everything, stored_projects


def answers(life: Life) -> list[list[dict[str, Any]]]:
    """What is told of owners, in every list that depends on them."""
    organisations = [row[0] for row in everything(life.database)["organisation"]]
    asked = [f"owner={owner}&limit=100" for owner in (*OWNERS, *organisations)]
    return [
        listed(life, "limit=100"),
        listed(life, "limit=100", ORGANISATIONS),
        *(listed(life, one) for one in asked),
    ]


def check_merged(life: Life) -> None:
    """Who is merged leads to one who is not, and owns nothing."""
    standing = set(life.organisations(merged=False))
    with Session(life.database.engine) as session:
        for one in session.exec(select(Organisation)).all():
            assert one.merged_into is None or one.merged_into in standing
    assert {one.owner_id for one in stored_projects(life.database)} <= standing


def check_totals(life: Life) -> None:
    """What all organisations have together is what all projects have."""
    names = "sum(total_budget), sum(granted_support)"
    with closing(sqlite3.connect(life.database.path)) as connection:
        (of_projects,) = connection.execute(f"SELECT count(*), {names} FROM project")
        (of_owners,) = connection.execute(
            f"SELECT coalesce(sum(project_count), 0), {names} FROM organisation_totals"
        )
    assert of_owners == of_projects


@given(taken=steps())
@settings(max_examples=40)
def test_after_any_steps_owners_stand_and_totals_add_up(
    empty_file: Path, taken: list[Step]
) -> None:
    with lived(empty_file, taken) as life:
        check_merged(life)
        check_totals(life)
        while merged := life.organisations(merged=True):
            life.part(merged[0])
            check_merged(life)
            check_totals(life)


@given(taken=steps())
@settings(max_examples=25)
def test_merging_and_parting_at_once_leaves_everything_as_it_was(
    empty_file: Path, taken: list[Step]
) -> None:
    with lived(empty_file, taken) as life:
        before, answered = everything(life.database), answers(life)
        for key, into in permutations(life.organisations(merged=False)[:4], 2):
            life.merge(key, into)
            check_merged(life)
            check_totals(life)
            life.part(key)
            after = everything(life.database)
            assert after["organisation"] == before["organisation"]
            assert after["spelling"] == before["spelling"]
            assert answers(life) == answered
