"""Puts the application together: routes, error answers, the protocol layer, CORS."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from app import __version__
from app.api import (
    acceptance,
    aggregate,
    asking,
    atom,
    bulk,
    catalogue,
    changes,
    chart,
    codelists,
    connect,
    documents,
    facets,
    files,
    history,
    import_stream,
    imports,
    keys,
    merging,
    meta,
    organisations,
    projects,
    quality,
    quarantine,
    similar,
    snapshots,
    stream,
    suggest,
    writing,
)
from app.api.contract import document
from app.api.cors import Cors
from app.api.odata import endpoints as odata
from app.api.problems import answer_error, answer_http_error, answer_rejected
from app.api.protocol import Protocol, with_allow
from app.api.service import Service
from app.api.shortcuts import Shortcuts
from app.api.stopping import noticed
from app.database import Database
from app.errors import ProjektbankError
from app.faults import Rejected
from app.migration import require_current
from app.settings import Settings, load
from app.web.docs import docs_pages

_PARTS = (
    history, similar, files, projects, asking, bulk, acceptance, writing, changes, atom, stream,
    organisations, merging, codelists, catalogue, suggest, facets, aggregate, chart, quality,
    imports, import_stream, quarantine, documents, snapshots, keys, odata, connect, meta,
)  # fmt: skip
"""An address that another one's pattern would take stands before it."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The ASGI application on the database of the settings, which must be migrated."""
    settings = settings or load()
    database = Database(settings.database_url, query_seconds=settings.query_seconds)
    service = Service(settings, database)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        require_current(database)
        service.start()
        with noticed(service):
            yield
        service.close()

    app = FastAPI(
        title="Projektbank",
        version=__version__,
        summary=document.SUMMARY,
        description=document.DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=document.TAGS,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # nothing is told to others
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
    )
    app.state.service = service
    for part in _PARTS:
        app.include_router(part.router)
    app.include_router(docs_pages())
    app.openapi = document.describe(app)  # type: ignore[method-assign]
    app.add_exception_handler(Rejected, answer_rejected)
    app.add_exception_handler(ProjektbankError, answer_error)
    app.add_exception_handler(HTTPException, with_allow(app.router, answer_http_error))
    shortcuts = Shortcuts(route for part in _PARTS for route in part.router.routes)
    app.state.addresses = shortcuts.addresses
    app.add_middleware(Protocol, router=app.router, shortcuts=shortcuts)
    app.add_middleware(Cors)
    return app
