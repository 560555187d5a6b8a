"""What can be read: each function makes the request for it. A question's keywords are the
service's own parameters."""

from pathlib import Path
from typing import Any

from projektbank_client.answers import read_bytes, read_json, record, tagged
from projektbank_client.arrivals import Rows
from projektbank_client.calls import Call, Flow, Saved, below, file, get, send_question, whole
from projektbank_client.figures import (
    Code,
    Coverage,
    Facet,
    SimilarProject,
    SnapshotFile,
    Suggestion,
    read_code,
    read_coverage,
    read_facet,
    read_figures,
    read_peers,
    read_similar,
    read_snapshot,
    read_suggestion,
)
from projektbank_client.pages import Listed, figures, paged, records, split_limit
from projektbank_client.questions import Value
from projektbank_client.records import (
    Change,
    MergeEvent,
    Organisation,
    Project,
    Tagged,
    Version,
    read_change,
    read_merge,
    read_organisation,
    read_project,
    read_version,
)
from projektbank_client.rows import Row, plain

PROJECTS = "/v1/projects"
ORGANISATIONS = "/v1/organisations"
_SNAPSHOTS = "/v1/snapshots"


def projects(**question: Value) -> Listed[Project]:
    """Projects, page by page: `limit` is how many in all, `page_size` how many at a time."""
    return records(PROJECTS, question, read_project)


def query(**question: Value) -> Listed[Project]:
    """The same for a question that is too long for an address: it is sent as a body, whose members
    the keywords are (`where`, `q`, `sort=["name"]`, `fields=["name"]`, `or_missing`, `as_of`)."""
    body, most = split_limit(question)
    return Listed(send_question(f"{PROJECTS}/query", body, paged(read_project)), most, body=body)


def stream(**question: Value) -> Flow[Project]:
    """Every project of a question in one answer of one moment, in constant memory. In async code,
    leave it early inside `contextlib.aclosing`."""
    return Rows(file("projects.ndjson", question))


def download(
    name: str, path: str | Path, /, *, if_none_match: str | None = None, **question: Value
) -> Saved:
    """A whole result as a file (`projects.parquet`, `facets.csv`, `aggregate.xlsx`): at `path` once
    it is whole, in place of what was there; broken off, it leaves that as it was. Raises `OSError`
    too, and `Unchanged` where the tag of an earlier download still holds."""
    return Saved(file(name, question, if_none_match=if_none_match), Path(path))


def project(key: str, /, **question: Value) -> Call[Project]:
    """One project, by id or printed number."""
    return get(below(PROJECTS, key), question, record(read_project))


def tagged_project(
    key: str, /, *, if_none_match: str | None = None, **question: Value
) -> Call[Tagged[Project]]:
    """One project with the tag of its state, for `if_match`; with `if_none_match` only if it is
    another state than the one of that tag, else `Unchanged` is raised."""
    read = tagged(read_project)
    return get(below(PROJECTS, key), question, read, if_none_match=if_none_match)


def provenance(key: str, /, **question: Value) -> Call[Row]:
    """Where each value of a project comes from."""
    return get(below(PROJECTS, key) + "/provenance", question, record(plain))


def history(key: str, /, **question: Value) -> Listed[Version]:
    """Every version of a project, the newest first, of a deleted one too."""
    return records(below(PROJECTS, key) + "/history", question, read_version)


def similar(key: str, /, **question: Value) -> Listed[SimilarProject]:
    """The projects most like one; the page's `more["peers"]` has how it stands among its peers."""
    return figures(below(PROJECTS, key) + "/similar", question, read_similar, peers=read_peers)


def organisations(**question: Value) -> Listed[Organisation]:
    """Organisations with their totals."""
    return records(ORGANISATIONS, question, read_organisation)


def organisation(key: str, /, **question: Value) -> Call[Organisation]:
    """One organisation."""
    return get(below(ORGANISATIONS, key), question, record(read_organisation))


def merges(key: str, /, **question: Value) -> Listed[MergeEvent]:
    """What was merged with an organisation, the newest first."""
    return records(below(ORGANISATIONS, key) + "/history", question, read_merge)


def changes(**question: Value) -> Listed[Change]:
    """What happened behind `since`, to the end of the feed; the last page's `more["latest"]` and
    `more["dataset_epoch"]` are where to go on. Raises `FeedGone` where that cannot be told any
    more."""
    return records("/v1/changes", question, read_change)


def facets(**question: Value) -> Listed[Facet]:
    """How many projects have each value of the fields in `by`."""
    return figures("/v1/facets", question, read_facet)


def aggregate(**question: Value) -> Listed[Row]:
    """Figures (`metrics`) of projects by what they have in common (`group_by`); the page's
    `more["totals"]` has those of all of them."""
    return figures("/v1/aggregate", question, read_figures, totals=read_figures)


def chart(**question: Value) -> Call[bytes]:
    """One figure as a picture: SVG."""
    return get("/v1/chart.svg", question, read_bytes)


def suggest(q: str, /, **question: Value) -> Listed[Suggestion]:
    """What may be meant by a few letters."""
    return figures("/v1/suggest", {"q": q, **question}, read_suggestion)


def quality(**question: Value) -> Listed[Coverage]:
    """In how many projects each field is stated; the page's `more["issues"]` has how many show
    each quality issue."""
    return figures("/v1/quality", question, read_coverage)


def regions(**question: Value) -> Listed[Code]:
    """The regions, with how many projects each has."""
    return records("/v1/regions", question, read_code)


def programmes(**question: Value) -> Listed[Code]:
    """Programme areas and specific objectives."""
    return records("/v1/programmes", question, read_code)


def intervention_types(**question: Value) -> Listed[Code]:
    """Intervention types."""
    return records("/v1/intervention-types", question, read_code)


def snapshots(**question: Value) -> Listed[SnapshotFile]:
    """The files of every dataset version that is kept, the newest first."""
    return records(_SNAPSHOTS, question, read_snapshot)


def download_snapshot(
    path: str | Path,
    /,
    *,
    version: int | str = "latest",
    format: str = "parquet",
    if_none_match: str | None = None,
) -> Saved:
    """A file of a dataset version (`parquet`, `csv.gz` or `sqlite`) at `path`, as `download` does;
    its bytes are held against the SHA-256 that comes with them."""
    address = below(_SNAPSHOTS, str(version), f"projects.{format}")
    return Saved(whole(address, {}, if_none_match=if_none_match), Path(path), sealed=True)


def schema() -> Call[Row]:
    """Fields, operators, codes, rules and limits of the service."""
    return get("/v1/schema", {}, record(plain))


def rows(path: str, /, **question: Value) -> Listed[Row]:
    """Any other list of the service, as it comes."""
    return records(path, question, plain)


def read(path: str, /, **question: Value) -> Call[Any]:
    """Any other address that answers JSON, as it comes."""
    return get(path, question, read_json)
