"""No other part of the house opens connections outwards."""

import ast
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
OUTWARD = {
    "aiohttp", "asyncio.open_connection", "ftplib", "http.client", "httpcore", "httpcore2", "httpx",
    "httpx2", "imaplib", "poplib", "requests", "smtplib", "socket", "ssl", "telnetlib",
    "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
LISTENING = {"app/commands/connection.py", "app/commands/serving.py"}
"""They take connections in."""


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_outward(name: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in OUTWARD)


def test_only_one_part_opens_connections() -> None:
    users = {
        path.relative_to(APP.parent).as_posix(): sorted(filter(is_outward, imported(path)))
        for path in APP.rglob("*.py")
    }
    doors = {
        path for path, names in users.items() if names and not path.startswith("app/outbound/")
    }
    assert doors == LISTENING
