"""Client libraries that others made for OData v4, against a real server: python-odata; odatapy,
which holds values against the metadata; the SQLAlchemy dialect by which Superset reads OData."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from odata import ODataService
from odata.exceptions import NoResultsFound, ODataError
from odatapy.client import BasicAuth, EdmEnabledODataClient, HttpxTransport
from sqlalchemy import create_engine, inspect, text

from tools.server import Server, keyed_server

IN_EAST = {"2020-00700", "2020-00713", "2020-00718"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with the packaged documents, which answers nobody without a key."""
    with keyed_server(reads="key") as server:
        yield server


@pytest.fixture(scope="module")
def service(server: Server) -> Any:  # noqa: ANN401 - the library is not typed
    return ODataService(
        f"{server.base}/odata/v4/",
        reflect_entities=True,
        quiet_progress=True,
        auth=("anybody", server.key),
    )


def test_python_odata_reads_the_metadata(service: Any) -> None:  # noqa: ANN401
    assert set(service.entities) == {"Projects", "Organisations"}


def test_python_odata_filters_sorts_and_selects(service: Any) -> None:  # noqa: ANN401
    projects = service.entities["Projects"]
    asked = service.query(projects).filter(projects.region == "SE12")
    found = asked.filter(projects.total_budget >= 380_000).order_by(projects.total_budget.desc())
    assert [row.id for row in found] == ["2020-00718", "2020-00700", "2020-00713"]
    named = service.query(projects).select(projects.name)
    (row,) = named.filter(projects.name.contains("spira")).all()
    assert row == {"name": "SPIRA 1:1"}


def test_python_odata_follows_pages_to_the_end(server: Server) -> None:
    service = ODataService(
        f"{server.base}/odata/v4/",
        reflect_entities=True,
        quiet_progress=True,
        auth=("anybody", server.key),
        extra_headers={"Prefer": "odata.maxpagesize=2"},
    )
    ids = [row.id for row in service.query(service.entities["Projects"])]
    assert len(ids) == len(set(ids)) == 5


def test_python_odata_finds_one_entity_and_tells_errors(service: Any) -> None:  # noqa: ANN401
    projects = service.entities["Projects"]
    assert service.query(projects).get("2020-00713").number == "2020/00713"
    with pytest.raises(NoResultsFound):
        service.query(projects).get("nobody")
    with pytest.raises(ODataError) as refused:
        service.query(projects).raw({"$filter": "nme eq 'x'"})
    error: Any = refused.value
    assert error.code == "unknown-field"
    assert 'There is no field "nme".' in error.message


def test_odatapy_types_every_value_by_the_metadata(server: Server) -> None:
    with HttpxTransport(auth=BasicAuth("anybody", server.key)) as transport:
        client = EdmEnabledODataClient(f"{server.base}/odata/v4", transport)
        assert [one.name for one in client.get_service_document().entries] == [
            "Projects", "Organisations",
        ]  # fmt: skip
        projects = client.entity_set_uri("Projects")
        assert client.get_count(projects) == 5
        assert client.get_count(projects.filter("region eq 'SE12'")) == len(IN_EAST)
        entity = client.get_entity(client.entity_uri("Projects", "2020-00713"))
        values = {one.name: one.value for one in entity.properties}
        assert values["total_budget"] == Decimal(381_969)
        assert values["start_date"] == date(2021, 2, 1)
        assert isinstance(values["created_at"], datetime)
        assert values["quality_issues"] == "amount-sentinel"
        asked = client.entity_set_uri("Projects").select("id").orderby("total_budget desc")
        pages = list(client.iter_pages(asked, prefer="odata.maxpagesize=2"))
        assert [len(page.entities) for page in pages] == [2, 2, 1]


def test_sql_of_superset_reads_the_sets(server: Server) -> None:
    place = server.base.removeprefix("http://")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the dialect itself uses what SQLAlchemy gave up
        engine = create_engine(f"odata://anybody:{server.key}@{place}/odata/v4")
        assert inspect(engine).get_table_names() == ["Organisations", "Projects"]
        with engine.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT id, total_budget, start_date, quality_issues FROM Projects"
                    " WHERE region = 'SE12' ORDER BY total_budget DESC"
                )
            ).all()
    assert {row.id for row in rows} == IN_EAST
    assert rows[0].total_budget == 399_793
    assert rows[0].start_date == "2021-02-01"
    assert [row.quality_issues for row in rows if row.id == "2020-00713"] == ["amount-sentinel"]
