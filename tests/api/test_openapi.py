"""The OpenAPI document against the application: valid, whole, and every example true."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema_rs import Validator, validator_for
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from app.api.contract.operations import OPERATIONS
from app.domain.fields import PUBLIC
from app.domain.organisations import ORGANISATION_FIELDS


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/openapi.json").json()
    return answer


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def reads(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Operations that answer JSON to anybody."""
    for path, operation in operations(document):
        described = OPERATIONS[operation["operationId"]]
        if not described.scope and described.answers == "application/json":
            yield path, operation


def answer_of(document: dict[str, Any], operation: dict[str, Any]) -> tuple[Validator, Any]:
    """The validator of an operation's answer, and its example."""
    described = OPERATIONS[operation["operationId"]]
    answer = operation["responses"][str(described.statuses[0])]
    content = answer["content"][described.answers]
    schema = {**content["schema"], "components": document["components"]}
    return validator_for(schema), content["example"]


def resolve(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A parameter or schema, looked up where it is only referred to."""
    for name in part["$ref"].removeprefix("#/").split("/") if "$ref" in part else ():
        document = document[name]
    return document if "$ref" in part else part


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    validate(document)


def test_operation_ids_are_the_names_of_the_handlers(document: dict[str, Any]) -> None:
    assert {operation["operationId"] for _, operation in operations(document)} == set(OPERATIONS)


def test_every_operation_has_summary_example_and_errors(document: dict[str, Any]) -> None:
    for _, operation in operations(document):
        assert operation["summary"]
        described = OPERATIONS[operation["operationId"]]
        assert "400" in operation["responses"]
        assert ("422" in operation["responses"]) == (422 in described.errors)
        answer = operation["responses"][str(described.statuses[0])]
        if described.schema:
            assert answer["content"][described.answers]["example"]
        if described.body:
            assert operation["requestBody"]["content"][described.media_types[0]]["example"]


def test_every_field_is_a_parameter(document: dict[str, Any]) -> None:
    for path, names in (
        ("/v1/projects", PUBLIC),
        ("/v1/organisations", [field.name for field in ORGANISATION_FIELDS]),
    ):
        parameters = document["paths"][path]["get"]["parameters"]
        described = {resolve(document, part)["name"] for part in parameters}
        assert set(names) - described <= {"spellings"}


def test_every_example_of_a_parameter_is_accepted(
    client: TestClient, document: dict[str, Any]
) -> None:
    for path, operation in reads(document):
        if "requestBody" in operation:  # what is asked stands in the body
            continue
        parameters = [resolve(document, part) for part in operation.get("parameters", ())]
        address = path
        for parameter in parameters:
            if parameter["in"] == "path":
                example = quote(parameter["example"], safe="")
                address = address.replace(f"{{{parameter['name']}}}", example)
        needed = {
            parameter["name"]: parameter["schema"]["examples"][0]
            for parameter in parameters
            if parameter.get("required") and parameter["in"] == "query"
        }
        assert client.get(address, params=needed).status_code == 200
        for parameter in parameters:
            for example in parameter["schema"].get("examples", ()):
                value = json.dumps(example) if isinstance(example, bool) else str(example)
                response = client.get(address, params={**needed, parameter["name"]: value})
                assert response.status_code == 200, (address, parameter["name"], response.text)


def test_answers_and_their_examples_keep_to_their_schema(
    client: TestClient, document: dict[str, Any]
) -> None:
    for _, operation in reads(document):
        described = OPERATIONS[operation["operationId"]]
        validator, example = answer_of(document, operation)
        validator.validate(example)
        asked = client.request(described.method, described.example, json=described.sent)
        validator.validate(asked.json())


def test_examples_of_writing_keep_to_their_schema(document: dict[str, Any]) -> None:
    for _, operation in operations(document):
        described = OPERATIONS[operation["operationId"]]
        if described.scope and described.schema:
            validator, example = answer_of(document, operation)
            validator.validate(example)
        if described.body:
            schema = {"$ref": f"#/components/schemas/{described.body}"}
            whole = {**schema, "components": document["components"]}
            validator_for(whole).validate(described.sent)


def test_what_needs_a_key_says_so_and_what_is_open_too(document: dict[str, Any]) -> None:
    for _, operation in operations(document):
        described = OPERATIONS[operation["operationId"]]
        assert ({} in operation["security"]) == (not described.scope)
        assert ("401" in operation["responses"]) or not described.scope


def test_a_problem_keeps_to_its_schema(client: TestClient, document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    for address in ("/v1/projects?limit=x&regin=y", "/nope"):
        validator_for(schema).validate(client.get(address).json())
