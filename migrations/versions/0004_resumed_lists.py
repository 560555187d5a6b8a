"""How far the import of a list has come, where it was cut off."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("rows_taken", sa.BigInteger()),
        sa.Column("rows_known", sa.BigInteger()),
        sa.Column("rows_run", sa.String()),
    ):
        op.add_column("document", column)
