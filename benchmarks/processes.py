"""What the system tells of a process: the memory that it holds by itself."""

from pathlib import Path

_STATUS = "RssAnon:"


def anonymous_memory(process: int | str = "self") -> int:
    """Bytes that a process holds and no file backs; 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(_STATUS)), 0)
