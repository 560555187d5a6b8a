"""Recipes do what they say: pasted as they stand, with the real tools, against a real server."""

import html
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from markdown_it import MarkdownIt

from app.main import create_app
from app.recipes.recipes import RECIPES, Addresses, fill
from app.settings import Settings
from tests.serving import serve
from tools.server import ROOT

BY_NAME = {one.name: one for one in RECIPES}
QUESTIONS = (
    "",
    "region=SE12&sort=-total_budget",
    f"owner={quote('Rädda Barnen')}",
    "name__ne=%27%22&name__ne=%5C",
    "q=komp*&limit=3",
    "region=SE12&fields=id,name",
)
"""With what is hard to quote: a letter with a ring, an apostrophe, a pattern's mark; and without
the column that recipes sum up."""
HARD_TO_SAY = (
    "budget=390000..&or_missing=total_budget",
    "period=2021&or_missing=end_date",
    "region=SE12&or_missing=region",
    "q=OR",
    "q=-NOT%20projekt",
)
"""In the words of OData, which has its own for what is missing, and operators in a search."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def base(golden_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with twelve projects."""
    path = tmp_path_factory.mktemp("recipes") / "golden.db"
    shutil.copy(golden_file, path)
    with serve(create_app(Settings(database_url=f"sqlite:///{path}"))) as address:
        yield address


def code_of(name: str, language: str, addresses: Addresses) -> list[str]:
    """The blocks of a recipe in one language, filled for a question."""
    tokens = MarkdownIt("commonmark").parse(fill(BY_NAME[name], addresses))
    blocks = [token.content for token in tokens if token.type == "fence" and token.info == language]
    assert blocks
    return blocks


def run(command: list[str], folder: Path, **environment: str) -> str:
    """What a program prints; it finds no proxy and no home but this folder."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def listed(base: str, question: str) -> tuple[int, float]:
    """How many projects the list has, and their budget."""
    asked = question if "limit" in question else f"{question}&limit=1000"
    rows = httpx2.get(f"{base}/v1/projects?{asked}").json()["data"]
    return len(rows), round(sum(row.get("total_budget") or 0 for row in rows), 2)


def told(output: str) -> tuple[int, float]:
    """The number of projects and their budget as a recipe prints them; no sum over nothing is 0."""
    count, *budget = _NUMBER.findall(output)
    return int(count), round(float(budget[0]) if budget else 0, 2)


def asks(name: str) -> pytest.MarkDecorator:
    assert BY_NAME[name].runs
    return pytest.mark.parametrize("question", QUESTIONS)


def test_the_questions_find_something_but_not_always_everything(base: str) -> None:
    counts = [listed(base, question)[0] for question in QUESTIONS]
    assert counts[0] == 12
    assert all(0 < count < 12 for count in counts[1:3])


@asks("curl")
def test_curl(base: str, tmp_path: Path, question: str) -> None:
    [command] = code_of("curl", "sh", Addresses(base, question))
    contents = []
    for _ in range(2):  # the second time nothing is sent
        run(["/bin/sh", "-c", command], tmp_path)
        contents.append((tmp_path / "projects.csv").read_bytes())
    assert contents[0] == contents[1] == httpx2.get(f"{base}/v1/projects.csv?{question}").content


def test_curl_keeps_what_was_whole_when_a_transfer_breaks_off(tmp_path: Path) -> None:
    first, second = b"id\r\n1\r\n", b"id\r\n2\r\n"
    answers = iter((whole(first, "one"), broken(second, "two"), whole(second, "two")))
    with answering(answers) as base:
        [command] = code_of("curl", "sh", Addresses(base, ""))
        run(["/bin/sh", "-c", command], tmp_path)
        cut = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, timeout=60, check=False)
        assert cut.returncode == 18
        assert (tmp_path / "projects.csv").read_bytes() == first
        run(["/bin/sh", "-c", command], tmp_path)
    assert (tmp_path / "projects.csv").read_bytes() == second
    assert (tmp_path / "projects.etag").read_text().strip() == '"two"'


def whole(body: bytes, tag: str) -> bytes:
    """An answer in one chunk."""
    return broken(body, tag) + b"0\r\n\r\n"


def broken(body: bytes, tag: str) -> bytes:
    """The same without its end."""
    head = f'HTTP/1.1 200 OK\r\nETag: "{tag}"\r\nTransfer-Encoding: chunked\r\n\r\n'
    return head.encode() + f"{len(body):x}\r\n".encode() + body + b"\r\n"


@contextmanager
def answering(answers: Iterator[bytes]) -> Iterator[str]:
    """A server that gives each connection the next answer, then closes it."""

    def answer() -> None:
        for one in answers:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(one)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)


@asks("pandas")
def test_pandas(base: str, tmp_path: Path, question: str) -> None:
    for code in code_of("pandas", "python", Addresses(base, question)):
        assert told(run([sys.executable, "-c", code], tmp_path)) == listed(base, question)


def test_pandas_prints_no_more_than_ore(tmp_path: Path) -> None:
    import pandas  # noqa: PLC0415 - large

    budgets = pandas.DataFrame({"id": ["1", "2", "3"], "total_budget": [0.1, 0.2, 0.3]})
    (tmp_path / "v1").mkdir()
    budgets.to_parquet(tmp_path / "v1" / "projects.parquet")
    budgets.to_csv(tmp_path / "v1" / "projects.csv", index=False)
    for code in code_of("pandas", "python", Addresses(tmp_path.as_uri(), "")):
        assert run([sys.executable, "-c", code], tmp_path) == "3 0.6\n"


@asks("duckdb")
def test_duckdb(base: str, tmp_path: Path, question: str) -> None:
    [code] = code_of("duckdb", "python", Addresses(base, question))
    install_httpfs(tmp_path)
    assert told(run([sys.executable, "-c", code], tmp_path)) == listed(base, question)


def install_httpfs(home: Path) -> None:
    """Puts DuckDB's extension for addresses where DuckDB itself would have installed it."""
    import duckdb  # noqa: PLC0415 - large
    import duckdb_extension_httpfs  # noqa: PLC0415

    package = Path(duckdb_extension_httpfs.__path__[0])
    [extension] = package.rglob("*.duckdb_extension")
    [(platform,)] = duckdb.execute("PRAGMA platform").fetchall()
    place = home / ".duckdb" / "extensions" / f"v{duckdb.__version__}" / platform
    place.mkdir(parents=True)
    (place / extension.name).symlink_to(extension)


