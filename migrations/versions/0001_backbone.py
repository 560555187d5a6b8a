"""The backbone: projects with versions, provenance and change feed; organisations; documents."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ORGANISATION_TOTALS = """
CREATE VIEW organisation_totals AS
SELECT
    o.id, o.number, o.number_key, o.name, o.name_key,
    (SELECT json_group_array(s.name) FROM (
        SELECT name FROM spelling WHERE organisation_id = o.id ORDER BY folded) AS s) AS spellings,
    (SELECT group_concat(char(1) || s.folded, '') FROM spelling AS s
        WHERE s.organisation_id = o.id) AS spellings_key,
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
"""


_FACTS = ("start_date", "end_date", "total_budget", "granted_support", "planned_participants")
_PROJECT_INDEXES: tuple[tuple[str, ...], ...] = (
    ("end_date", "start_date", "total_budget", "region"),
    ("granted_support",),
    ("name_key",),
    ("number",),
    ("owner_id", "id"),
    ("owner_key",),
    ("planned_participants",),
    ("programme_area", "programme_period", *_FACTS, "region", "id"),
    ("region", "id"),
    ("region", "programme_area", "programme_period", *_FACTS, "id"),
    ("specific_objective",),
    ("start_date", "end_date", "total_budget", "region"),
    ("total_budget", "id", "start_date", "end_date", "region"),
    ("updated_at",),
)


def upgrade() -> None:
    _dataset()
    _organisation()
    _spelling()
    _project()
    _project_version()
    _change()
    _document()
    _quarantine()
    op.execute(ORGANISATION_TOTALS)
    op.execute(
        sa.text("INSERT INTO dataset (id, epoch, version, updated_at) VALUES (1, :e, 0, :now)")
        .bindparams(e=uuid.uuid4().hex)
        .bindparams(sa.bindparam("now", _now(), type_=sa.DateTime()))
    )


def _now() -> datetime:
    """As the application stores times on SQLite: UTC without offset, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def _dataset() -> None:
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dataset"),
    )


def _organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("number_key", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("number", name="uq_organisation_number"),
    )
    op.create_index("ix_organisation_name_key", "organisation", ["name_key"], unique=False)


def _spelling() -> None:
    op.create_table(
        "spelling",
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_spelling_organisation_id_organisation",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "folded", name="pk_spelling"),
    )
    op.create_index("ix_spelling_folded", "spelling", ["folded"], unique=False)


def _project() -> None:
    op.create_table(
        "project",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String()),
        sa.Column("number_key", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("phase", sa.String()),
        sa.Column("phase_key", sa.String()),
        sa.Column("call_number", sa.String()),
        sa.Column("call_number_key", sa.String()),
        sa.Column("programme_period", sa.String()),
        sa.Column("fund", sa.String()),
        sa.Column("programme_cci", sa.String()),
        sa.Column("programme_cci_key", sa.String()),
        sa.Column("programme_area", sa.String()),
        sa.Column("programme_area_name", sa.String()),
        sa.Column("programme_area_name_key", sa.String()),
        sa.Column("specific_objective", sa.String()),
        sa.Column("specific_objective_name", sa.String()),
        sa.Column("specific_objective_name_key", sa.String()),
        sa.Column("intervention_type", sa.String()),
        sa.Column("intervention_type_name", sa.String()),
        sa.Column("intervention_type_name_key", sa.String()),
        sa.Column("region", sa.String()),
        sa.Column("region_name", sa.String()),
        sa.Column("region_name_key", sa.String()),
        sa.Column("country", sa.String()),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("owner_key", sa.String(), nullable=False),
        sa.Column("owner_unit", sa.String()),
        sa.Column("owner_unit_key", sa.String()),
        sa.Column("owner_organisation_number", sa.String()),
        sa.Column("owner_organisation_number_key", sa.String()),
        sa.Column("owner_personal_number", sa.String()),
        sa.Column("owner_postal_code", sa.String()),
        sa.Column("owner_postal_code_key", sa.String()),
        sa.Column("owner_city", sa.String()),
        sa.Column("owner_city_key", sa.String()),
        sa.Column("owner_address", sa.String()),
        sa.Column("owner_address_key", sa.String()),
        sa.Column("start_date", sa.Date()),
        sa.Column("end_date", sa.Date()),
        sa.Column("planned_participants", sa.BigInteger()),
        sa.Column("total_budget", sa.BigInteger()),
        sa.Column("total_cost", sa.BigInteger()),
        sa.Column("granted_support", sa.BigInteger()),
        sa.Column("eu_contribution", sa.BigInteger()),
        sa.Column("eu_cofinancing_rate", sa.Integer()),
        sa.Column("tackles_child_poverty", sa.Boolean()),
        sa.Column("strategic_importance", sa.Boolean()),
        sa.Column("contact_name", sa.String()),
        sa.Column("contact_email", sa.String()),
        sa.Column("contact_phone", sa.String()),
        sa.Column("quality_issues", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("source_url", sa.String()),
        sa.Column("source_url_key", sa.String()),
        sa.Column("source_date", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.Text()),
        sa.Column("summary_key", sa.Text()),
        sa.Column("summary_en", sa.Text()),
        sa.Column("summary_en_key", sa.Text()),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name="fk_project_owner_id_organisation"
        ),
        sa.PrimaryKeyConstraint("pk", name="pk_project"),
        sa.UniqueConstraint("id", name="uq_project_id"),
    )
    for columns in _PROJECT_INDEXES:
        op.create_index(f"ix_project_{'_'.join(columns)}", "project", list(columns))


def _project_version() -> None:
    op.create_table(
        "project_version",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "version", name="pk_project_version"),
    )


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("changed_fields", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dataset_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_change"),
    )
    op.create_index("ix_change_project_id", "change", ["project_id"], unique=False)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("layout", sa.String()),
        sa.Column("reader_version", sa.Integer()),
        sa.Column("project_id", sa.String()),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_document"),
    )
    op.create_index("ix_document_project_id", "document", ["project_id"], unique=False)


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["document.sha256"], name="fk_quarantine_sha256_document"
        ),
        sa.PrimaryKeyConstraint("sha256", name="pk_quarantine"),
    )
