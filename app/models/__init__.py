"""The tables. Every write of them goes through store/; the schema itself is made by migrations/.

Money and percent are integers of hundredths; `…_key` columns are the comparison keys of
domain/collation.py; lists and provenance are JSON. What no table holds is a record's status: it
follows from the day.
"""

from app.models.documents import Quarantined, Redaction, RefusedRow, StoredDocument
from app.models.imports import ImportJob, ImportResult, ImportUpload
from app.models.organisations import Organisation, OrganisationEvent, Spelling
from app.models.projects import Change, PastProject, Project, ProjectState, ProjectVersion
from app.models.service import ApiKey, Dataset, Replay, Restoration
from app.models.table import NAMING, Table, metadata
from app.models.words import Word

__all__ = [
    "NAMING",
    "ApiKey",
    "Change",
    "Dataset",
    "ImportJob",
    "ImportResult",
    "ImportUpload",
    "Organisation",
    "OrganisationEvent",
    "PastProject",
    "Project",
    "ProjectState",
    "ProjectVersion",
    "Quarantined",
    "Redaction",
    "RefusedRow",
    "Replay",
    "Restoration",
    "Spelling",
    "StoredDocument",
    "Table",
    "Word",
    "metadata",
]
