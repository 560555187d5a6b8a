"""What is refused, with which code and which hint; and that nothing wrong is left untold."""

import pytest

from app.faults import FAULTS, Fault
from tests.query.asking import faults_of

# One line a case: the question, the parameter at fault, its code, and the hint (None: any).
CASES = (
    # Names that the language does not know.
    ("regin=SE12", "regin", "unknown-parameter", "region"),
    ("Region=SE12", "Region", "unknown-parameter", "region"),
    ("region[]=SE12", "region[]", "unknown-parameter", "region"),
    ("page=2", "page", "unknown-parameter", "offset"),
    ("Programområde=2", "Programområde", "unknown-parameter", "programme_area"),
    ("as-of=2021-01-01", "as-of", "unknown-parameter", "as_of"),
    ("as_of__gt=2021-01-01", "as_of__gt", "unknown-operator", "as_of"),
    ("since=3", "since", "unknown-parameter", None),
    ("=1", "", "unknown-parameter", None),
    ("regin__in=SE12", "regin__in", "unknown-field", "region__in"),
    ("budgt__gte=1", "budgt__gte", "unknown-field", "total_budget__gte"),
    ("sort=-budget", "sort", "unknown-field", "-total_budget"),
    ("fields=budget", "fields", "unknown-field", "total_budget"),
    ("fields=period", "fields", "unknown-field", "start_date"),
    ("budget__gte=300000", "budget__gte", "unknown-operator", "total_budget__gte"),
    ("period__lte=2021", "period__lte", "unknown-operator", "start_date__lte"),
    ("limit__gte=3", "limit__gte", "unknown-operator", "limit"),
    ("name__like=x", "name__like", "unknown-operator", "name__contains"),
    ("total_budget__gtee=1", "total_budget__gtee", "unknown-operator", "total_budget__gte"),
    ("name__eq=x", "name__eq", "unknown-operator", "name"),
    ("total_budget__contains=1", "total_budget__contains", "unknown-operator", None),
    ("name__isnull=true", "name__isnull", "unknown-operator", None),
    ("summary__gt=a", "summary__gt", "unknown-operator", None),
    ("tackles_child_poverty__in=true", "tackles_child_poverty__in", "unknown-operator", None),
    # Contact data.
    ("contact_email=a@b.se", "contact_email", "personal-field", None),
    ("contact_name__contains=a", "contact_name__contains", "personal-field", None),
    ("sort=-contact_name", "sort", "personal-field", None),
    ("fields=contact_name", "fields", "personal-field", None),
    ("or_missing=contact_name", "or_missing", "personal-field", None),
    # Codes.
    ("region=Östergötland", "region", "unknown-code", "Östergötland lies in SE12: region=SE12"),
    ("region__in=SE12,Gävleborgs län", "region__in", "unknown-code", None),
    ("region=SE99", "region", "unknown-code", None),
    ("status=pågående", "status", "unknown-code", "ongoing"),
    ("status=Ended", "status", "unknown-code", "ended"),
    ("fund=ESF+", "fund", "unknown-code", "ESF%2B"),
    ("fund=Europeiska socialfonden", "fund", "unknown-code", "ESF"),
    ("programme_period=2014", "programme_period", "unknown-code", "2014-2020"),
    ("programme_area=2.1", "programme_area", "unknown-code", "specific_objective=2.1"),
    ("programme_area=2014-2020:A", "programme_area", "unknown-code", "2021-2027:A"),
    ("programme_area=2014-2021:2", "programme_area", "unknown-code", None),
    ("quality_issues=budget-not-statd", "quality_issues", "unknown-code", "budget-not-stated"),
    # Literals.
    ("period=2014-2020", "period", "bad-value",
     "programme_period=2014-2020 or period=2014..2020"),
    ("period=2021-01-01 till 2021-12-31", "period", "bad-value", "2021-01-01..2021-12-31"),
    ("period=2021-02-30", "period", "bad-value", None),
    ("period=2021..2020", "period", "bad-value", "2020..2021"),
    ("period=..", "period", "bad-value", None),
    ("budget=300000-400000", "budget", "bad-value", "300000..400000"),
    ("budget=300 000", "budget", "bad-value", "300000"),
    ("budget=1,5", "budget", "bad-value", "1.5"),
    ("budget=NaN", "budget", "bad-value", None),
    ("total_budget=1e6", "total_budget", "bad-value", None),
    ("total_budget=0.125", "total_budget", "bad-value", None),
    ("total_budget=٣", "total_budget", "bad-value", None),
    ("planned_participants=1.0", "planned_participants", "bad-value", None),
    ("active_on=2021", "active_on", "bad-value", "2021-01-01 or 2021-12-31"),
    ("start_date__gte=2021-03", "start_date__gte", "bad-value", "2021-03-01"),
    ("start_date=20210301", "start_date", "bad-value", None),
    ("start_date__between=2021-01-01", "start_date__between", "bad-value",
     "2021-01-01..2021-01-01"),
    ("name__between=ö..å", "name__between", "bad-value", "å..ö"),
    ("updated_at__gt=2021-01-01T00:00:00+01:00", "updated_at__gt", "bad-value",
     "2021-01-01T00:00:00%2B01:00"),
    ("updated_at__gt=2021-01-01T25:00:00Z", "updated_at__gt", "bad-value", None),
    ("updated_at__gt=2021-01-01T00:00:00", "updated_at__gt", "bad-value", None),
    ("tackles_child_poverty=Ja", "tackles_child_poverty", "bad-value", "true"),
    ("total_budget__isnull=1", "total_budget__isnull", "bad-value", "true"),
    ('region__in="SE12', "region__in", "bad-value", None),
    ("name=", "name", "empty-value", None),
    ("number=", "number", "empty-value", "number__isnull=true"),
    ("region", "region", "empty-value", "region__isnull=true"),
    ("region__in=SE12,,SE11", "region__in", "empty-value", "region__isnull=true"),
    ("period=", "period", "empty-value", None),
    ("limit=", "limit", "empty-value", None),
    ("q=", "q", "empty-value", None),
    ("q=+", "q", "empty-value", None),
    ("sort=name,", "sort", "empty-value", None),
    ("planned_participants=9223372036854775808", "planned_participants", "out-of-range", None),
    ("total_budget__gt=99999999999999999", "total_budget__gt", "out-of-range", None),
    ("updated_at__gt=0001-01-01T00:00:00%2B02:00", "updated_at__gt", "out-of-range", None),
    # Controls.
    ("limit=0", "limit", "out-of-range", "1"),
    ("limit=10001", "limit", "out-of-range", "10000"),
    ("limit=-5", "limit", "out-of-range", "1"),
    ("limit=ten", "limit", "bad-value", None),
    ("offset=100001", "offset", "out-of-range", "100000"),
    ("count=maybe", "count", "bad-value", None),
    ("sort=nam", "sort", "unknown-field", "name"),
    ("sort=-nam", "sort", "unknown-field", "-name"),
    ("sort=name desc", "sort", "unknown-field", "-name"),
    ("sort=summary", "sort", "not-sortable", None),
    ("sort=name,-name", "sort", "repeated", None),
    ("sort=" + ",".join(["name"] * 9), "sort", "too-long", None),
    ("fields=" + ",".join(["name"] * 101), "fields", "too-long", None),
    ("fields=nam", "fields", "unknown-field", "name"),
    ("or_missing=total_budget", "or_missing", "conflict", None),
    ("or_missing=region&region__ne=SE12", "or_missing", "conflict", None),
    ("or_missing=start_date&period=2021..", "or_missing", "conflict", None),
    ("or_missing=name&name=x", "or_missing", "bad-value", None),
    ("offset=10&cursor=abc", "offset", "conflict", "cursor"),
    ("cursor=abc", "cursor", "bad-cursor", None),
    # Repetition and length.
    ("limit=5&limit=5", "limit", "repeated", None),
    ("total_budget__gte=1&total_budget__gte=2", "total_budget__gte", "repeated", None),
    ("region__in=SE11&region__in=SE12", "region__in", "repeated", None),
    ("q=" + "a" * 201, "q", "too-long", None),
    ("name__in=" + ",".join(map(str, range(1001))), "", "too-long", None),
    ("&".join(f"name={place}" for place in range(201)), "", "too-long", None),
    ("q=" + "a" * 16_384, "", "too-long", None),
    # Encoding.
    ("name=%ff", "name", "bad-encoding", None),
    ("name=%ED%A0%80", "name", "bad-encoding", None),
    ("name=100%", "name", "bad-encoding", "%25"),
    ("name=%00", "name", "bad-encoding", None),
    ("n%00=1", "n%00", "bad-encoding", None),
)  # fmt: skip


