"""`If-Match` and `If-None-Match` of writes: a change meant for one state meets no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.api.contract.writes import NEW_PROJECT, WHOLE_PROJECT
from app.api.preconditions import Held, Preconditions
from app.database import Database
from app.errors import PreconditionFailed
from app.models import Dataset
from tests.api.writers import NEW, PROJECTS, Writer, contents, faults, writer_of

OTHER = f"{PROJECTS}/2020-00713"
FOREIGN = '"a-tag,with.1.comma"'
Change = tuple[str, str, object, int]
CHANGES: tuple[Change, ...] = (
    ("PUT", NEW, WHOLE_PROJECT | {"phase": "Genomförande"}, 200),
    ("PATCH", NEW, {"phase": "Genomförande"}, 200),
    ("POST", f"{NEW}/revert", {"version": 1}, 200),
    ("DELETE", NEW, None, 204),
)


@pytest.fixture
def writer(golden_database: Database) -> Writer:
    """A writer who has made the invented project and changed it once."""
    writer = writer_of(golden_database)
    writer.make()
    writer.ask("PATCH", NEW, {"call_number": "7"})
    return writer


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
@pytest.mark.parametrize(
    "form", ["{tag}", "*", '"x", {tag}', "{tag} ,, W/{tag}", f"{FOREIGN},{{tag}}"]
)
def test_a_tag_that_still_holds_lets_a_write_through(
    writer: Writer, change: Change, form: str
) -> None:
    method, address, body, status = change
    _, tag = writer.record(NEW)
    answer = writer.ask(method, address, body, If_Match=form.format(tag=tag))
    assert answer.status_code == status


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
def test_any_other_tag_is_a_412_that_changes_nothing(writer: Writer, change: Change) -> None:
    method, address, body, _ = change
    _, tag = writer.record(NEW)
    writer.ask("PATCH", OTHER, {"call_number": "7"})
    _, of_another_record = writer.record(OTHER)
    assert of_another_record.split(".")[1] == tag.split(".")[1] == "2"
    stamp, version, shown = tag.strip('"').split(".")
    before = contents(writer.database)
    for other in (
        f"W/{tag}", '"*"', '""', FOREIGN, of_another_record, f'"{stamp}.{version}"',
        f'"{stamp}.1.{shown}"', f'"{stamp}.3.{shown}"', f'"{stamp}.02.{shown}"',
    ):  # fmt: skip
        answer = writer.ask(method, address, body, If_Match=other)
        assert (answer.status_code, answer.json()["code"]) == (412, "precondition-failed"), other
    for ruled_out in ("*", tag, f'"x", W/{tag}'):
        assert writer.ask(method, address, body, If_None_Match=ruled_out).status_code == 412
    assert contents(writer.database) == before


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
def test_the_tag_of_another_database_is_a_412(writer: Writer, change: Change) -> None:
    method, address, body, _ = change
    _, tag = writer.record(NEW)
    with writer.database.write() as session:
        session.exec(select(Dataset)).one().epoch = "a-restore-has-begun-another"
    assert writer.record(NEW)[1] != tag
    assert writer.ask(method, address, body, If_Match=tag).status_code == 412


def test_a_tag_compares_the_version_and_not_how_the_record_was_shown(
    golden_database: Database,
) -> None:
    public, hidden = writer_of(golden_database), writer_of(golden_database, contacts="hidden")
    (_, one), (_, other) = public.record(OTHER), hidden.record(OTHER)
    assert one != other
    assert public.ask("PATCH", OTHER, {"phase": "a"}, If_Match=other).status_code == 200
    assert hidden.ask("PATCH", OTHER, {"phase": "b"}, If_Match=other).status_code == 412
    assert hidden.ask("PATCH", OTHER, {"phase": "b"}, If_Match=one).status_code == 412


def test_what_is_not_there_matches_no_tag(writer: Writer) -> None:
    writer.ask("DELETE", NEW)
    assert writer.ask("PUT", NEW, WHOLE_PROJECT, If_Match="*").status_code == 412
    assert writer.ask("POST", PROJECTS, NEW_PROJECT, If_Match="*").status_code == 412
    assert writer.ask("PATCH", NEW, {}, If_Match="*").status_code == 404
    assert writer.ask("PUT", NEW, WHOLE_PROJECT, If_None_Match="*").status_code == 201
    assert writer.ask("PUT", NEW, WHOLE_PROJECT, If_None_Match="*").status_code == 412
    assert writer.ask("POST", PROJECTS, NEW_PROJECT, If_None_Match="*").status_code == 409


@pytest.mark.parametrize("text", ["", "x", '"x', '*, "x"', '"x" "y"', 'w/"x"', '"a b"'])
@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
def test_what_is_no_tag_is_a_400(writer: Writer, name: str, text: str) -> None:
    headers = {"Authorization": f"Bearer {writer.key}", name: text}
    answer = writer.client.patch(NEW, json={}, headers=headers)
    assert (answer.status_code, faults(answer)) == (400, [(name, "bad-value")])
    assert answer.json()["errors"][0]["in"] == "header"


def test_many_records_have_no_one_tag(writer: Writer) -> None:
    answer = writer.ask("POST", f"{PROJECTS}/bulk?mode=update", [], If_Match="*", If_None_Match="*")
    assert faults(answer) == [("If-Match", "conflict"), ("If-None-Match", "conflict")]


@given(
    tags=st.lists(st.from_regex(r'"[!#-~]{0,9}"', fullmatch=True), max_size=4).map(tuple),
    version=st.integers(1, 20),
    place=st.integers(0, 4),
)
def test_one_tag_that_fits_is_enough_and_none_is_too_few(
    tags: tuple[str, ...], version: int, place: int
) -> None:
    held = Held("epok", "2020-00713", version)
    with pytest.raises(PreconditionFailed):
        Preconditions(if_match=tags).check(held)
    Preconditions(if_none_match=tags).check(held)
    fitting = (*tags[:place], f'"{held.stamp}.0123456789ab"', *tags[place:])
    Preconditions(if_match=fitting).check(held)
    with pytest.raises(PreconditionFailed):
        Preconditions(if_none_match=fitting).check(held)
    with pytest.raises(PreconditionFailed):
        Preconditions(if_match=fitting).check(Held("epok", "2020-00713", version + 1))
