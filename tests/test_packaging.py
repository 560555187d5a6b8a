"""The packaging: dependencies and their locks, the wheel, the Dockerfile, what no file may name."""

import ast
import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import app

ROOT = Path(__file__).parents[1]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS: dict[str, list[Requirement]] = {
    "run": list(map(Requirement, PYPROJECT["project"]["dependencies"])),
    **{name: list(map(Requirement, rows)) for name, rows in PYPROJECT["dependency-groups"].items()},
}
LOCKED_GROUPS = {"run": ["run"], "build": ["build"], "dev": list(GROUPS)}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def lock(name: str) -> str:
    return read(f"requirements/{name}.lock")


def pins(name: str) -> dict[str, str]:
    """Of a package that has more than one, for Pythons apart, the newest."""
    return dict(_pins(name))


def _pins(name: str) -> list[tuple[str, str]]:
    return re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock(name), re.MULTILINE)


def repository_files(*folders: str) -> list[str]:
    """Every file that git knows or would take in."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted({path for path in listed.split("\0") if (ROOT / path).is_file()})


def lines_matching(pattern: str) -> list[str]:
    """`path:line: match` for every line of a text file of the repository that matches."""
    search = re.compile(pattern, re.IGNORECASE).search
    return [
        f"{path}:{number}: {match[0]}"
        for path in repository_files()
        if b"\0" not in (content := (ROOT / path).read_bytes())
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1)
        if (match := search(line))
    ]


def imported_packages(folder: str) -> Iterator[tuple[str, str]]:
    """Each top-level name that a folder's modules import, with the module."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((name.name.partition(".")[0], path.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0], path.name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    with ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


@pytest.mark.parametrize(("name", "groups"), LOCKED_GROUPS.items(), ids=LOCKED_GROUPS)
def test_a_lock_covers_what_pyproject_declares(name: str, groups: list[str]) -> None:
    pinned = pins(name)
    unmet = [
        str(requirement)
        for group in groups
        for requirement in GROUPS[group]
        if not requirement.specifier.contains(pinned.get(requirement.name, "0"))
    ]
    assert not unmet, "run `make lock`"


def test_the_locks_agree_on_every_version() -> None:
    everything = pins("dev").items()
    assert pins("run").items() <= everything
    assert pins("build").items() <= everything


def test_the_build_group_is_what_the_build_system_requires() -> None:
    assert PYPROJECT["build-system"]["requires"] == PYPROJECT["dependency-groups"]["build"]


@pytest.mark.parametrize("name", LOCKED_GROUPS)
def test_a_lock_pins_every_package_with_hashes(name: str) -> None:
    entries = re.split(r"\n(?=[^ #])", lock(name).strip())
    assert len(entries) == len(_pins(name)) == len(set(_pins(name)))
    assert [entry for entry in entries if "\n    --hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LOCKED_GROUPS)
def test_a_lock_holds_no_address_and_no_absolute_path(name: str) -> None:
    assert re.findall(r"\S*(?:://| @ |--[a-z-]*(?:index|links)|(?<!\w)/\w)\S*", lock(name)) == []


def test_every_lock_of_npm_names_no_registry_and_has_every_hash() -> None:
    locks = [ROOT / path for path in repository_files() if path.endswith("package-lock.json")]
    assert locks
    for path in locks:
        locked = json.loads(path.read_text("utf-8"))["packages"]
        wanted = json.loads(path.with_name("package.json").read_text("utf-8"))
        assert locked.pop("")["devDependencies"] == wanted["devDependencies"]
        assert all("integrity" in one and "resolved" not in one for one in locked.values()), path


def test_no_other_kind_of_lock_is_kept() -> None:
    assert [path for path in repository_files() if path.endswith(("uv.lock", "pylock.toml"))] == []


def test_no_file_names_a_registry_host() -> None:
    assert lines_matching(r"(py(pi|thonhosted)|npm(js)|deb\.debian)\.org") == []


def test_no_file_names_a_path_of_a_machine() -> None:
    assert lines_matching(r"(^|[^a-z.])/(tmp|root|home)/") == []


def test_every_direct_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", read("docs/dependencies.md"), re.MULTILINE)
    reasons = {name: why for name, why in rows if name not in ("dependency", "---")}
    assert sorted(reasons) == sorted(entry.name for group in GROUPS.values() for entry in group)


@pytest.mark.parametrize("folder", ["app", "migrations"])
def test_code_imports_only_what_the_run_lock_installs(folder: str) -> None:
    installed_by = packages_distributions()
    known = pins("run").keys()
    foreign = [
        f"{module}: {name}"
        for name, module in imported_packages(folder)
        if name not in sys.stdlib_module_names
        and name != "app"
        and not known & {canonicalize_name(owner) for owner in installed_by.get(name, [])}
    ]
    assert foreign == []


def test_the_version_stands_in_one_place() -> None:
    assert "version" not in PYPROJECT["project"]
    places = [
        path
        for path in ("pyproject.toml", "Dockerfile", "Makefile", *repository_files("app", "docs"))
        if path.endswith((".py", ".toml", "file", "dependencies.md"))
        and re.search(rf"version[^\n]*{re.escape(app.__version__)}", read(path))
    ]
    assert places == ["app/__init__.py"]


def test_the_wheel_bears_the_version_the_licences_and_the_command(wheel: ZipFile) -> None:
    folder = f"projektbank-{app.__version__}.dist-info"
    metadata = wheel.read(f"{folder}/METADATA").decode()
    assert f"\nVersion: {app.__version__}\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata
    assert {f"{folder}/licenses/LICENSE", f"{folder}/licenses/app/data/NOTICE.md"} <= set(
        wheel.namelist()
    )
    commands = wheel.read(f"{folder}/entry_points.txt").decode()
    assert "projektbank = app.cli:main" in commands


def test_the_wheel_holds_the_code_the_data_and_the_migrations_and_nothing_else(
    wheel: ZipFile,
) -> None:
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    expected = {
        f"app/{path}" if path.startswith("migrations/") else path
        for path in repository_files("app", "migrations")
    }
    assert inside == expected
    for folder in ("app/data/seeds/", "app/data/codelists/", "app/migrations/versions/"):
        assert any(name.startswith(folder) for name in inside), folder


def test_the_notice_names_every_data_file_and_its_doubts() -> None:
    notice = read("app/data/NOTICE.md")
    data = ROOT / "app" / "data"
    named = {
        *(path.name for path in (data / "codelists").iterdir()),
        *(f"{path.name}/" for path in data.iterdir() if path.is_dir()),
    }
    assert {name for name in named if f"`{name}`" not in notice} == set()
    for path in (data / "codelists").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            doubts = any("unconfirmed" in row.get("status", "") for row in csv.DictReader(file))
        row = next(line for line in notice.splitlines() if f"| `{path.name}`" in line)
        assert ("unconfirmed" in row.casefold()) == doubts, path.name


def test_the_dockerfile_passes_hadolint() -> None:
    tool = Path(sys.executable).with_name("hadolint")
    checked = subprocess.run(
        [tool, "--no-color", "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_the_image_takes_in_every_file_that_its_build_copies() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    allowed = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    assert {source.partition("/")[0] for source in sources} == allowed
    assert all((ROOT / source).exists() for source in sources)


def test_ci_runs_what_developers_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert read(".ci/run").rstrip().endswith("\nmake test")


def test_make_alone_lists_every_target() -> None:
    makefile = read("Makefile")
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split()
    described = re.findall(r"^  make (\w+) +\S", listed, re.MULTILINE)
    assert sorted(described) == sorted(set(phony) - {"browser"})
