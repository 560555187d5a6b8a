"""A server process collects no garbage while it starts, and does so afterwards."""

import gc
from collections.abc import Iterator

import pytest

from app.asgi import create_app
from app.errors import SettingsInvalid


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Nothing stays out of the collector's sight in other tests."""
    yield
    gc.unfreeze()


def test_what_a_server_starts_with_is_never_looked_through() -> None:
    gc.unfreeze()
    gc.collect()
    searches: list[str] = []

    def note(phase: str, _: dict[str, int]) -> None:
        searches.append(phase)

    gc.callbacks.append(note)
    create_app()
    gc.callbacks.remove(note)
    assert not searches
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000


def test_a_start_that_fails_leaves_the_collector_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJEKTBANK_PORT", "none")
    with pytest.raises(SettingsInvalid):
        create_app()
    assert gc.isenabled()
