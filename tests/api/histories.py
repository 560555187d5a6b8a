"""Random histories of a registry, made by importing pages, by hand through the API, and by taking
people out of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.database import Database
from app.importer.stated import stated_in
from app.store.redaction.request import Request
from app.store.redaction.run import redact
from tests.api.conftest import open_client
from tests.api.keys import bearer, make_key
from tests.conftest import open_copy
from tests.importer.files import import_contents
from tests.importer.pages import make_page, pages

Step = tuple[str, Any]

_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "region": st.sampled_from([None, "SE11", "SE22"]),
        "total_budget": st.sampled_from([None, 0, 1000, 2000.5]),
        "start_date": st.sampled_from([None, "2020-01-01", "2022-06-01"]),
        "name": st.sampled_from(["Nya vägar", "Bron", "Ån"]),
        "contact_name": st.sampled_from([None, "Kim Exempel"]),
    },
)
_ISSUES = ("budget-not-stated", "period-not-stated", "zero-budget")
_IMPORT = st.tuples(st.just("import"), pages())
STEPS: st.SearchStrategy[Step] = st.one_of(
    _IMPORT,
    st.tuples(st.just("change"), st.tuples(st.integers(0, 5), _CHANGES)),
    st.tuples(st.just("delete"), st.integers(0, 5)),
    st.tuples(st.just("revert"), st.tuples(st.integers(0, 5), st.integers(1, 4))),
    st.tuples(st.just("accept"), st.tuples(st.integers(0, 5), st.sampled_from(_ISSUES))),
)
_KIM = st.just(("import", make_page(Diarienummer="2020/00001", Kontaktperson="Kim Exempel")))
_CONTACT = st.fixed_dictionaries({"contact_name": st.sampled_from(["Kim Exempel", None])})
_COME_OR_GONE = st.tuples(st.just("change"), st.tuples(st.integers(0, 2), _CONTACT))
_REDACTION = st.tuples(
    st.just("redact"),
    st.one_of(
        st.builds(Request, name=st.just("Kim Exempel"), in_text=st.booleans()),
        st.builds(Request, name=st.sampled_from(["Nya vägar", "Bron"]), in_text=st.just(True)),
        st.builds(Request, ended_before=st.just(date(2021, 6, 1)), in_text=st.booleans()),
    ),
)
"""A name of a project is a name, too, where running text is looked through."""
_ANY_STEP = st.one_of(STEPS, _KIM, _COME_OR_GONE, _REDACTION)
REDACTED: st.SearchStrategy[list[Step]] = st.builds(
    lambda first, before, redaction, after: [*first, *before, redaction, *after],
    st.lists(st.one_of(_IMPORT, _KIM), min_size=1, max_size=3),
    st.lists(_ANY_STEP, max_size=4),
    _REDACTION,
    st.lists(_ANY_STEP, max_size=3),
)
"""Histories in which somebody is taken out."""


@dataclass
class Registry:
    """A service on a database of its own, and a writer's key to it."""

    client: TestClient
    database: Database
    folder: Path
    key: str
    seen: list[str] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """One step of a history; one that is not possible now is refused and changes nothing."""
        what, content = step
        if what == "import":
            import_contents(self.database, self.folder, content)
        elif what == "redact":
            with self.database.write() as session:
                redact(session, content, stated_in)
        elif what == "change":
            place, changes = content
            self._write("PATCH", place, "", changes)
        elif what == "delete":
            self._write("DELETE", content, "", None)
        elif what == "accept":
            place, code = content
            self._write("PUT", place, f"/accepted/{code}", {"reason": "Så är det."})
        else:
            place, version = content
            self._write("POST", place, "/revert", {"version": version})
        ids = [row["id"] for row in self.rows("")]
        self.seen += [key for key in ids if key not in self.seen]

    def rows(self, question: str) -> list[dict[str, Any]]:
        """The rows of a list that fits one page."""
        page = self.client.get(f"/v1/projects?{question}").json()
        rows: list[dict[str, Any]] = page["data"]
        return rows

    def _write(self, method: str, place: int, rest: str, body: object) -> None:
        if not self.seen:
            return
        address = f"/v1/projects/{self.seen[place % len(self.seen)]}{rest}"
        answer = self.client.request(method, address, json=body, headers=bearer(self.key))
        assert answer.status_code < 500, answer.text


@contextmanager
def registry(file: Path, **settings: object) -> Iterator[Registry]:
    """A registry that begins as a copy of a database."""
    with TemporaryDirectory() as name, open_copy(file, Path(name)) as database:
        key = make_key(database, "write")
        with open_client(database, **settings) as client:
            yield Registry(client, database, Path(name), key)
