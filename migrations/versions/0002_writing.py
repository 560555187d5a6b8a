"""Writing: keys, replays, past states of records, who and why, merged organisations, redactions."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.domain.collation import search_key, sort_key

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ORGANISATION_TOTALS = """
CREATE VIEW organisation_totals AS
SELECT
    o.id, o.number, o.number_key, o.name, o.name_key,
    (SELECT json_group_array(s.name) FROM (
        SELECT name, min(folded) AS folded FROM spelling
        WHERE organisation_id = o.id
            OR organisation_id IN (SELECT id FROM organisation WHERE merged_into = o.id)
        GROUP BY folded ORDER BY folded) AS s) AS spellings,
    (SELECT group_concat(char(1) || s.folded, '') FROM spelling AS s
        WHERE s.organisation_id = o.id
            OR s.organisation_id IN (SELECT id FROM organisation WHERE merged_into = o.id)
        ) AS spellings_key,
    (SELECT count(*) FROM project AS p WHERE p.owner_id = o.id) AS project_count,
    (SELECT sum(p.total_budget) FROM project AS p WHERE p.owner_id = o.id) AS total_budget,
    (SELECT count(p.total_budget) FROM project AS p
        WHERE p.owner_id = o.id) AS stated_total_budget,
    (SELECT sum(p.granted_support) FROM project AS p WHERE p.owner_id = o.id) AS granted_support,
    (SELECT count(p.granted_support) FROM project AS p
        WHERE p.owner_id = o.id) AS stated_granted_support,
    (SELECT min(p.start_date) FROM project AS p WHERE p.owner_id = o.id) AS first_start_date,
    (SELECT max(p.end_date) FROM project AS p WHERE p.owner_id = o.id) AS last_end_date
FROM organisation AS o
WHERE o.merged_into IS NULL
"""

_HUNDREDTHS = (
    "total_budget", "total_cost", "granted_support", "eu_contribution", "eu_cofinancing_rate",
)  # fmt: skip
_TIMES = ("created_at", "updated_at")


def upgrade() -> None:
    _dataset()
    _organisation()
    _project()
    _past_project()
    _keep_past_states()
    _versions_and_changes()
    _keys()
    op.add_column("document", sa.Column("redacted_at", sa.DateTime(timezone=True)))


def _dataset() -> None:
    zero, empty = sa.text("0"), sa.text("''")
    op.add_column(
        "dataset", sa.Column("latest_seq", sa.Integer(), nullable=False, server_default=zero)
    )
    op.add_column("dataset", sa.Column("secret", sa.String(), nullable=False, server_default=empty))
    op.execute(
        sa.text(
            "UPDATE dataset SET secret = :secret,"
            " latest_seq = (SELECT coalesce(max(seq), 0) FROM change)"
        ).bindparams(secret=secrets.token_hex(32))
    )
    op.create_table(
        "restoration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_restoration"),
    )


def _organisation() -> None:
    op.execute("DROP VIEW organisation_totals")
    op.add_column("organisation", sa.Column("merged_into", sa.String()))
    op.create_index("ix_organisation_merged_into", "organisation", ["merged_into"])
    op.execute(ORGANISATION_TOTALS)
    op.create_table(
        "organisation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("into_id", sa.String(), nullable=False),
        sa.Column("project_ids", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String()),
        sa.Column("reason", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_event"),
    )
    for name in ("into_id", "organisation_id"):
        op.create_index(f"ix_organisation_event_{name}", "organisation_event", [name])


def _project() -> None:
    zero = sa.text("0")
    op.add_column("project", sa.Column("since", sa.Integer(), nullable=False, server_default=zero))
    op.execute(
        "UPDATE project SET since = (SELECT c.dataset_version FROM change AS c"
        " WHERE c.project_id = project.id AND c.version = project.version)"
    )
    op.create_index("ix_project_since", "project", ["since"])


def _past_project() -> None:
    """The columns of `project`, whatever they are, and until when the state held."""
    described = op.get_bind().execute(sa.text("PRAGMA table_info(project)")).all()
    columns = ", ".join(
        f"{name} {kind}{' NOT NULL' if required else ''}"
        for _, name, kind, required, *_ in described
    )
    op.execute(
        f"CREATE TABLE past_project ({columns}, until INTEGER NOT NULL,"
        " CONSTRAINT pk_past_project PRIMARY KEY (id, version))"
    )
    op.create_index("ix_past_project_until", "past_project", ["until"])


def _keep_past_states() -> None:
    """States before the present one, until now kept as JSON, become rows of their own."""
    bind = op.get_bind()
    past = bind.execute(
        sa.text(
            "SELECT v.record, p.pk, p.last_seen_at, c.dataset_version, next.dataset_version"
            " FROM project_version AS v JOIN project AS p ON p.id = v.project_id"
            " JOIN change AS c ON c.project_id = v.project_id AND c.version = v.version"
            " JOIN change AS next"
            " ON next.project_id = v.project_id AND next.version = v.version + 1"
            " WHERE v.version < p.version"
        )
    )
    known = {row[1] for row in bind.execute(sa.text("PRAGMA table_info(past_project)"))}
    for record, pk, seen, since, until in past:
        row = dict(_columns(json.loads(record), known))
        row |= {"pk": pk, "last_seen_at": seen, "since": since, "until": until}
        names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        bind.execute(sa.text(f"INSERT INTO past_project ({names}) VALUES ({places})"), row)  # noqa: S608


def _columns(record: dict[str, Any], known: set[str]) -> Iterator[tuple[str, Any]]:
    """A record's JSON as columns, in the forms of schema 0001."""
    number = record["owner_organisation_number"]
    if number and number[2] in "01":  # a natural person's
        record |= {"owner_organisation_number": None, "owner_personal_number": number}
    for name, value in record.items():
        if name in _HUNDREDTHS and value is not None:
            yield name, round(value * 100)
        elif name in _TIMES:
            yield name, f"{value[:10]} {value[11:19]}.000000"
        else:
            yield (
                name,
                json.dumps(value, separators=(",", ":")) if name == "quality_issues" else value,
            )
        if f"{name}_key" in known and value is not None:
            make_key = search_key if name.startswith("summary") else sort_key
            yield f"{name}_key", make_key(value)


def _versions_and_changes() -> None:
    op.execute("ALTER TABLE project_version DROP COLUMN record")
    op.add_column("project_version", sa.Column("by", sa.String()))
    op.add_column("project_version", sa.Column("reason", sa.String()))
    op.execute("UPDATE project_version SET by = 'import'")
    op.create_index("ix_change_at", "change", ["at"])
    op.create_index("ix_change_dataset_version", "change", ["dataset_version"])


def _keys() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("last_used_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
    )
    op.create_table(
        "replay",
        sa.Column("api_key", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("api_key", "method", "path", "idempotency_key", name="pk_replay"),
    )
    op.create_index("ix_replay_at", "replay", ["at"])
    op.create_table(
        "redaction",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_redaction"),
    )
