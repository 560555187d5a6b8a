"""Who changed a record and why: `Change-Reason` and the key, as the history keeps them."""

import pytest

from app.database import Database
from tests.api.writers import NEW, PROJECTS, Writer, contents, faults, writer_of
from tests.store.rows import versions_of

CHANGE = {"phase": "Genomförande"}


@pytest.fixture
def writer(empty_database: Database) -> Writer:
    writer = writer_of(empty_database)
    writer.make()
    return writer


def patch(writer: Writer, *reasons: bytes) -> tuple[int, list[tuple[str, str]]]:
    """Status and faults of a change for reasons as bytes of the header."""
    headers = [(b"authorization", f"Bearer {writer.key}".encode())]
    headers += [(b"change-reason", reason) for reason in reasons]
    answer = writer.client.patch(NEW, json=CHANGE, headers=headers)
    return answer.status_code, faults(answer) if answer.status_code >= 400 else []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Ägaren ringde".encode(), "Ägaren ringde"),
        ("Ägaren ringde".encode("latin-1"), "Ägaren ringde"),
        (b"  Beslut 2024/17 ", "Beslut 2024/17"),
        ("Å".encode() * 500, "Å" * 500),
        ("😀".encode(), "😀"),
    ],
)
def test_a_reason_goes_to_the_history_as_it_was_meant(
    writer: Writer, sent: bytes, kept: str
) -> None:
    assert patch(writer, sent) == (200, [])
    version = versions_of(writer.database, "24-001-S01")[-1]
    assert (version.version, version.reason) == (2, kept)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ((b"",), "empty-value"),
        ((b"  ",), "empty-value"),
        (("Å".encode() * 501,), "too-long"),
        ((b"a\tb",), "bad-value"),
        ((b"a\x85b",), "bad-value"),
        (("a\u202eb".encode(),), "bad-value"),
        ((b"a", b"b"), "repeated"),
    ],
)
def test_a_reason_that_is_no_line_of_text_is_refused(
    writer: Writer, sent: tuple[bytes, ...], code: str
) -> None:
    before = contents(writer.database)
    assert patch(writer, *sent) == (400, [("Change-Reason", code)])
    assert contents(writer.database) == before


@pytest.mark.parametrize("word", ["", "två ord", "å", "x" * 201])
def test_an_idempotency_key_is_a_plain_word(writer: Writer, word: str) -> None:
    answer = writer.ask("PATCH", NEW, CHANGE, Idempotency_Key=word)
    assert (answer.status_code, faults(answer)) == (400, [("Idempotency-Key", "bad-value")])


def test_every_kind_of_change_names_its_author_and_reason(writer: Writer) -> None:
    other = writer_of(writer.database, "Robin Påhittad")
    steps = [
        ("PATCH", NEW, CHANGE),
        ("DELETE", NEW, None),
        ("POST", f"{NEW}/revert", {"version": 1}),
        ("PUT", NEW, None),
        ("POST", f"{PROJECTS}/bulk?mode=delete", [{"id": "24-001-S01"}]),
    ]
    for number, (method, address, body) in enumerate(steps):
        sent = writer.record(NEW)[0] | CHANGE if method == "PUT" else body
        answer = other.ask(method, address, sent, Change_Reason=f"Skäl {number}")
        assert answer.status_code < 300, answer.text
    versions = versions_of(writer.database, "24-001-S01")
    assert versions[0].by == f"Kim Exempel ({writer.key.split('_')[1]})"
    assert {one.by for one in versions[1:]} == {f"Robin Påhittad ({other.key.split('_')[1]})"}
    assert [one.reason for one in versions] == [None, *(f"Skäl {n}" for n in range(5))]
    assert [one.op for one in versions] == [
        "create", "update", "delete", "create", "update", "delete",
    ]  # fmt: skip
