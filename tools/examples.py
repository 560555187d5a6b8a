"""Examples, run for real: commands in the documentation, and answers in the OpenAPI document.

`python -m tools.examples` writes them anew from the packaged documents; tests run the same and
compare. Times differ from run to run and are the only thing that is evened out.
"""

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.api.contract.operations import EXAMPLES, OPERATIONS
from tools.server import ROOT, seeded_server

DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
DOCUMENTED_BASE = "http://localhost:8000"

_BLOCK = re.compile(
    r"```sh\n(?P<command>curl [^`]*?)```\n\n```(?P<kind>\w+)\n(?P<answer>.*?)```", re.DOTALL
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EVEN_TIME = "2026-11-22T09:00:00Z"
_REQUEST_ID = re.compile(r'("request_id": ?"|x-request-id: )[0-9a-f]{16}\b')
_DATE_HEADER = re.compile(r"^date: .*$", re.MULTILINE)


def even_out(text: str) -> str:
    """The text with every time and request id made the same."""
    text = _REQUEST_ID.sub(r"\g<1>9f86d081884c7d65", _TIME.sub(_EVEN_TIME, text))
    return _DATE_HEADER.sub("date: Sun, 22 Nov 2026 09:00:00 GMT", text).replace("\r", "")


def answer_of(command: str, base: str) -> str:
    """What a documented command prints, run in a shell against a server at another address."""
    real = command.replace(DOCUMENTED_BASE, base)
    done = subprocess.run(  # noqa: S603 - commands of our own documentation
        ["/bin/sh", "-c", real], capture_output=True, text=True, check=True, timeout=30
    )
    return even_out(done.stdout.replace(base, DOCUMENTED_BASE)).rstrip("\n") + "\n"


def blocks(document: Path) -> Iterator[re.Match[str]]:
    """Each command of a document with the answer printed below it."""
    return _BLOCK.finditer(document.read_text("utf-8"))


def operation_answer(name: str, base: str) -> str:
    """The example of an operation, as its file holds it."""
    with urllib.request.urlopen(base + OPERATIONS[name].example) as response:  # noqa: S310
        body = json.load(response)
    text = json.dumps(body, ensure_ascii=False, indent=2).replace(base, DOCUMENTED_BASE)
    return even_out(text) + "\n"


def main() -> None:
    """Writes every example anew."""
    with seeded_server() as base:
        for name in OPERATIONS:
            (EXAMPLES / f"{name}.json").write_text(operation_answer(name, base), "utf-8")
        for document in DOCUMENTS:
            text = document.read_text("utf-8")
            document.write_text(_BLOCK.sub(partial(_renewed, base), text), "utf-8")


def _renewed(base: str, match: re.Match[str]) -> str:
    """A block with the answer of today."""
    start = match.start("answer") - match.start()
    return f"{match[0][:start]}{answer_of(match['command'], base)}```"


if __name__ == "__main__":
    main()
