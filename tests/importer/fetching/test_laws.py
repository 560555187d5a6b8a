"""Laws of every run: on any site, through any interruption, each page comes and none is lost."""

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importer.fetching.options import FetchOptions
from app.importer.fetching.run import fetch_documents
from tests.importer.fetching.runs import contents
from tests.outbound.site import Route, Site, answering, in_turn, open_site

LISTS, PROJECTS = 4, 6
ROOT = Path(__file__).parents[3]


@pytest.mark.slow
@settings(max_examples=40)
@given(
    projects_of=st.lists(
        st.sets(st.integers(0, PROJECTS - 1), min_size=1), min_size=LISTS, max_size=LISTS
    ),
    next_of=st.lists(st.sets(st.integers(0, LISTS - 1)), min_size=LISTS, max_size=LISTS),
    kinds=st.lists(
        st.sampled_from(["there", "missing", "moved", "busy once"]),
        min_size=PROJECTS,
        max_size=PROJECTS,
    ),
)
def test_whatever_a_list_leads_to_comes_once(
    projects_of: list[set[int]], next_of: list[set[int]], kinds: list[str]
) -> None:
    reached = set(reachable(next_of))
    linked = sorted(set[int]().union(*(projects_of[page] for page in reached)))
    with open_site() as site, TemporaryDirectory() as folder:
        for page in range(LISTS):
            links = [f"/projekt/{n}" for n in projects_of[page]]
            links += [f"/projekt?page={other}" for other in next_of[page]]
            site.page(f"/projekt?page={page}", "".join(f'<a href="{one}">x</a>' for one in links))
        for n, kind in enumerate(kinds):
            site.routes.update(project(n, kind))
        options = FetchOptions(
            follow=True, pause=0.0, patience=0.0, allow_private=True, cache=Path(folder)
        )
        results = contents(fetch_documents([site.at("/projekt?page=0")], options))
    expected = [b"http-error" if kinds[n] == "missing" else b"project %d" % n for n in linked]
    assert sorted(results) == sorted(expected)


def reachable(next_of: list[set[int]]) -> Iterator[int]:
    """Every page of the list that the first one leads to, itself included."""
    pending, met = [0], {0}
    while pending:
        page = pending.pop()
        yield page
        pending += next_of[page] - met
        met |= next_of[page]


def project(n: int, kind: str) -> dict[str, Route]:
    page = answering(f"project {n}")
    return {
        "there": {f"/projekt/{n}": page},
        "missing": {},
        "moved": {
            f"/projekt/{n}": answering("", 302, Location=f"/projekt/there/{n}"),
            f"/projekt/there/{n}": page,
        },
        "busy once": {f"/projekt/{n}": in_turn(answering("", 503), page)},
    }[kind]


PROGRAM = """
    import sys
    from pathlib import Path
    from app.importer.fetching.options import FetchOptions
    from app.importer.fetching.run import fetch_documents

    options = FetchOptions(follow=True, pause=0.1, allow_private=True, cache=Path(sys.argv[2]))
    for one in fetch_documents([sys.argv[1]], options):
        print(one.name, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kill_after", [1, 6])
def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path, kill_after: int) -> None:
    with open_site() as site:
        fill(site)
        command = [
            sys.executable,
            "-c",
            textwrap.dedent(PROGRAM),
            site.at("/projekt"),
            str(tmp_path),
        ]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as killed:
            assert killed.stdout is not None
            first = [killed.stdout.readline().strip() for _ in range(kill_after)]
            killed.send_signal(signal.SIGKILL)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        whole = done.stdout.split()
        assert whole == [site.at(f"/projekt/{n}") for n in range(10)]
        assert whole[:kill_after] == first
        twice = [path for path in set(site.paths()) if site.paths().count(path) > 1]
        assert len(twice) <= 1  # the one that was on its way


def fill(site: Site) -> None:
    """A list of ten projects."""
    site.page("/projekt", "".join(f'<a href="/projekt/{n}">{n}</a>' for n in range(10)))
    for n in range(10):
        site.page(f"/projekt/{n}", f"project {n}")
