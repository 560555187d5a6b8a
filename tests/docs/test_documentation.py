"""Every document: printed answers are real, links lead somewhere, nobody's contact data shows.

`python -m tools.examples` writes the printed answers anew.
"""

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.api.contract.operations import EXAMPLES, OPERATIONS
from app.commands.serving import SEEDS
from app.domain.collation import fold
from app.domain.fields import PERSONAL_FIELDS
from app.importer.pages.labels import LABELS
from tests.docs.markdown import (
    DOCUMENTS,
    ROOT,
    anchors,
    fenced,
    links,
    matcher,
    prose,
    read,
    rows,
    spans,
)
from tools.examples import answers_of, blocks, operation_answers
from tools.server import seeded_server

WITH_BODY = [name for name, operation in OPERATIONS.items() if operation.schema]
WITHOUT_BUDGET = "23-032-S01"
LONGEST = {"README.md": 150, "docs/ARCHITECTURE.md": 120}


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """The address of a server with the packaged documents."""
    with seeded_server() as address:
        yield address


@pytest.mark.parametrize("path", DOCUMENTS)
def test_no_document_names_an_address_that_is_not_there(path: str, openapi: dict[str, Any]) -> None:
    named = (span.partition("?")[0] for span in spans(prose(read(path))))
    addresses = {span for span in named if re.match(r"/(v1|health|problems|odata)/\w", span)}
    known = [matcher(template) for template in openapi["paths"]]
    assert {address for address in addresses if not any(is_it(address) for is_it in known)} == set()


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_printed_answer_is_the_real_one(path: str) -> None:
    printed = [(block["command"], block["answer"]) for block in blocks(ROOT / path)]
    assert answers_of(ROOT / path) == printed


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_request_has_its_answer_printed(path: str) -> None:
    requests = [one for one in fenced(read(path), "sh") if one.startswith("curl ")]
    assert [block["command"] for block in blocks(ROOT / path)] == requests


def test_a_missing_value_is_kept_or_left_out_as_documented(base: str) -> None:
    documented = rows("docs/api.md", "Missing values")
    assert documented
    for asked, told in documented:
        with urllib.request.urlopen(f"{base}/v1/projects?{spans(asked)[0]}") as response:
            kept = {row["id"] for row in json.load(response)["data"]}
        assert (WITHOUT_BUDGET in kept) == told.startswith("is kept"), asked


def test_every_operation_has_an_example_and_no_other() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir()) == sorted(
        f"{name}.json" for name in WITH_BODY
    )


def test_the_example_of_an_operation_is_its_real_answer() -> None:
    kept = {name: (EXAMPLES / f"{name}.json").read_text("utf-8") for name in WITH_BODY}
    assert operation_answers() == kept


@pytest.mark.parametrize("path", [*DOCUMENTS, "CONTRIBUTING.md", "app/data/NOTICE.md"])
def test_every_link_leads_somewhere(path: str) -> None:
    lost = []
    for link in links(path):
        target, _, anchor = link.partition("#")
        if urlsplit(link).scheme:
            continue
        file = (ROOT / path).parent / target if target else ROOT / path
        if not file.exists() or (anchor and anchor not in anchors(str(file.relative_to(ROOT)))):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("path", LONGEST)
def test_a_document_keeps_to_its_length(path: str) -> None:
    assert not (ROOT / path).exists() or len(read(path).splitlines()) <= LONGEST[path]


def test_no_contact_person_of_the_packaged_documents_stands_anywhere_else() -> None:
    contacts = set(published_contacts())
    assert contacts
    # Only the file is named: a failing test must not print what it guards.
    showing = [
        path
        for path in repository_files()
        if SEEDS not in (ROOT / path).parents
        and any(value in fold((ROOT / path).read_text("utf-8", "ignore")) for value in contacts)
    ]
    assert showing == []


def published_contacts() -> Iterator[str]:
    """What stands behind the labels of contact data on the packaged pages."""
    labels = {
        key for key, label in LABELS.items() if not {*label.fields}.isdisjoint(PERSONAL_FIELDS)
    }
    for page in SEEDS.glob("*.txt"):
        lines = [fold(line).removesuffix(":") for line in page.read_text("utf-8").splitlines()]
        for label, value in pairwise(lines):
            if label in labels and value and value not in LABELS:
                yield value


def repository_files() -> list[str]:
    """Every file that git knows or would take in."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted({path for path in listed.split("\0") if path and (ROOT / path).is_file()})
