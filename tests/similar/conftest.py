"""One database of made-up records, filled anew by each example."""

from tests.query.conftest import database

__all__ = ["database"]
