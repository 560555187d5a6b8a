"""`projektbank import` with addresses, as a user calls it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import PREFIX
from tests.importer.pages import make_page
from tests.outbound.site import Site

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.slow


def projektbank(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Calls the command in a folder, without settings of whoever runs the tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_list_is_followed_and_what_fails_is_told(site: Site, tmp_path: Path) -> None:
    site.page("/projekt", "".join(f'<a href="/projekt/{n}">{n}</a>' for n in range(3)))
    for n in range(2):
        page = make_page(Diarienummer=f"2020/0000{n}")
        site.page(f"/projekt/{n}", page, Content_Type="text/plain")
    options = ("--follow", "--allow-private", "--pause", "0")
    done = projektbank(tmp_path, "import", site.at("/projekt"), *options)
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:3]] == [
        ["created", site.at("/projekt/0")],
        ["created", site.at("/projekt/1")],
        ["rejected", site.at("/projekt/2")],
    ]
    assert "http-error: status 404" in lines[2]
    assert (done.returncode, done.stderr) == (1, "")
    assert (tmp_path / "cache" / "projektbank" / "pages").is_dir()


def test_without_leave_no_private_network_is_asked(site: Site, tmp_path: Path) -> None:
    done = projektbank(tmp_path, "import", "http://127.0.0.1/", "http://user@example.se/")
    assert "address-private" in done.stdout
    assert "address-invalid" in done.stdout
    assert done.returncode == 1
    assert site.asked == []


def test_a_cache_that_cannot_be_written_is_one_plain_line(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    done = projektbank(tmp_path, "import", "http://127.0.0.1/")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "PROJEKTBANK_FETCH_CACHE names another" in done.stderr
