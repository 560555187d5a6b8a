"""Imports put into the database past the service, and looked at there."""

import io
from collections.abc import Mapping

from app.database import Database
from app.domain.record import now
from app.importer.incoming import Options
from app.jobs.orders import order_to_json
from app.jobs.receiving import File, take_in
from app.models import ImportJob
from app.store.jobs import accept_job
from tests.store.rows import Rows, everything

ORDER = order_to_json(Options())


def put(
    database: Database, files: Mapping[str, bytes | str], options: Options | None = None
) -> int:
    """Has an import of these files wait; its number."""
    sent = [
        File(name, io.BytesIO(text.encode() if isinstance(text, str) else text))
        for name, text in files.items()
    ]
    taken = take_in(database, sent)
    with database.write() as session:
        order = order_to_json(options or Options())
        assert accept_job(session, taken.job_id, order, "Kim Exempel (k7wq2mzd)", now())
    return taken.job_id


def job(database: Database, job_id: int) -> ImportJob:
    """An import as the database holds it."""
    with database.rehearse() as session:
        return session.get_one(ImportJob, job_id)


def lasting(database: Database) -> Rows:
    """What documents leave behind: every table but those of imports."""
    rows = everything(database)
    return {name: rows[name] for name in rows if not name.startswith("import_")}
