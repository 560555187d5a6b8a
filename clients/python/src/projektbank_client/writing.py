"""What can be written: each function makes the request for it. `reason` goes to the history;
`idempotency_key` is made up where it is not given: sent again after a failure of the network, a
write has its effect once."""

from collections.abc import Iterable, Mapping
from typing import Unpack

from projektbank_client.answers import record, refuse, tagged
from projektbank_client.calls import Call, Intended, Intent, Reasoned, below, send
from projektbank_client.questions import Value
from projektbank_client.reading import ORGANISATIONS, PROJECTS
from projektbank_client.records import (
    Organisation,
    Project,
    Tagged,
    read_organisation,
    read_project,
)
from projektbank_client.reports import BulkReport, read_bulk

_read = tagged(read_project)


def create(
    project: Project | Mapping[str, object], /, **intent: Unpack[Intended]
) -> Call[Tagged[Project]]:
    """Makes a project."""
    return send("POST", PROJECTS, project, Intent(**intent), _read)


def replace(
    key: str, project: Project | Mapping[str, object], /, **intent: Unpack[Intended]
) -> Call[Tagged[Project]]:
    """Puts a whole project, new or not; with `if_match` only over the state of that tag."""
    return send("PUT", below(PROJECTS, key), project, Intent(**intent), _read)


def update(
    key: str, changes: Project | Mapping[str, object], /, **intent: Unpack[Intended]
) -> Call[Tagged[Project]]:
    """Changes the fields that are named; None takes a value away."""
    return send("PATCH", below(PROJECTS, key), changes, Intent(**intent), _read)


def delete(key: str, /, **intent: Unpack[Intended]) -> Call[None]:
    """Deletes a project; its history stays."""
    return Call("DELETE", below(PROJECTS, key), refuse, headers=Intent(**intent).headers)


def revert(key: str, version: int, /, **intent: Unpack[Intended]) -> Call[Tagged[Project]]:
    """Puts a project back as it was in a version, a deleted one too."""
    address = below(PROJECTS, key) + "/revert"
    return send("POST", address, {"version": version}, Intent(**intent), _read)


def bulk(
    rows: Iterable[Project | Mapping[str, object]],
    /,
    *,
    mode: str,
    atomic: bool = True,
    dry_run: bool = False,
    **intent: Unpack[Reasoned],
) -> Call[BulkReport]:
    """Writes many projects, 2,000 at most: `mode` is `create`, `upsert`, `update` or `delete`. All
    of them or, if any fails, none (`BulkUndone`); not `atomic`, each for itself. A `dry_run` only
    says what would happen."""
    options: dict[str, Value] = {"mode": mode, "atomic": atomic, "dry_run": dry_run}
    read = record(read_bulk)
    return send("POST", f"{PROJECTS}/bulk", [*rows], Intent(**intent), read, options)


def accept_issue(
    key: str, code: str, why: str, /, **intent: Unpack[Intended]
) -> Call[Tagged[Project]]:
    """Says of a quality issue of a project that it is as it should be, and why."""
    return send("PUT", _accepted(key, code), {"reason": why}, Intent(**intent), _read)


def withdraw_acceptance(
    key: str, code: str, /, **intent: Unpack[Intended]
) -> Call[Tagged[Project]]:
    """Takes that back."""
    return Call("DELETE", _accepted(key, code), _read, headers=Intent(**intent).headers)


def merge_organisation(key: str, into: str, /, **intent: Unpack[Reasoned]) -> Call[Organisation]:
    """Says that an organisation is another one, which stays and is answered."""
    body, read = {"into": into}, record(read_organisation)
    return send("POST", _merge(key), body, Intent(**intent), read)


def undo_merge(key: str, /, **intent: Unpack[Reasoned]) -> Call[Organisation]:
    """Parts an organisation again from the one it was merged into."""
    read = record(read_organisation)
    return Call("DELETE", _merge(key), read, headers=Intent(**intent).headers)


def _accepted(key: str, code: str) -> str:
    return below(below(PROJECTS, key) + "/accepted", code)


def _merge(key: str) -> str:
    return below(ORGANISATIONS, key) + "/merge"
