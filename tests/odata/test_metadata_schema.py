"""`/odata/v4/$metadata` held against OASIS's own XML schemas of CSDL, which tell 4.0 and 4.01."""

import pytest
from starlette.testclient import TestClient
from xmlschema import XMLSchema11

from tests.official.schemas import EDMX, official

WRONG = (
    ('Version="4.0"', 'Version="3.0"'),
    ('Type="Edm.Date"', 'Kind="Edm.Date"'),
    ("<Key>", "<Keys>"),
    ('Nullable="false"', 'Nullable="no"'),
    ('Scale="2"', 'Scale="two"'),
    ('Namespace="Projektbank"', ""),
)


@pytest.fixture(scope="module")
def schema() -> XMLSchema11:
    """Files of this machine only; the schema says that it is of XSD 1.1."""
    return XMLSchema11(official(EDMX), allow="local")


def test_the_metadata_is_valid(client: TestClient, schema: XMLSchema11) -> None:
    text = client.get("/odata/v4/$metadata").text
    assert [str(error) for error in schema.iter_errors(text)] == []


@pytest.mark.parametrize(("sound", "broken"), WRONG)
def test_the_schema_sees_what_is_wrong(
    client: TestClient, schema: XMLSchema11, sound: str, broken: str
) -> None:
    text = client.get("/odata/v4/$metadata").text
    assert sound in text
    closed = {sound.replace("<", "</"): broken.replace("<", "</")} if "<" in sound else {}
    for old, new in {sound: broken, **closed}.items():
        text = text.replace(old, new)
    assert not schema.is_valid(text)
