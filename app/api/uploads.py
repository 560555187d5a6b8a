"""The files of an import as a request brings them: several in a form, or one as the whole body.

They are held on the disk, without a name there, while they come in.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from types import MappingProxyType

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.api.body import body_pieces, require_type
from app.api.service import service_of
from app.errors import BodyMalformed, TooManyImports
from app.faults import Fault, MappingRejected, RecordRejected, ValueRefused, shortened
from app.importer.mapping import Mapping
from app.jobs.receiving import File

FORM = "multipart/form-data"
KINDS = MappingProxyType(
    {
        "text/html": "upload.html",
        "text/plain": "upload.txt",
        "text/csv": "upload.csv",
        "application/x-ndjson": "upload.ndjson",
        "application/zip": "upload.zip",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "upload.xlsx",
    }
)
"""What may be the whole body, and what such a document is called."""
MAX_FILES = 1_000
MAX_SECONDS = 600
"""In which an upload has to come."""
MAX_COMING = 8
"""Uploads that a process takes in at a time."""

_MAX_MAPPING = 64 * 1024
_MAX_NAME = 255
_IN_MEMORY = 1_000_000
_FILE, _MAPPING = "file", "mapping"


@dataclass(frozen=True, slots=True)
class Upload:
    """The files of an import, and what the headings of its lists mean."""

    files: tuple[File, ...]
    mapping: Mapping | None = None


@asynccontextmanager
async def received(request: Request) -> AsyncIterator[Upload]:
    """What the request brings, as long as the block lasts.

    Raises `TypeNotRead`, `BodyTooLarge`, `BodyTooSlow`, `BodyMalformed`, `TooManyImports`, and
    `RecordRejected` with everything that is wrong with the parts of a form.
    """
    kind, service = require_type(request, (FORM, *KINDS)), service_of(request)
    if service.uploads >= MAX_COMING:
        raise TooManyImports(f"{MAX_COMING} imports are being sent already; try again later.")
    service.uploads += 1
    try:
        if kind == FORM:
            form = await _read_form(request)
            try:
                yield _from_form(form)
            finally:
                await form.close()
        else:
            with SpooledTemporaryFile(_IN_MEMORY) as file:
                upload = UploadFile(file, size=0)  # type: ignore[arg-type]  # as Starlette has it
                async for piece in body_pieces(request, MAX_SECONDS):
                    await upload.write(piece)
                await upload.seek(0)
                yield Upload((File(KINDS[kind], upload.file),))
    finally:
        service.uploads -= 1


class _Parser(MultiPartParser):
    """Notices whether a form comes to its end: else its last part would be lost."""

    ended = False

    def on_end(self) -> None:
        self.ended = True

    def close(self) -> None:
        """Lets go of every file, also of one that did not come to its end."""
        for file in self._files_to_close_on_error:
            file.close()


async def _read_form(request: Request) -> FormData:
    parser = _Parser(
        request.headers,
        body_pieces(request, MAX_SECONDS),
        max_files=MAX_FILES,
        max_fields=MAX_FILES,
        max_part_size=_MAX_MAPPING,
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise BodyMalformed(f"The form cannot be read: {error.message}") from error
    if not parser.ended:
        parser.close()
        raise BodyMalformed("The form breaks off before its end.")
    return form


def _from_form(form: FormData) -> Upload:
    faults: list[Fault] = []
    files: list[File] = []
    mappings: list[bytes] = []
    for name, part in form.multi_items():
        if name == _MAPPING:
            text = part.encode() if isinstance(part, str) else part.file.read(_MAX_MAPPING + 1)
            mappings.append(text)
        elif name != _FILE or isinstance(part, str):
            detail = "A form has files in parts named file, and may have a mapping."
            faults.append(
                Fault(f"/{shortened(name)}", "unknown-field", detail, _FILE, place="body")
            )
        elif part.filename or part.size:
            files.append(File(_printable(part.filename or _FILE), part.file))
    mapping = _read_mapping(mappings, faults)
    if not files and not faults:
        faults.append(Fault(f"/{_FILE}", "required", "There is no file in the form.", place="body"))
    if faults:
        raise RecordRejected(faults)
    return Upload(tuple(files), mapping)


def _read_mapping(given: list[bytes], faults: list[Fault]) -> Mapping | None:
    """The mapping of a form; None where there is none, or it cannot be read: then with a fault."""
    if not given:
        return None
    try:
        if len(given) > 1:
            raise ValueRefused("repeated", "A form has one mapping.")
        if len(given[0]) > _MAX_MAPPING:
            raise ValueRefused("too-long", f"A mapping has at most {_MAX_MAPPING} bytes.")
        return Mapping(given[0].decode("utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(Fault(f"/{_MAPPING}", "bad-value", "A mapping is UTF-8 text.", place="body"))
    except ValueRefused as refused:
        faults.append(refused.at(f"/{_MAPPING}", "body"))
    except MappingRejected as rejected:
        faults.extend(map(_in_form, rejected.faults))
    return None


def _in_form(fault: Fault) -> Fault:
    """A fault of a mapping, with its place in the form."""
    return replace(fault, where=f"/{_MAPPING}/{fault.where}".rstrip("/"), place="body")


def _printable(name: str) -> str:
    """The name of a file as its sender has it, as far as it can be shown."""
    return "".join(char if char.isprintable() else "�" for char in name)[-_MAX_NAME:]