@pytest.mark.parametrize(("raw", "parameter", "code", "hint"), CASES)
def test_a_wrong_question_is_told_what_is_wrong_and_what_to_write(
    raw: str, parameter: str, code: str, hint: str | None
) -> None:
    (fault,) = faults_of(raw)
    assert (fault.where, fault.code) == (parameter, code)
    assert hint is None or fault.hint == hint
    assert fault.detail
    assert fault.place == "query"


def test_every_code_of_the_table_has_an_example_and_every_example_stands_in_the_table() -> None:
    seen = {code for _, _, code, _ in CASES}
    # A cursor of another question takes two questions: test_cursor.py. No list needs a parameter;
    # facets do: tests/api/test_facets.py. What is not supported is asked by OData: tests/odata.
    assert seen | {"cursor-mismatch", "missing-parameter", "not-supported"} == set(FAULTS)


def test_all_problems_are_told_at_once_in_the_order_of_the_question() -> None:
    raw = "regin=1&status=x&total_budget__gte=a&sort=nam,-x,summary&limit=0&contact_name=y&a=%ff"
    told = [(fault.where, fault.code) for fault in faults_of(raw)]
    assert told == [
        ("a", "bad-encoding"),
        ("regin", "unknown-parameter"),
        ("status", "unknown-code"),
        ("total_budget__gte", "bad-value"),
        ("contact_name", "personal-field"),
        ("sort", "unknown-field"),
        ("sort", "unknown-field"),
        ("sort", "not-sortable"),
        ("limit", "out-of-range"),
    ]


