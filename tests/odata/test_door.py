"""The OData door over HTTP: the same rows as the list, pages, formats, errors, keys."""

import base64
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from app.database import Database
from app.domain.fields import FIELDS, PERSONAL_FIELDS
from app.query.odata.metadata import SETS
from tests.api.conftest import open_client
from tests.api.keys import make_key

ROOT = "/odata/v4"
_EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
QUESTIONS = (
    ("region=SE12", {"field": "region", "value": "SE12"}, "region eq 'SE12'"),
    ("total_budget__gte=400000", {"field": "total_budget", "op": "gte", "value": 400000},
     "total_budget ge 400000"),
    ("name__contains=nu", {"field": "name", "op": "contains", "value": "nu"},
     "contains(tolower(name),'nu')"),
    ("owner=rädda barnen", {"field": "owner", "value": "rädda barnen"},
     "owner eq 'rädda barnen'"),
    ("period=2021", {"field": "period", "value": "2021"},
     "end_date ge 2021-01-01 and start_date le 2021-12-31"),
)  # fmt: skip


def pages(client: TestClient, address: str, rows: int) -> list[dict[str, object]]:
    """Every entity, page by page as a tool follows them."""
    found: list[dict[str, object]] = []
    following: str | None = address
    while following is not None:
        answer = client.get(following, headers={"Prefer": f"odata.maxpagesize={rows}"})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Preference-Applied"] == f"odata.maxpagesize={rows}"
        page = answer.json()
        assert len(page["value"]) <= rows
        found += page["value"]
        following = page.get("@odata.nextLink")
    return found


@pytest.mark.parametrize(("raw", "leaf", "text"), QUESTIONS)
def test_list_json_query_and_odata_find_the_same(
    client: TestClient, raw: str, leaf: dict[str, object], text: str
) -> None:
    listed = client.get(f"/v1/projects?{raw}").json()
    posted = client.post("/v1/projects/query", json={"where": leaf}).json()
    asked = f"{ROOT}/Projects?$filter={text}&$count=true"
    ids = [row["id"] for row in listed["data"]]
    assert ids
    assert [row["id"] for row in posted["data"]] == ids
    assert [row["id"] for row in pages(client, asked, 2)] == ids
    assert client.get(asked).json()["@odata.count"] == listed["total"]
    assert client.get(f"{ROOT}/Projects/$count?$filter={text}").text == str(listed["total"])


@pytest.mark.parametrize(
    ("name", "path"), [("Projects", "projects"), ("Organisations", "organisations")]
)
def test_entities_are_the_records_of_the_list_with_lists_as_texts(
    client: TestClient, name: str, path: str
) -> None:
    listed = client.get(f"/v1/{path}?fields=*&limit=100").json()["data"]
    marks = {"quality_issues": " ", "spellings": "; "}
    for row in listed:
        for field, mark in marks.items():
            if field in row:
                row[field] = mark.join(row[field])
    assert client.get(f"{ROOT}/{name}").json()["value"] == listed
    key = listed[0]["id"]
    entity = client.get(f"{ROOT}/{name}('{key}')").json()
    assert entity.pop("@odata.context") == f"http://testserver{ROOT}/$metadata#{name}/$entity"
    assert entity == listed[0]
    assert client.get(f"{ROOT}/{name}(id='{key}')").status_code == 200


def test_organisations_are_filtered_and_sorted_too(client: TestClient) -> None:
    listed = client.get("/v1/organisations?project_count__gte=2&sort=-total_budget,name").json()
    asked = f"{ROOT}/Organisations?$filter=project_count ge 2&$orderby=total_budget desc,name"
    assert [one["id"] for one in pages(client, asked, 1)] == [one["id"] for one in listed["data"]]
    assert listed["total"]
    refused = client.get(f"{ROOT}/Organisations?$filter=contains(spellings,'x')")
    assert refused.status_code == 501


def test_a_slash_at_the_end_makes_no_difference(client: TestClient) -> None:
    for path in ("", "/Projects", "/Organisations"):
        assert client.get(f"{ROOT}{path}/").json() == client.get(f"{ROOT}{path}").json()


