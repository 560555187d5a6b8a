"""Documents that are sent, and what became of them: each function makes the request for it."""

from pathlib import Path

from projektbank_client.answers import read_text, record
from projektbank_client.calls import Call, Intent, Part, Saved, below, get, whole
from projektbank_client.errors import ImportNotDone
from projektbank_client.pages import Listed, records
from projektbank_client.questions import Value, write_question
from projektbank_client.reports import (
    Import,
    ImportedDocument,
    Quarantined,
    RefusedRow,
    StoredDocument,
    read_document,
    read_import,
    read_imported,
    read_quarantined,
    read_refused_row,
)

IMPORTS = "/v1/imports"
_QUARANTINE = "/v1/quarantine"
_DOCUMENTS = "/v1/documents"


def import_documents(
    *documents: str | Path | tuple[str, bytes],
    mapping: str | None = None,
    idempotency_key: str | None = None,
    **options: Value,
) -> Call[Import]:
    """Sends pages, lists and archives, as paths or as names with their bytes; `mapping` is the text
    of a mapping file, options are `dry_run`, `dated`, `on_conflict` and `undelete`. What comes back
    waits: `import_result` waits for its end."""
    parts = [_part(document) for document in documents]
    if mapping is not None:
        parts.append(Part("mapping", "mapping.toml", mapping.encode()))
    return Call(
        "POST",
        IMPORTS,
        record(read_import),
        write_question(options),
        Intent(idempotency_key=idempotency_key).headers,
        parts=parts,
    )


def imports(**question: Value) -> Listed[Import]:
    """Imports, the newest first."""
    return records(IMPORTS, question, read_import)


def import_report(number: int, /, **question: Value) -> Listed[ImportedDocument]:
    """What became of each document of an import; the page's `more["job"]` is the import."""
    return records(below(IMPORTS, str(number)), question, read_imported, job=read_import)


def quarantine(**question: Value) -> Listed[Quarantined]:
    """What was refused, the newest first; `code` picks a reason."""
    return records(_QUARANTINE, question, read_quarantined)


def quarantined(sha256: str, /, **question: Value) -> Listed[RefusedRow]:
    """The rows of a list that were refused; the page's `more["document"]` is the document, with its
    beginning as `text`."""
    address = below(_QUARANTINE, sha256)
    return records(address, question, read_refused_row, document=read_quarantined)


def retry_quarantined(sha256: str, /) -> Call[ImportedDocument]:
    """Reads a refused document again. Not asked twice: what was taken is in quarantine no more."""
    address = below(_QUARANTINE, sha256) + "/retry"
    return Call("POST", address, record(read_imported), repeatable=False)


def document(sha256: str, /) -> Call[StoredDocument]:
    """What is known of a document."""
    return get(below(_DOCUMENTS, sha256), {}, record(read_document))


def document_text(sha256: str, /) -> Call[str]:
    """Its lines, each behind its number and a tab."""
    return get(below(_DOCUMENTS, sha256), {"as": "text"}, read_text)


def download_document(sha256: str, path: str | Path, /) -> Saved:
    """The document itself, at `path` as `download` does."""
    return Saved(whole(below(_DOCUMENTS, sha256), {"as": "original"}), Path(path))


def _part(document: str | Path | tuple[str, bytes]) -> Part:
    if isinstance(document, tuple):
        return Part("file", *document)
    path = Path(document)
    return Part("file", path.name, path)


def done(job: Import | None) -> Import:
    """An import that is done; raises `ImportNotDone` for any other."""
    if job is None or job["state"] != "done":
        raise ImportNotDone(job)
    return job
