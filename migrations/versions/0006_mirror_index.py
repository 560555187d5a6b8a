"""One index holds all that is kept in memory, in the order of versions: those that served questions
which memory answers now give way to narrow ones."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_FACTS = "start_date_end_date_total_budget_granted_support_planned_participants"
_SUPERFLUOUS = (
    "since",
    f"region_programme_area_programme_period_{_FACTS}_id",
    f"programme_area_programme_period_{_FACTS}_region_id",
    "start_date_end_date_total_budget_region",
    "end_date_start_date_total_budget_region",
    "total_budget_id_start_date_end_date_region",
)
_LISTED = ("end_date", "programme_area", "start_date", "total_budget")
_MIRRORED = (
    "since",
    "start_date",
    "end_date",
    "planned_participants",
    "total_budget",
    "total_cost",
    "granted_support",
    "eu_contribution",
    "eu_cofinancing_rate",
    "source_date",
    "phase",
    "call_number",
    "programme_period",
    "fund",
    "programme_area",
    "specific_objective",
    "intervention_type",
    "region",
    "country",
    "tackles_child_poverty",
    "strategic_importance",
    "quality_issues",
    "owner_id",
)


def upgrade() -> None:
    for name in _SUPERFLUOUS:  # an import that was killed has left some out
        op.drop_index(f"ix_project_{name}", "project", if_exists=True)
    for name in _LISTED:
        op.create_index(f"ix_project_{name}_id", "project", [name, "id"])
    op.create_index("ix_project_mirror", "project", list(_MIRRORED))
