"""Environments of peers that cannot share ours or each other's: made from their locks, once."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = Path(__file__).parent / "peers" / "environments"
_FOLDER = ROOT / ".bench"
_STAMP = "installed.lock"


class NotInstalled(Exception):
    """An environment that is not there, and why it could not be made."""


def program(environment: str, name: str) -> Path:
    """A program of an environment, be it there or not."""
    return _FOLDER / environment / "bin" / name


def is_installed(environment: str) -> bool:
    """Whether everything is there that the lock names."""
    stamp = _FOLDER / environment / _STAMP
    return stamp.exists() and stamp.read_bytes() == _lock(environment).read_bytes()


def install(environment: str) -> None:
    """Makes the environment unless it is there; raises `NotInstalled`."""
    if is_installed(environment):
        return
    folder = _FOLDER / environment
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(folder))
    pip = (str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input")
    _run(*pip, "--no-deps", "--require-hashes", "-r", str(_lock(environment)))
    shutil.copyfile(_lock(environment), folder / _STAMP)


def version(environment: str, package: str) -> str:
    """The version of a package that the lock pins."""
    lines = _lock(environment).read_text(encoding="utf-8").splitlines()
    pinned = next(line for line in lines if line.startswith(f"{package}=="))
    return pinned.partition("==")[2].split()[0]


def _lock(environment: str) -> Path:
    return LOCKS / f"{environment}.lock"


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stderr.strip() or done.stdout.strip()).rpartition("\n")[2]
        raise NotInstalled(f"{command[-1]}: {told}")