def test_allowed_values_are_told_where_they_are_few() -> None:
    assert _only("status=x").allowed == ("ended", "ongoing", "planned", "unknown")
    assert _only("count=x").allowed == ("exact", "none")
    assert _only("strategic_importance=x").allowed == ("true", "false")
    assert _only("tackles_child_poverty__gt=x").allowed == ("ne", "isnull")


def test_a_wrong_condition_is_not_also_told_to_be_missing_for_or_missing() -> None:
    assert _only("total_budget__gte=x&or_missing=total_budget").code == "bad-value"


def test_the_value_of_contact_data_is_never_repeated() -> None:
    for raw in ("contact_email=anna@example.org", "contact_email__like=anna@example.org"):
        assert "anna" not in str(faults_of(raw))


def test_a_sentence_repeats_a_users_text_cut_and_printable() -> None:
    fault = _only("total_budget=" + "x" * 5_000 + "%1b[31m")
    assert len(fault.detail) < 200
    assert _only("total_budget=%1b[31m").detail.isprintable()


def test_of_many_refused_values_only_the_first_are_told() -> None:
    told = faults_of("region__in=" + ",".join(f"X{place}" for place in range(500)))
    assert len(told) == 20
    assert "not read" in told[-1].detail


def _only(raw: str) -> Fault:
    (fault,) = faults_of(raw)
    return fault