def test_metadata_is_xml_with_every_property_and_no_personal_one(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/$metadata")
    assert answer.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)
    for entity_set, type_ in zip(SETS, root.iter(f"{_EDM}EntityType"), strict=True):
        named = [one.attrib["Name"] for one in type_.iter(f"{_EDM}Property")]
        assert named == list(entity_set.resource.public)
        row = client.get(f"{ROOT}/{entity_set.name}?$top=1").json()["value"][0]
        assert list(row) == named
        for one in type_.iter(f"{_EDM}Property"):
            if one.attrib.get("Nullable") == "false":
                assert row[one.attrib["Name"]] is not None
    assert not any(name in answer.text for name in PERSONAL_FIELDS)
    assert len(FIELDS) > len(PERSONAL_FIELDS)


def test_contact_data_is_never_shown_whoever_asks(golden_database: Database) -> None:
    key = make_key(golden_database, "admin")
    with open_client(golden_database, contacts="public") as client:
        answer = client.get(f"{ROOT}/Projects?$select=*", headers={"X-API-Key": key})
        assert not {*PERSONAL_FIELDS} & {*answer.json()["value"][0]}


def test_pages_end_where_no_more_is_wanted(client: TestClient) -> None:
    every = [row["id"] for row in pages(client, f"{ROOT}/Projects?$orderby=region,name", 5)]
    assert len(every) == len(set(every)) == 12
    for top in (0, 1, 4, 5, 11, 12, 50):
        rows = pages(client, f"{ROOT}/Projects?$orderby=region,name&$top={top}&$skip=1", 4)
        assert [row["id"] for row in rows] == every[1 : 1 + top]


def test_a_token_of_another_question_is_refused(client: TestClient) -> None:
    link = client.get(f"{ROOT}/Projects", headers={"Prefer": "odata.maxpagesize=2"}).json()
    other = client.get(f"{link['@odata.nextLink']}&$filter=fund eq 'ESF'")
    assert (other.status_code, other.json()["error"]["target"]) == (400, "$skiptoken")


def test_without_metadata_only_count_and_next_link_are_told(client: TestClient) -> None:
    asked = f"{ROOT}/Projects?$count=true&$select=id"
    headers = {"Prefer": "maxpagesize=2", "Accept": "application/json;odata.metadata=none"}
    answer = client.get(asked, headers=headers)
    assert {*answer.json()} == {"@odata.count", "value", "@odata.nextLink"}
    assert answer.headers["Content-Type"] == "application/json;odata.metadata=none;charset=utf-8"
    entity = client.get(f"{ROOT}/Projects('2020-00713')?$select=id", headers=headers)
    assert entity.json() == {"id": "2020-00713"}


