"""How addresses are fetched: what the command line asks for, else the settings."""

from pathlib import Path

import typer

from app.importer.fetching.options import FetchOptions
from app.settings import MAX_PAUSE, load


def is_address(argument: str) -> bool:
    """Whether an argument of `import` is an address of the web, and no path."""
    return argument.lower().startswith(("http://", "https://"))


def fetch_options(
    *,
    follow: bool = False,
    pattern: str | None = None,
    pause: float | None = None,
    allow_private: bool = False,
    cache: Path | None = None,
) -> FetchOptions:
    """The options in force; to give a pattern is to ask for following.

    Refuses a pause that is none, or that nobody would wait, as wrong usage.
    """
    if pause is not None and not 0 <= pause <= MAX_PAUSE:
        raise typer.BadParameter(f"{pause} is not 0 to {MAX_PAUSE}", param_hint="'--pause'")
    in_force = load()
    return FetchOptions(
        follow=follow or pattern is not None,
        pattern=pattern,
        pause=in_force.fetch_pause if pause is None else pause,
        allow_private=allow_private,
        cache=cache or in_force.fetch_cache,
        contact=in_force.fetch_contact,
    )
