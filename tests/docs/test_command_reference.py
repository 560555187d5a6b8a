"""docs/commands.md and docs/settings.md tell of every command, option, exit code and setting."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from app import cli as commands
from app.commands.serving import SEEDS
from app.database import Database
from app.importer.report import OUTCOMES
from app.settings import KEY_OF_CLIENTS, PREFIX, Settings
from app.settings import names as setting_names
from app.store.integrity.laws import LAWS
from app.store.matching import MatchedBy
from tests.docs.markdown import (
    DOCUMENTS,
    NO_VALUE,
    ROOT,
    fenced,
    names,
    read,
    rows,
    section,
    spans,
)

SETTINGS, COMMANDS = "docs/settings.md", "docs/commands.md"


def command_group() -> TyperGroup:
    """The command line with all its commands."""
    group = typer.main.get_command(commands.cli)
    assert isinstance(group, TyperGroup)
    return group


def leaves(group: TyperGroup, before: str = "") -> Iterator[tuple[str, TyperCommand]]:
    """Every command that does something, with all the words that call it."""
    for name, one in group.commands.items():
        if isinstance(one, TyperGroup):
            yield from leaves(one, f"{before}{name} ")
        else:
            assert isinstance(one, TyperCommand)
            yield f"{before}{name}", one


GROUP = command_group()
LEAVES = dict(leaves(GROUP))


def test_every_setting_is_documented_with_its_default_and_reason() -> None:
    documented = [(spans(row[0])[0], row[2], row[3]) for row in rows(SETTINGS, "Settings")]
    assert documented == [
        (
            f"{PREFIX}{name.upper()}",
            NO_VALUE if field.default is None else f"`{field.default}`",
            field.description,
        )
        for name, field in Settings.model_fields.items()
    ]


@pytest.mark.parametrize("path", [*DOCUMENTS, "CONTRIBUTING.md", "Dockerfile"])
def test_no_document_names_a_setting_that_is_not_there(path: str) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+\b", read(path)))
    assert named <= {*setting_names(), KEY_OF_CLIENTS}


def options_of(name: str) -> list[str]:
    """The options of a command."""
    options = (one for one in LEAVES[name].params if one.param_type_name == "option")
    return [option.opts[0] for option in options]


def test_every_command_is_documented_with_what_it_does() -> None:
    documented = [(spans(row[0])[0], row[1]) for row in rows(COMMANDS, "Commands") if len(row) == 2]
    told = [(name, " ".join((one.help or "").split())) for name, one in LEAVES.items()]
    assert documented[: len(told)] == told
    titles = re.findall(r"^## projektbank (.+)$", read(COMMANDS), re.MULTILINE)
    assert titles == [name for name, _ in told]


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    table = [row[0] for row in rows(COMMANDS, f"projektbank {name}") if len(row) == 4]
    assert [spans(cell)[0] for cell in table] == options_of(name)


def test_the_options_of_every_command_are_documented_and_no_other() -> None:
    documented = [spans(row[0]) for row in rows(COMMANDS, "For every command")]
    own = [option.opts for option in GROUP.params]
    assert [one for one in documented if one[0].startswith("-")] == [
        GROUP.context_settings["help_option_names"],
        *own,
    ]


@pytest.mark.parametrize("name", LEAVES)
def test_a_command_is_documented_with_the_example_of_its_help(name: str) -> None:
    example = fenced(section(COMMANDS, f"projektbank {name}"), "sh")
    assert [f"Example: {one.strip()}" for one in example] == [LEAVES[name].epilog]


def test_every_exit_code_is_documented_and_no_other() -> None:
    codes = {value for name, value in vars(commands).items() if name.startswith("EXIT_")}
    assert {int(name) for name in names(COMMANDS, "Exit codes")} == {0, *codes}


def test_what_an_import_reports_is_documented() -> None:
    documented = [one for one in rows(COMMANDS, "projektbank import") if len(one) == 2]
    outcomes, matches = documented[: len(OUTCOMES)], documented[len(OUTCOMES) :]
    assert [row[0].strip("`") for row in outcomes] == list(OUTCOMES)
    assert [row[0].strip("`") for row in matches] == ["document", *get_args(MatchedBy)]


def test_every_law_of_the_registry_is_documented_as_it_is() -> None:
    documented = [one for one in rows(COMMANDS, "projektbank check") if len(one) == 2]
    assert documented == [(f"`{law.code}`", law.sentence) for law in LAWS]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["migrate", "import", "settings"])
def test_a_documented_command_prints_what_is_documented(name: str, tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "pages")
    shutil.copy(ROOT / "tests" / "golden" / "rejected" / "news.txt", tmp_path / "pages")
    check_printed(name, tmp_path)


@pytest.mark.slow
def test_what_commands_print_of_the_packaged_documents_is_documented(
    seeded_database: Database, tmp_path: Path
) -> None:
    assert seeded_database.path.parent == tmp_path
    check_printed("backup", tmp_path)
    check_printed("export", tmp_path)
    check_printed("check", tmp_path)
    check_printed("accept", tmp_path)


def check_printed(name: str, folder: Path) -> None:
    """Runs the documented example in a folder; it prints what is documented and nothing else."""
    told = section(COMMANDS, f"projektbank {name}")
    [command], [printed] = fenced(told, "sh"), fenced(told, "text")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    done = subprocess.run(
        [sys.executable, "-m", "app", *shlex.split(command)[1:]],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == printed
    assert done.stderr == ""


@pytest.mark.parametrize("path", [*DOCUMENTS, "CONTRIBUTING.md", "Dockerfile"])
def test_no_document_names_a_command_that_is_not_there(path: str) -> None:
    named = set(re.findall(r"(?:^|[`/ ])projektbank ([a-z]+)\b", read(path), re.MULTILINE))
    assert named <= set(GROUP.commands)