def test_an_answer_that_is_held_already_is_not_sent_again(client: TestClient) -> None:
    for path in (
        "",
        "/Projects?$top=1",
        "/Projects('2020-00713')",
        "/Projects?$apply=aggregate($count as n)",
    ):
        address = f"{ROOT}/{path.lstrip('/')}"
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        tag = {"If-None-Match": answer.headers["ETag"]}
        again = client.get(address, headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["OData-Version"] == "4.0"
        none = {**tag, "Accept": "application/json;odata.metadata=none"}
        other = client.get(address, headers=none).status_code
        assert other == 200


def test_every_address_answers_head_and_options(client: TestClient) -> None:
    for path in (
        "/",
        "/$metadata",
        "/Projects",
        "/Projects/$count",
        "/Organisations",
        "/Projects('x')",
    ):
        assert client.options(f"{ROOT}{path}").headers["Allow"] == "GET, HEAD, OPTIONS"
    answer = client.head(f"{ROOT}/Projects")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["OData-Version"] == "4.0"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/odata/v4/projects", 404, "not-found"),
        ("GET", "/odata/v4/Projects('nobody')", 404, "project-not-found"),
        ("GET", "/odata/v4/Organisations('nobody')", 404, "organisation-not-found"),
        ("GET", "/odata/v4/Projects(5)", 400, "bad-value"),
        ("GET", "/odata/v4/Projects('2020-00713')/name", 501, "not-supported"),
        ("GET", "/odata/v4/$batch", 501, "not-supported"),
        ("GET", "/odata/v4/$metadata?$filter=true", 400, "unknown-parameter"),
        ("GET", "/odata/v4/Organisations?$apply=aggregate($count as n)", 501, "not-supported"),
        ("GET", "/odata/v3/Projects", 404, "not-found"),
        ("GET", "/odata", 404, "not-found"),
        ("POST", "/odata/v4/Projects", 405, "method-not-allowed"),
        ("DELETE", "/odata/v4/Projects('2020-00713')", 405, "method-not-allowed"),
        ("GET", "/odata/v4/Projects?$filter=%ff", 400, "bad-encoding"),
        ("GET", "/odata/v4/Projects('%00')", 404, "project-not-found"),
    ],
)
def test_errors_are_in_odatas_form(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["OData-Version"] == "4.0"
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_all_faults_are_details_with_their_targets(client: TestClient) -> None:
    answer = client.get(f"{ROOT}/Projects?$filter=regin eq 'SE12'&$orderby=nme&$top=x")
    details = answer.json()["error"]["details"]
    assert [(one["code"], one["target"]) for one in details] == [
        ("bad-value", "$top"), ("unknown-field", "$filter"), ("unknown-field", "$orderby"),
    ]  # fmt: skip
    assert details[1]["message"].endswith("Try: region")


def test_a_key_comes_as_the_password_of_basic(golden_database: Database) -> None:
    key = make_key(golden_database, "read")
    with open_client(golden_database, reads="key") as client:
        refused = client.get(f"{ROOT}/")
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"] == 'Basic realm="projektbank", charset="UTF-8"'
        assert refused.json()["error"]["code"] == "key-required"
        word = base64.b64encode(f"anybody:{key}".encode()).decode()
        basic = {"Authorization": f"Basic {word}"}
        assert client.get(f"{ROOT}/Projects", headers=basic).status_code == 200
        linked = client.get(f"{ROOT}/Projects?api_key={key}", headers={"Prefer": "maxpagesize=2"})
        assert key not in linked.text
        assert "@odata.nextLink" in linked.json()


def test_addresses_are_the_public_ones(golden_database: Database) -> None:
    with open_client(golden_database, public_url="https://esf.example.se/data") as client:
        answer = client.get(f"{ROOT}/Projects", headers={"Prefer": "maxpagesize=2"}).json()
        root = "https://esf.example.se/data/odata/v4/"
        assert answer["@odata.context"] == f"{root}$metadata#Projects"
        assert answer["@odata.nextLink"].startswith(f"{root}Projects?")


def test_groups_are_those_of_the_aggregate(client: TestClient) -> None:
    told = client.get(
        "/v1/aggregate?fund=ESF&group_by=region,programme_period"
        "&metrics=count,sum:total_budget,distinct:owner_id&sort=-count,region"
    ).json()["data"]
    applied = (
        "filter(fund eq 'ESF')/groupby((region,programme_period),aggregate($count as n,"
        "total_budget with sum as total,owner_id with countdistinct as owners))"
    )
    asked = f"{ROOT}/Projects?$apply={applied}&$orderby=n desc,region&$count=true"
    answer = client.get(asked).json()
    assert answer["@odata.count"] == len(told)
    assert answer["@odata.context"].endswith("#Projects(region,programme_period,n,total,owners)")
    names = {"n": "count", "total": "sum_total_budget", "owners": "distinct_owner_id"}
    assert answer["value"] == [
        {name: row[names.get(name, name)] for name in answer["value"][0]} for row in told
    ]
    assert pages(client, asked, 2) == answer["value"]


@pytest.mark.parametrize(
    ("apply", "status", "code"),
    [
        ("groupby((start_date))", 501, "not-supported"),
        ("groupby((nme))", 400, "unknown-field"),
        ("groupby((contact_name))", 400, "personal-field"),
        ("aggregate(name with max as n)", 501, "not-supported"),
        ("aggregate(total_budget with avg as n)", 400, "unknown-operator"),
        ("aggregate(total_budget with sum as region)", 400, "repeated"),
        ("filter(fund eq 'ESF')", 501, "not-supported"),
        ("topcount(5,total_budget)", 501, "not-supported"),
        ("groupby((region))/aggregate($count as n)", 501, "not-supported"),
        ("groupby((region)", 400, "bad-value"),
    ],
)
def test_figures_that_cannot_be_told_are_refused(
    client: TestClient, apply: str, status: int, code: str
) -> None:
    answer = client.get(f"{ROOT}/Projects?$apply={apply}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text


def test_a_condition_on_what_was_grouped_is_about_the_groups(client: TestClient) -> None:
    applied = "$apply=groupby((region),aggregate($count as n,total_budget with max as m))"
    for text, status in (
        ("n ge 2 and m gt 100", 200),
        ("n ge 2 or m gt 1", 501),
        ("region eq 'SE12'", 501),
    ):
        assert client.get(f"{ROOT}/Projects?{applied}&$filter={text}").status_code == status
    rows = client.get(f"{ROOT}/Projects?{applied}&$filter=n ge 2").json()["value"]
    assert rows
    assert all(row["n"] >= 2 for row in rows)
