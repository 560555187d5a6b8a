"""How many rows of a list are taken in, where its import was cut off."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("rows_taken", sa.BigInteger()))