@asks("python-client")
def test_python_client(base: str, tmp_path: Path, question: str) -> None:
    [code] = code_of("python-client", "python", Addresses(base, question))
    sources = str(ROOT / "clients" / "python" / "src")
    output = run([sys.executable, "-c", code], tmp_path, PYTHONPATH=sources)
    assert told(output) == listed(base, question)


@asks("shillelagh")
def test_shillelagh(base: str, tmp_path: Path, question: str) -> None:
    [code] = code_of("shillelagh", "python", Addresses(base, question))
    assert told(run([sys.executable, "-c", code], tmp_path)) == listed(base, question)


def test_odata(base: str, tmp_path: Path) -> None:
    [code] = code_of("odata", "python", Addresses(base, ""))
    assert told(run([sys.executable, "-c", code], tmp_path)) == listed(base, "region=SE12")


@pytest.mark.parametrize("question", [*QUESTIONS, *HARD_TO_SAY])
def test_the_address_of_a_question_in_odata_has_its_rows(base: str, question: str) -> None:
    page = httpx2.get(f"{base}/connect?{question}").text
    [shown] = re.findall(r'OData.Feed\("([^"]+)"', html.unescape(page))
    rows = httpx2.get(shown).json()["value"]
    found = len(rows), round(sum(row.get("total_budget") or 0 for row in rows), 2)
    assert found == listed(base, question)


@asks("r")
def test_r(base: str, tmp_path: Path, question: str) -> None:
    program = shutil.which("Rscript")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("R is not installed (Debian: apt-get install r-base-core)")
        pytest.skip("R is not installed (Debian: apt-get install r-base-core)")
    [code] = code_of("r", "r", Addresses(base, question))
    output = run([program, "-e", code], tmp_path, LANG="C.UTF-8")
    assert told(output) == listed(base, question)


def test_every_place_of_a_recipe_is_known() -> None:
    addresses = Addresses("http://localhost:8000", "region=SE12")
    for recipe in RECIPES:
        text = fill(recipe, addresses)
        assert "{{" not in text
        assert "http://localhost:8000" in text


def test_what_could_break_out_of_quotation_marks_is_encoded(base: str) -> None:
    asked = quote("'\"`$(x)\\ #{}[]<>|;*", safe="")
    text = httpx2.get(f"{base}/v1/projects?q={asked}").json()["query"]
    for address in filter(None, Addresses(base, text).places.values()):
        assert re.fullmatch(r"[\w:/.?=&%,~-]+", address)


FIGURED = (
    *QUESTIONS,
    "region=SE12&budget=1..&or_missing=budget&as_of=1&sort=name&fields=id,name&limit=2",
    'q=komp*&where={"field":"region","op":"eq","value":"SE12"}',
)


@pytest.mark.parametrize("recipe", ["grafana", "looker-studio", "shillelagh"])
@pytest.mark.parametrize("question", FIGURED)
def test_figures_are_those_of_the_question(base: str, recipe: str, question: str) -> None:
    """Of all its projects: what is said of rows, as a limit, is not said of figures."""
    page = httpx2.get(f"{base}/connect?{question}").text
    section = page.partition(f'id="{recipe}"')[2].partition("</section>")[0]
    [shown] = re.findall(rf"{base}/v1/aggregate[^<\s]+", html.unescape(section))
    counts = httpx2.get(shown.replace(".csv?", ".json?")).json()
    total = httpx2.get(f"{base}/v1/projects?{question}").json()["total"]
    assert sum(row["count"] for row in counts) == total
