"""One database of made-up records, filled anew by each example; orders that are made at once."""

from collections.abc import Iterator

import pytest

from app.mirror import orders
from tests.query.conftest import database

__all__ = ["database"]


@pytest.fixture(scope="package", autouse=True)
def orders_at_once() -> Iterator[None]:
    """Orders are made for the first who asks, and anew once three rows came in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orders, "OFTEN", 1)
        patch.setattr(orders, "FEW", 2)
        yield
