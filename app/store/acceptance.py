"""A quality issue accepted by hand, with a reason, and taken back: each is a version of the record.

While the issue is met it is left out of `quality_issues`; once it is not, the acceptance is gone.
"""

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session

from app.domain.provenance import Author, ground
from app.domain.quality import RULES, Acceptance
from app.errors import AcceptanceNotFound, IssueNotShown
from app.faults import shortened
from app.models import Project
from app.query.nearest import nearest
from app.store.columns import from_row
from app.store.editing import Edit, Written, store_change
from app.store.evidence import Evidence
from app.store.history import latest_evidence
from app.store.projects import issues_of
from app.store.records import make_record


def accept_issue(session: Session, project: Project, code: str, reason: str, edit: Edit) -> Written:
    """Declares an issue that the record shows to be as it should, or gives another reason for it;
    raises `IssueNotShown`."""
    known = latest_evidence(session, project.id)
    held = known.accepted.get(code)
    if held is None:
        _require_shown(project, code)
    elif held.reason == reason:
        return Written("unchanged", project.id, project.version)
    accepted = {**known.accepted, code: Acceptance(edit.author.by, reason, edit.at)}
    author = Author(edit.author.by, edit.author.reason or reason)
    return _store(session, project, replace(known, accepted=accepted), replace(edit, author=author))


def withdraw_acceptance(session: Session, project: Project, code: str, edit: Edit) -> Written:
    """Has an issue count again; raises `AcceptanceNotFound`."""
    known = latest_evidence(session, project.id)
    if code not in known.accepted:
        detail = f"{project.id} has no accepted issue “{shortened(code)}”"
        raise AcceptanceNotFound(f"{detail}; accepted: {_listed(known.accepted)}.")
    kept = {other: one for other, one in known.accepted.items() if other != code}
    return _store(session, project, replace(known, accepted=kept), edit)


def _store(session: Session, project: Project, known: Evidence, edit: Edit) -> Written:
    evidence = replace(known, statements=ground(known.statements))
    record = make_record(evidence, edit.today)
    return store_change(session, project, record, evidence, edit, always=True)


def _require_shown(project: Project, code: str) -> None:
    issues = issues_of(from_row(project))
    if code in issues:
        return
    if code in RULES:
        raise IssueNotShown(f"{project.id} does not show {code}; it shows: {_listed(issues)}.")
    near = nearest(code, RULES)
    meant = f"; did you mean {near}?" if near else "; /v1/schema lists them all."
    raise IssueNotShown(f"There is no quality issue “{shortened(code)}”{meant}")


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes) or "none"
