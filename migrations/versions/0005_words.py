"""The words of the records, to be searched: an index of all their states, and the vocabulary."""

import sqlalchemy as sa
from alembic import op

from app.store.words import index_everything

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("indefinite", sa.String()),
        sa.Column("plain", sa.String(), nullable=False),
        sa.Column("plain_stem", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_word"),
        sa.UniqueConstraint("word", name="uq_word_word"),
    )
    for name in ("stem", "indefinite", "plain", "plain_stem"):
        op.create_index(f"ix_word_{name}", "word", [name])
    for statement in (
        """CREATE VIRTUAL TABLE project_words USING fts5
 (name, owner, summary, content='', tokenize='ascii')""",
        """CREATE VIRTUAL TABLE word_parts USING fts5
 (word, content='', tokenize='trigram case_sensitive 1')""",
        "CREATE VIRTUAL TABLE word_use USING fts5vocab(project_words, row)",
    ):
        op.execute(statement)
    index_everything(op.get_bind())
