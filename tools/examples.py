"""Examples, run for real: commands in the documentation, and answers in the OpenAPI document.

`python -m tools.examples` writes them anew from the packaged documents; tests run the same and
compare. Times differ from run to run and are the only thing that is evened out.
"""

import base64
import json
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import dropwhile, takewhile
from pathlib import Path

from app.api.contract.operation import Operation
from app.api.contract.operations import EXAMPLES, OPERATIONS
from tools.server import ROOT, Server, keyed_server

DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
DOCUMENTED_BASE = "http://localhost:8000"

_BLOCK = re.compile(
    r"```sh\n(?P<command>curl [^`]*?)```\n\n```(?P<kind>\w+)\n(?P<answer>.*?)```", re.DOTALL
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_TAKEN_IN = 202
_EVEN_TIME = "2026-11-22T09:00:00Z"
_REQUEST_ID = re.compile(r'("request_id": ?"|x-request-id: )[0-9a-f]{16}\b')
_DURATION = re.compile(r";dur=[0-9.]+")
_DATE_HEADER = re.compile(r"^date: .*$", re.MULTILINE)
_KEY = re.compile(r"\bpb_[a-z2-7]{8}_[A-Za-z0-9_-]{43}")
_KEY_ID = re.compile(r'((?:"id": ?|keys/)"?|\()[a-z2-7]{8}(?=["\s)])')
_EVEN_KEY_ID = "k7wq2mzd"
_EPOCH = re.compile(r'(epoch(?:": ?"|=))[0-9a-f]{32}')
_EVEN_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_FILE_ROW = re.compile(r'("bytes": ?)\d+(,\s*"sha256": ?")[0-9a-f]{64}')
_STATUS_DAY = re.compile(r'("status_as_of": ?")\d{4}-\d\d-\d\d')
_FILE_HEADERS = {
    "content-length": "16384",
    "etag": f'"{_EVEN_SHA256}"',
    "last-modified": "Sun, 22 Nov 2026 09:00:00 GMT",
    "repr-digest": f"sha-256=:{base64.b64encode(bytes.fromhex(_EVEN_SHA256)).decode()}:",
}
_URN = re.compile(r"urn:uuid:[0-9a-f-]{36}")
_TAG = re.compile(r'"[0-9a-f]{12}\.(\d+)\.[0-9a-f]{12}"')


def even_out(text: str) -> str:
    """The text with everything made the same that differs from run to run: times, request ids,
    keys, epochs, tags, and files of what has times in it."""
    text = _REQUEST_ID.sub(r"\g<1>9f86d081884c7d65", _TIME.sub(_EVEN_TIME, text))
    text = _KEY_ID.sub(rf"\g<1>{_EVEN_KEY_ID}", _KEY.sub(f"pb_{_EVEN_KEY_ID}_{'x' * 43}", text))
    text = _TAG.sub(r'"0e5751c026e5.\1.e44337b7d0ab"', _EPOCH.sub(r"\g<1>" + "5" * 32, text))
    text = _URN.sub("urn:uuid:5d6a1c5e-4a80-5b3f-9c83-0f9a2a7f1e11", text)
    dated = _DATE_HEADER.sub("date: Sun, 22 Nov 2026 09:00:00 GMT", text).replace("\r", "")
    return _even_files(_DURATION.sub(";dur=0.21", dated))


def _even_files(text: str) -> str:
    text = _FILE_ROW.sub(rf"\g<1>16384\g<2>{_EVEN_SHA256}", text)
    text = _STATUS_DAY.sub(r"\g<1>2026-11-22", text)
    if "repr-digest: " in text:  # the headers of a file
        for name, value in _FILE_HEADERS.items():
            text = re.sub(rf"^{name}: .*$", f"{name}: {value}", text, flags=re.MULTILINE)
    return text


def answer_of(command: str, server: Server) -> str:
    """What a documented command prints, run in a shell against a server at another address; `$KEY`
    is a key that may do everything."""
    real = command.replace(DOCUMENTED_BASE, server.base)
    done = subprocess.run(  # noqa: S603 - commands of our own documentation
        ["/bin/sh", "-c", real],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
        env={**os.environ, "KEY": server.key},
    )
    return even_out(done.stdout.replace(server.base, DOCUMENTED_BASE)).rstrip("\n") + "\n"


def answers_of(document: Path) -> list[tuple[str, str]]:
    """Each command of a document with what it prints, one after another on a server of its own."""
    commands = [block["command"] for block in blocks(document)]
    if not commands:
        return []
    with keyed_server() as server:
        server.place.run("snapshot")
        return [(command, answer_of(command, server)) for command in commands]


def blocks(document: Path) -> Iterator[re.Match[str]]:
    """Each command of a document with the answer printed below it."""
    return _BLOCK.finditer(document.read_text("utf-8"))


def operation_answers() -> dict[str, str]:
    """The example of every operation that has a body, as its file holds it; asked one by one."""
    with keyed_server() as server:
        server.place.run("snapshot")
        answers = {name: _operation_answer(name, server) for name in OPERATIONS}
    return {name: answer for name, answer in answers.items() if answer}


def _operation_answer(name: str, server: Server) -> str:
    operation = OPERATIONS[name]
    headers = {"Authorization": f"Bearer {server.key}"} if operation.scope else {}
    if operation.sent is not None:
        headers["Content-Type"] = operation.media_types[0]
    request = urllib.request.Request(  # noqa: S310 - our own address
        server.base + operation.example.replace(_EVEN_KEY_ID, server.key[3:11]),
        data=_body(operation),
        headers=headers,
        method=operation.method,
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        stream = operation.answers == "text/event-stream"
        content = _first_event(response) if stream else _text_of(response.read(), operation)
        if response.status == _TAKEN_IN:
            _await_end(response.headers["Location"], headers)
    if not content:
        return ""
    if operation.is_json:
        content = json.dumps(json.loads(content), ensure_ascii=False, indent=2)
    return even_out(content.replace(server.base, DOCUMENTED_BASE)).rstrip("\n") + "\n"


def _text_of(answer: bytes, operation: Operation) -> str:
    """An answer as text; what is a file is no example to read."""
    return "" if operation.is_file else answer.decode()


def _body(operation: Operation) -> bytes | None:
    """What the example sends: text as it is, anything else as JSON."""
    sent = operation.sent
    if sent is None:
        return None
    return (sent if isinstance(sent, str) else json.dumps(sent)).encode()


def _await_end(address: str, headers: Mapping[str, str]) -> None:
    """Waits for what is done in the background: its stream ends with it."""
    request = urllib.request.Request(f"{address}/stream", headers=dict(headers))  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as stream:  # noqa: S310
        stream.read()


def _first_event(lines: Iterable[bytes]) -> str:
    """What a stream sends up to its first event, which an empty line closes; comments left out."""
    told = (line.decode() for line in lines if not line.startswith((b":", b"retry:")))
    event = "".join(takewhile(str.strip, dropwhile(str.isspace, told)))
    return f"{event}\n"


def main() -> None:
    """Writes every example anew."""
    for name, answer in operation_answers().items():
        (EXAMPLES / f"{name}.json").write_text(answer, "utf-8")
    for document in DOCUMENTS:
        renewed = iter(answers_of(document))
        text = document.read_text("utf-8")
        document.write_text(_BLOCK.sub(partial(_renewed, renewed), text), "utf-8")


def _renewed(answers: Iterator[tuple[str, str]], match: re.Match[str]) -> str:
    """A block with the answer of today."""
    start = match.start("answer") - match.start()
    return f"{match[0][:start]}{next(answers)[1]}```"


if __name__ == "__main__":
    main()
