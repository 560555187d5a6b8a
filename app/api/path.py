"""Where in the service a request goes, wherever the service is mounted."""

from starlette.types import Scope


def path_of(scope: Scope) -> str:
    """The path below the one that the service is mounted at (`root_path` of ASGI)."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
