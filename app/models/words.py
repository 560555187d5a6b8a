"""The words of the records: which there are, and in which states of records they stand."""

from sqlalchemy import DDL, event
from sqlmodel import Field

from app.models.table import Table, metadata

WORD_INDEX = (
    """CREATE VIRTUAL TABLE project_words USING fts5
 (name, owner, summary, content='', tokenize='ascii')""",
    """CREATE VIRTUAL TABLE word_parts USING fts5
 (word, content='', tokenize='trigram case_sensitive 1')""",
    "CREATE VIRTUAL TABLE word_use USING fts5vocab(project_words, row)",
)
"""What no table class can say: the words of each state of a record, under its `since`, which no
other state has; the parts of each word, under its `pk`; and in how many states each word stands.
The first two are given finished words with blanks between them: the tokenizer decides nothing."""


class Word(Table, table=True):
    """A word that some state of a record holds, folded, with what it is found by."""

    __tablename__ = "word"
    pk: int | None = Field(default=None, primary_key=True)
    word: str = Field(unique=True)
    stem: str = Field(index=True)
    indefinite: str | None = Field(default=None, index=True)
    plain: str = Field(index=True)
    plain_stem: str = Field(index=True)


for _statement in WORD_INDEX:
    event.listen(metadata, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
