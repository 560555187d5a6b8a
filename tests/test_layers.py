"""Imports point down only: the house rule, checked on the syntax of every module."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "app"
FLOORS = (
    ("app.__main__",),
    ("app.cli",),
    ("app.commands",),
    ("app.asgi",),
    ("app.main",),
    ("app.api", "app.web"),
    ("app.jobs", "app.snapshots"),
    ("app.importer", "app.restoring", "app.exports", "app.synthetic", "app.recipes"),
    ("app.charts", "app.linked"),
    ("app.similar", "app.suggestions"),
    ("app.mirror",),
    ("app.store",),
    ("app.writing",),
    ("app.query", "app.migration"),
    ("app.backup", "app.indexes"),
    ("app.database",),
    ("app.turnstile", "app.outbound"),
    ("app.models",),
    ("app.domain",),
    ("app.settings", "app.json_text", "app.xml_text"),
    ("app.faults",),
    ("app.errors",),
    ("app",),
)
"""From the roof to the ground; a module imports from its own part or from floors below."""

MODULES = sorted(APP.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(APP.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> tuple[int, str]:
    """The floor and the part of the house that a module belongs to."""
    for floor, parts in enumerate(FLOORS):
        for part in parts:
            if module == part or module.startswith(f"{part}."):
                return floor, part
    raise AssertionError(module)


def imports_of(path: Path) -> Iterator[str]:
    """Modules of the product that a file imports, function-level imports too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path.name}"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            module = node.module or ""
            for name in names:
                is_module = (APP.parent / Path(*name.split("."))).with_suffix(".py").exists()
                is_package = (APP.parent / Path(*name.split(".")) / "__init__.py").exists()
                if module.partition(".")[0] == "app":
                    yield name if is_module or is_package else module
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.partition(".")[0] == "app")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down_only(path: Path) -> None:
    floor, part = part_of(name_of(path))
    for imported in imports_of(path):
        below, other = part_of(imported)
        assert below > floor or other == part, f"{name_of(path)} imports {imported}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {name_of(path): set(imports_of(path)) for path in MODULES}
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above, module))
        if module not in done:
            for imported in graph.get(module, ()):
                if imported != module:
                    visit(imported, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("package", ["domain", "importer/layouts"])
def test_what_knows_projects_and_pages_knows_no_database_and_no_web(package: str) -> None:
    for path in (APP / package).rglob("*.py"):
        text = path.read_text("utf-8")
        assert not any(name in text for name in ("sqlmodel", "sqlalchemy", "sqlite3", "starlette"))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_file_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_only_the_database_module_commits() -> None:
    committing = [p.name for p in MODULES if ".commit(" in p.read_text("utf-8")]
    assert committing == ["database.py"]
