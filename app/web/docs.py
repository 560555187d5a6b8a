"""The interactive documentation: /docs (Swagger UI), /redoc (ReDoc) and the files below /static.

Everything comes from this server, nothing from a CDN, and each page is held to that by a strict
Content-Security-Policy. Of the API this module knows one thing: its description is openapi.json.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"

AN_HOUR = "public, max-age=3600"
FOR_GOOD = "public, max-age=31536000, immutable"
"""For an address that holds the content's hash: another content has another address."""

MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Written down because `mimetypes` asks the machine; anything else (licences) is plain text."""

PACKED_ALREADY = {".png", ".woff2"}


@dataclass(frozen=True)
class Page:
    """One documentation page and what its policy must allow beyond our own files."""

    path: str
    title: str
    mount: str
    bundle: str
    starter: str
    styles: tuple[str, ...] = ("docs.css",)
    inline_styles: str = ""
    workers: str = "'none'"

    @property
    def policy(self) -> str:
        return (
            f"default-src 'none'; script-src 'self'; style-src 'self'{self.inline_styles}; "
            f"img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            f"worker-src {self.workers}; base-uri 'none'; form-action 'self'; "
            f"frame-ancestors 'none'"
        )


# What Chromium reported under `style-src 'self'` and nothing more: Swagger UI nothing at all;
# `data:` images are the icons inside its style sheet.
SWAGGER = Page(
    path="/docs",
    title="Projektbank API: try it",
    mount="swagger-ui",
    bundle="swagger/swagger-ui-bundle.js",
    starter="docs.js",
    styles=("swagger/swagger-ui.css", "docs.css"),
)

# ReDoc makes two kinds of <style> and cannot be given a nonce. One is always empty (its rules are
# added by script, which no policy governs), so the hash of the empty text admits it; the other is
# one fixed text, its scroll bar. A new version of ReDoc may need another hash: the browser test
# fails then, and its console message names it.
# The search runs in a worker made from a blob. Only script that already runs can make one, and
# `script-src 'self'` admits none but ours, so `blob:` here opens nothing else.
# The maker's logo, from a server of theirs, is stopped in redoc.js.
REDOC = Page(
    path="/redoc",
    title="Projektbank API: reference",
    mount="redoc",
    bundle="redoc/redoc.standalone.js",
    starter="redoc.js",
    inline_styles=(
        " 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        " 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"
    ),
    workers="blob:",
)

LINKS = {"docs": "Swagger UI", "redoc": "ReDoc", "openapi.json": "openapi.json"}

# Addresses are relative, so the pages work below any path prefix. Scripts run in this order: the
# maker's bundle is a deferred classic script, ours are modules, which are deferred too.
HTML = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<link rel="icon" href="$icon">
$styles
<script defer src="$bundle"></script>
<script type="module" src="$starter"></script>
</head>
<body>
<header class="bar">
<strong>Projektbank API</strong>
<nav aria-label="Documentation">
$links
</nav>
</header>
<noscript>
<p class="noscript">This page needs JavaScript. Without it, read the same description at
<a href="openapi.json">/openapi.json</a>, or docs/api.md in the source: an example of every
address.</p>
</noscript>
<main id="$mount"></main>
</body>
</html>
""")


@dataclass(frozen=True)
class Asset:
    """A file to send, and the same file packed once where that pays."""

    content: bytes
    packed: bytes | None
    digest: str
    media_type: str

    @property
    def version(self) -> str:
        return self.digest[:16]


def docs_pages() -> APIRouter:
    """Make the routes of both pages and of every file below static/, none in the API's schema."""
    router = APIRouter()
    router.add_route(SWAGGER.path, show_swagger, include_in_schema=False)
    router.add_route(REDOC.path, show_redoc, include_in_schema=False)
    router.add_route("/static/{name:path}", send_asset, include_in_schema=False)
    return router


def show_swagger(request: Request) -> Response:
    return _show(SWAGGER, request)


def show_redoc(request: Request) -> Response:
    return _show(REDOC, request)


def send_asset(request: Request) -> Response:
    """Answer a file; its address with `?v=` and the right hash may be kept for good."""
    name = request.path_params["name"]
    if name not in _files():
        raise HTTPException(status_code=404)
    asset = load_asset(name)
    headers = {
        "Cache-Control": FOR_GOOD if request.query_params.get("v") == asset.version else AN_HOUR,
        "ETag": f'"{asset.digest}"',
    }
    content = asset.content
    if asset.packed is not None:
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            content = asset.packed
            headers |= {"Content-Encoding": "gzip", "ETag": f'"{asset.digest}-gzip"'}
    return _unless_known(request, content, asset.media_type, headers)


@cache
def load_asset(name: str) -> Asset:
    """Read a file once: a running server keeps to one version of each (restart to see an edit)."""
    path = _files()[name]
    content = path.read_bytes()
    packed = None if path.suffix in PACKED_ALREADY else gzip.compress(content, mtime=0)
    return Asset(
        content=content,
        packed=packed if packed is not None and len(packed) < len(content) else None,
        digest=sha256(content).hexdigest(),
        media_type=MEDIA_TYPES.get(path.suffix, "text/plain"),
    )


@cache
def _files() -> dict[str, Path]:
    """Name every file that may be sent: a name not in this table reaches no file system."""
    files = (path for path in STATIC.rglob("*") if path.is_file())
    return {path.relative_to(STATIC).as_posix(): path for path in files}


def _show(page: Page, request: Request) -> Response:
    content = make_html(page)
    headers = {
        "Cache-Control": AN_HOUR,
        "Content-Security-Policy": page.policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "ETag": f'"{sha256(content).hexdigest()}"',
        "Referrer-Policy": "no-referrer",
    }
    return _unless_known(request, content, "text/html", headers)


@cache
def make_html(page: Page) -> bytes:
    """Fill the page's frame; the addresses of its files hold their hashes."""
    links = (
        f'<a href="{href}"{here}>{label}</a>'
        for href, label in LINKS.items()
        for here in (' aria-current="page"' if page.path == f"/{href}" else "",)
    )
    styles = (f'<link rel="stylesheet" href="{_address(name)}">' for name in page.styles)
    html = HTML.substitute(
        title=page.title,
        icon=_address("swagger/favicon-32x32.png"),
        styles="\n".join(styles),
        bundle=_address(page.bundle),
        starter=_address(page.starter),
        links="\n".join(links),
        mount=page.mount,
    )
    return html.encode()


def _address(name: str) -> str:
    return f"static/{name}?v={load_asset(name).version}"


def _unless_known(
    request: Request, content: bytes, media_type: str, headers: Mapping[str, str]
) -> Response:
    """Answer 304 when the reader already holds this very content."""
    known = request.headers.get("if-none-match", "").split(",")
    if any(tag.strip().removeprefix("W/") in ("*", headers["ETag"]) for tag in known):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
