"""Every address of the service has a method that asks it, or a reason why it has none."""

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings
from projektbank_client import AsyncProjektbank, Projektbank
from projektbank_client.async_connection import AsyncConnection
from projektbank_client.calls import Call
from projektbank_client.connection import Connection
from tests.docs.markdown import matcher, rows, spans

PAGE = "clients/python/ADDRESSES.md"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
ANY = frozenset({"rows", "read"})
"""Methods that ask whatever address they are given."""
WHOLE = re.compile(r"/v1/([a-z-]+\.[a-z]+)")
EDITION = re.compile(r"/v1/snapshots/\{version\}/projects\.(.+)")
A, B = "a", "b"

ASKED: Mapping[str, tuple[Any, ...]] = {
    **dict.fromkeys(("project", "tagged", "provenance", "history", "similar"), (A,)),
    **dict.fromkeys(("organisation", "merges", "suggest", "delete", "undo_merge"), (A,)),
    **dict.fromkeys(("import_progress", "import_report"), (1,)),
    **dict.fromkeys(("quarantined", "retry_quarantined", "document", "document_text"), (A,)),
    **dict.fromkeys(("merge_organisation", "withdraw_acceptance", "download_document"), (A, B)),
    **dict.fromkeys(("create", "bulk"), ([],)),
    **dict.fromkeys(("replace", "update"), (A, {})),
    "revert": (A, 1),
    "accept_issue": (A, B, "c"),
}
"""What a method is given here, where it needs anything."""
NAMED: Mapping[str, Mapping[str, Any]] = {
    "bulk": {"mode": "update"},
    "follow": {"since": 0, "epoch": "e"},
}


def offered(face: type) -> dict[str, Callable[..., Any]]:
    """The functions that make the requests of a face's methods."""
    made = {name: getattr(method, "__wrapped__", None) for name, method in vars(face).items()}
    return {name: make for name, make in made.items() if make is not None}


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every operation as `METHOD address`."""
    path = tmp_path_factory.mktemp("addresses") / "none.db"
    paths = create_app(Settings(database_url=f"sqlite:///{path}")).openapi()["paths"]
    return [
        f"{method.upper()} {one}" for one in paths for method in paths[one] if method in METHODS
    ]


def requests_of(name: str, make: Callable[..., Any], operations: list[str]) -> list[Call[Any]]:
    if name == "download":
        return [make(file, Path("f")).call for file in files(WHOLE, operations)]
    if name == "download_snapshot":
        return [make("f", format=kind).call for kind in files(EDITION, operations)]
    made = make(*ASKED.get(name, ()), **NAMED.get(name, {}))
    return [getattr(made, "call", made)]


def files(pattern: re.Pattern[str], operations: list[str]) -> list[str]:
    found = (pattern.fullmatch(one.partition(" ")[2]) for one in operations)
    return [match[1] for match in found if match]


def test_every_address_is_offered_or_left_out_for_a_reason(operations: list[str]) -> None:
    asked: dict[str, set[str]] = {}
    for name, make in offered(Projektbank).items():
        for call in [] if name in ANY else requests_of(name, make, operations):
            [operation] = [
                one
                for one in operations
                if one.startswith(f"{call.method} ") and matcher(one.split()[1])(call.path)
            ]
            asked.setdefault(operation, set()).add(name)
    written = {spans(first)[0]: set(spans(then)) for first, then in rows(PAGE, "Offered")}
    assert written == asked
    reasons = {spans(first)[0]: why for first, why in rows(PAGE, "Left out")}
    assert reasons.keys() == set(operations) - asked.keys()
    assert all(reasons.values())


def test_both_faces_offer_the_same() -> None:
    assert offered(Projektbank) == offered(AsyncProjektbank)
    own = {name for name in vars(Projektbank) if name.isidentifier() and name[0] != "_"}
    assert own == {name for name in vars(AsyncProjektbank) if name[0] != "_"}
    both = {name.removeprefix("a") for name in vars(AsyncConnection) if name[0] != "_"}
    assert {name.removeprefix("a") for name in vars(Connection) if name[0] != "_"} == both


def test_a_field_of_any_name_can_be_asked_for() -> None:
    """What a method takes by its place is in nobody's way: `name` is a field too."""
    made = offered(Projektbank)["download"]("projects.csv", "f", name="Bron", path="x", self="y")
    assert made.call.query == "name=Bron&path=x&self=y"


@pytest.mark.parametrize("face", [Projektbank, AsyncProjektbank])
def test_methods_say_what_they_take_and_give(face: type) -> None:
    written = {name: str(inspect.signature(getattr(face, name))) for name in offered(face)}
    assert all(getattr(face, name).__doc__ for name in written)
    assert written["schema"] == "(self, /) -> dict[str, typing.Any]"
    assert written["revert"].startswith("(self, key: str, version: int, /, **intent")
    assert written["revert"].endswith("records.Tagged[projektbank_client.records.Project]")
    assert written["projects"].endswith("Listing[projektbank_client.records.Project]")
    assert "Generator[projektbank_client.reports.Import, None" in written["import_progress"]
    assert written["download"].endswith("Downloaded")
