"""`AsyncProjektbank`: the service for programs that do other things meanwhile (asyncio)."""

from projektbank_client import following, importing, reading, writing
from projektbank_client.async_connection import AsyncConnection, asked, listed, stored, told
from projektbank_client.reports import Import


class AsyncProjektbank(AsyncConnection):
    """A Projektbank service; `async with AsyncProjektbank(…) as bank` closes its connections.

    What comes as a list or a stream is gone through with `async for`, everything else is awaited.
    """

    projects = listed(reading.projects)
    query = listed(reading.query)
    stream = told(reading.stream)
    download = stored(reading.download)
    project = asked(reading.project)
    tagged = asked(reading.tagged_project)
    provenance = asked(reading.provenance)
    history = listed(reading.history)
    similar = listed(reading.similar)
    organisations = listed(reading.organisations)
    organisation = asked(reading.organisation)
    merges = listed(reading.merges)
    changes = listed(reading.changes)
    follow = told(following.follow)
    facets = listed(reading.facets)
    aggregate = listed(reading.aggregate)
    chart = asked(reading.chart)
    suggest = listed(reading.suggest)
    quality = listed(reading.quality)
    regions = listed(reading.regions)
    programmes = listed(reading.programmes)
    intervention_types = listed(reading.intervention_types)
    snapshots = listed(reading.snapshots)
    download_snapshot = stored(reading.download_snapshot)
    schema = asked(reading.schema)
    rows = listed(reading.rows)
    read = asked(reading.read)

    create = asked(writing.create)
    replace = asked(writing.replace)
    update = asked(writing.update)
    delete = asked(writing.delete)
    revert = asked(writing.revert)
    bulk = asked(writing.bulk)
    accept_issue = asked(writing.accept_issue)
    withdraw_acceptance = asked(writing.withdraw_acceptance)
    merge_organisation = asked(writing.merge_organisation)
    undo_merge = asked(writing.undo_merge)

    import_documents = asked(importing.import_documents)
    import_progress = told(following.import_progress)
    imports = listed(importing.imports)
    import_report = listed(importing.import_report)
    quarantine = listed(importing.quarantine)
    quarantined = listed(importing.quarantined)
    retry_quarantined = asked(importing.retry_quarantined)
    document = asked(importing.document)
    document_text = asked(importing.document_text)
    download_document = stored(importing.download_document)

    async def import_result(self, number: int, *, seconds: float | None = None) -> Import:
        """As of `Projektbank`."""
        job: Import | None = None
        async for told_last in self.import_progress(number, seconds=seconds):
            job = told_last
        return importing.done(job)
