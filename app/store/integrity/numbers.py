"""Laws of the numbers: versions, the times of states, the change feed, the dataset version."""

from collections.abc import Iterator

from app.database import Reader

_WITH_STATES = """
WITH state AS (
    SELECT id, version, since, NULL AS until FROM project
    UNION ALL SELECT id, version, since, until FROM past_project
)
"""
_STATELESS = f"""{_WITH_STATES}
SELECT v.project_id, v.version, v.op, count(s.id) FROM project_version AS v
LEFT JOIN state AS s ON s.id = v.project_id AND s.version = v.version
GROUP BY 1, 2 HAVING count(s.id) <> (v.op <> 'delete')
"""  # noqa: S608
_VERSIONLESS = f"""{_WITH_STATES}
SELECT s.id, s.version FROM state AS s
LEFT JOIN project_version AS v ON v.project_id = s.id AND v.version = s.version
WHERE v.version IS NULL
"""  # noqa: S608
_UNTIMELY = f"""{_WITH_STATES}
SELECT s.id, s.version, s.since, s.until, c.dataset_version, n.dataset_version FROM state AS s
LEFT JOIN change AS c ON c.project_id = s.id AND c.version = s.version AND c.op <> 'redact'
LEFT JOIN change AS n ON n.project_id = s.id AND n.version = s.version + 1 AND n.op <> 'redact'
WHERE s.since IS NOT c.dataset_version OR s.until IS NOT n.dataset_version OR s.until <= s.since
"""  # noqa: S608


def find_version_gaps(reader: Reader) -> Iterator[str]:
    """Records whose versions do not count from 1."""
    rows = reader.rows(
        "SELECT project_id, min(version), max(version), count(*) FROM project_version"
        " GROUP BY project_id HAVING min(version) <> 1 OR max(version) <> count(*)"
    )
    for key, first, last, count in rows:
        yield f"{key}: {count} versions from {first} to {last}"


def find_missing_states(reader: Reader) -> Iterator[str]:
    """Versions without a state, deletions with one, states without a version, and records whose
    newest version is not their state."""
    for key, version, op, count in reader.rows(_STATELESS):
        yield f"{key} version {version} ({op}): {count} states"
    for key, version in reader.rows(_VERSIONLESS):
        yield f"{key} version {version}: a state without a version"
    for key, version, newest in reader.rows(
        "SELECT p.id, p.version, (SELECT max(version) FROM project_version WHERE project_id = p.id)"
        " AS newest FROM project AS p WHERE p.version <> newest"
    ):
        yield f"{key}: stands at version {version}, the newest is {newest}"


def find_broken_times(reader: Reader) -> Iterator[str]:
    """States that do not hold from their own change until the change after."""
    for key, version, since, until, begun, ended in reader.rows(_UNTIMELY):
        yield f"{key} version {version}: from {since} until {until}, changed at {begun} and {ended}"


def find_feed_faults(reader: Reader) -> Iterator[str]:
    """Numbers of the feed that are missing though no restore explains it, or are too high."""
    restored = reader.rows("SELECT seq, next_seq, next_version FROM restoration ORDER BY id")
    jumps = {seq: next_seq for seq, next_seq, _ in restored}
    last, version = 0, 0
    for seq, dataset_version in reader.rows("SELECT seq, dataset_version FROM change ORDER BY seq"):
        while last in jumps and jumps[last] < seq:
            last = jumps[last]
        if seq != last + 1:
            yield f"change {seq} follows {last}"
        if dataset_version < version:
            yield f"change {seq}: dataset version {dataset_version} after {version}"
        last, version = seq, dataset_version
    [(latest, present)] = reader.rows("SELECT latest_seq, version FROM dataset")
    newest = max([last, *(next_seq for _, next_seq, _ in restored)])
    if latest != newest:
        yield f"the newest change is {newest}, the dataset says {latest}"
    if present < max([version, *(next_version for *_, next_version in restored)]):
        yield f"the dataset version is {present}, a change has {version}"


def find_lone_changes(reader: Reader) -> Iterator[str]:
    """Changes without their version, versions without their change, and pairs that differ. A
    redaction only has to name a version that is there."""
    rows = reader.rows(
        "SELECT c.seq, c.project_id, c.version FROM change AS c LEFT JOIN project_version AS v"
        " ON v.project_id = c.project_id AND v.version = c.version"
        " WHERE v.version IS NULL OR (c.op <> 'redact' AND (v.op <> c.op OR v.at <> c.at))"
    )
    for seq, key, version in rows:
        yield f"change {seq}: {key} has no such version {version}"
    rows = reader.rows(
        "SELECT v.project_id, v.version, count(c.seq) FROM project_version AS v"
        " LEFT JOIN change AS c ON c.project_id = v.project_id AND c.version = v.version"
        " AND c.op <> 'redact' GROUP BY 1, 2 HAVING count(c.seq) <> 1"
    )
    for key, version, count in rows:
        yield f"{key} version {version}: {count} changes"
