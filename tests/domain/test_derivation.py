"""What is worked out from what is stated, by which rule, and the same again each time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.derivation import derive, values
from app.domain.fields import FIELDS
from app.domain.provenance import Statement, Statements, ground
from app.domain.record import Value
from app.domain.vocabulary import CODES, PERIODS

DAY = date(2026, 11, 22)


def state(**stated: Value) -> Statements:
    return {
        name: Statement(value, label=name, raw=str(value), line=line)
        for line, (name, value) in enumerate(stated.items(), 1)
    }


def derive_one(name: str, layout: str | None = None, **stated: Value) -> tuple[Value, str]:
    """The derived value of a field and the rule behind it."""
    statement = derive(state(**stated), layout, DAY).statements.get(name)
    return (statement.value, statement.rule) if statement else (None, "")


@pytest.mark.parametrize(
    ("stated", "layout", "period", "rule"),
    [
        ({"programme_cci": "2021SE05SFPR"}, None, "2021-2027", "period-of-cci"),
        ({"programme_cci": "2014SE05M9OP001"}, None, "2014-2020", "period-of-cci"),
        ({"programme_cci": "2007SE052PO001"}, None, "2007-2013", "period-of-cci"),
        ({"fund": "ESF+"}, None, "2021-2027", "period-of-fund"),
        ({"fund": "ESF"}, None, None, ""),
        ({"number": "23-032-S01"}, None, "2021-2027", "period-of-number"),
        ({"number": "2020/00713"}, None, "2014-2020", "period-of-number"),
        ({"number": "2020/713"}, None, None, ""),
        ({"specific_objective": "2.1"}, None, "2014-2020", "period-of-objective"),
        ({"specific_objective": "A1A"}, None, "2021-2027", "period-of-objective"),
        ({}, "2007-2013", "2007-2013", "period-of-layout"),
        ({"start_date": date(2010, 8, 2)}, None, "2007-2013", "period-of-start"),
        ({"start_date": date(1999, 1, 1)}, None, "2007-2013", "period-of-start"),
        ({"start_date": date(2014, 1, 1)}, None, "2014-2020", "period-of-start"),
        ({"start_date": date(2020, 12, 31)}, None, "2014-2020", "period-of-start"),
        ({"start_date": date(2021, 1, 1)}, None, "2021-2027", "period-of-start"),
        ({"start_date": date(2031, 1, 1)}, None, "2021-2027", "period-of-start"),
        ({}, None, None, ""),
    ],
)
def test_each_rule_gives_a_period(
    stated: dict[str, Value], layout: str | None, period: str | None, rule: str
) -> None:
    assert derive_one("programme_period", layout, **stated) == (period, rule)


def test_the_first_rule_that_decides_gives_the_period() -> None:
    stated: dict[str, Value] = {
        "programme_cci": "2014SE05M9OP001",
        "fund": "ESF+",
        "number": "2020/00713",
        "specific_objective": "A1",
        "start_date": date(2010, 1, 1),
    }
    rules = []
    for name in stated:
        remaining = dict(list(stated.items())[list(stated).index(name) :])
        layout = "2007-2013"
        rules.append(derive_one("programme_period", layout, **remaining)[1].split("-of-")[1])
    assert rules == ["cci", "fund", "number", "objective", "layout"]


@pytest.mark.parametrize(
    ("period", "fund", "cci"),
    [
        ("2007-2013", "ESF", None),
        ("2014-2020", "ESF", "2014SE05M9OP001"),
        ("2021-2027", "ESF+", "2021SE05SFPR"),
    ],
)
def test_fund_and_programme_follow_from_the_period(period: str, fund: str, cci: str | None) -> None:
    assert derive_one("fund", period) == (fund, "fund-of-period")
    assert derive_one("programme_cci", period)[0] == cci


def test_what_is_stated_is_never_replaced() -> None:
    derived = derive(state(fund="ESF", programme_cci="2021SE05SFPR"), None, DAY)
    assert derived.statements["fund"].origin == "stated"
    assert derived.statements["fund"].value == "ESF"


@pytest.mark.parametrize(
    ("objective", "area"), [("2.1", "2"), ("1.2", "1"), ("D1", "D"), ("A2A", "A"), ("F1", "F")]
)
def test_an_area_follows_from_the_objective(objective: str, area: str) -> None:
    found = derive_one("programme_area", specific_objective=objective)
    assert found == (area, "area-of-objective")


@pytest.mark.parametrize(
    ("area", "period", "legal"),
    [
        ("1", "2007-2013", True),
        ("3", "2007-2013", False),
        ("5", "2014-2020", True),
        ("A", "2014-2020", False),
        ("F", "2021-2027", True),
        ("1", "2021-2027", False),
        ("1", None, False),
    ],
)
def test_an_area_must_be_legal_within_its_period(
    area: str, period: str | None, legal: bool
) -> None:
    derived = derive(state(programme_area=area), period, DAY)
    assert derived.statements["programme_area"].value == (area if legal else None)
    assert ("programme-area-unknown" in derived.issues) is not legal


@pytest.mark.parametrize("name", ["programme_area", "specific_objective", "intervention_type"])
def test_only_labels_that_may_be_shown_become_names(name: str) -> None:
    doubtful = 0
    for row in CODES[name]:
        derived = derive(state(**{name: row.code}), row.period, DAY)
        if derived.text("programme_period") != row.period:
            continue  # an objective's own period is a stronger rule than the layout's
        expected = (row.label or row.label_en or None) if row.shown else None
        doubtful += not row.shown
        assert derived.text(f"{name}_name") == expected
    assert doubtful


def test_the_same_code_means_another_thing_in_another_period() -> None:
    names = {
        derive_one("programme_area_name", period, programme_area="2")[0] for period in PERIODS[:2]
    }
    assert names == {"Ökat arbetskraftsutbud", "Öka övergångarna till arbete"}


@pytest.mark.parametrize(
    ("stated", "name", "issues"),
    [
        ({"region": "SE21"}, "Småland och Öarna", set()),
        ({"region": "SE21", "region_name": "Småland & Öarna"}, "Småland och Öarna", set()),
        ({"region": "SE0", "region_name": "ESF-nationellt"}, "ESF Nationellt", set()),
        ({"region": "SE11", "region_name": "Västsverige"}, "Stockholm", {"region-code-mismatch"}),
        ({"region": "SE11", "region_name": "Storstan"}, "Stockholm", set()),
        ({"region_name": "Storstan"}, "Storstan", set()),
    ],
)
def test_a_region_has_one_name_and_the_code_wins(
    stated: dict[str, Value], name: str, issues: set[str]
) -> None:
    derived = derive(state(**stated), "2014-2020", DAY)
    assert derived.text("region_name") == name
    assert derived.issues & {"region-code-mismatch", "region-unknown"} == issues
    assert derived.statements["region_name"].raw == str(stated.get("region_name", ""))


@pytest.mark.parametrize(
    ("code", "period", "unknown"),
    [
        ("117", "2014-2020", False),
        ("117", "2021-2027", True),
        ("175", "2021-2027", False),
        ("117", "2007-2013", True),
        ("999", "2014-2020", True),
    ],
)
def test_an_intervention_is_kept_and_flagged_where_its_period_knows_it_not(
    code: str, period: str, unknown: bool
) -> None:
    derived = derive(state(intervention_type=code), period, DAY)
    assert derived.text("intervention_type") == code
    assert ("intervention-type-unknown" in derived.issues) is unknown


def test_issues_met_in_reading_stay() -> None:
    statements = {"total_cost": Statement(None, line=1, issues=("amount-sentinel",))}
    derived = derive(statements, "2014-2020", DAY)
    assert "amount-sentinel" in derived.issues


def test_every_field_of_the_table_is_in_the_record() -> None:
    assert list(values({})) == [field.name for field in FIELDS]


CODED = {
    "programme_cci": ["2021SE05SFPR", "2014SE05M9OP001", "2007SE052PO001"],
    "fund": ["ESF", "ESF+"],
    "number": ["2020/00713", "23-032-S01", "7"],
    "programme_area": ["1", "2", "5", "A", "D"],
    "specific_objective": ["1.1", "2.9", "A1A", "D1"],
    "intervention_type": ["117", "141", "999"],
    "region": ["SE11", "SE0"],
    "region_name": ["Stockholm", "ESF-nationellt", "Storstan"],
}


@st.composite
def statements(draw: st.DrawFn) -> Statements:
    names = draw(st.lists(st.sampled_from(list(CODED)), unique=True))
    return state(**{name: draw(st.sampled_from([*CODED[name], None])) for name in names})


@given(statements(), st.none() | st.sampled_from(PERIODS))
def test_deriving_again_from_what_is_printed_changes_nothing(
    stated: Statements, layout: str | None
) -> None:
    once = derive(stated, layout, DAY)
    again = derive(ground(once.statements), layout, DAY)
    assert again == once


@given(statements(), st.none() | st.sampled_from(PERIODS))
def test_nothing_stated_is_lost_but_what_its_list_refuses(
    stated: Statements, layout: str | None
) -> None:
    derived = derive(stated, layout, DAY)
    for name, statement in stated.items():
        kept = derived.statements[name]
        assert (kept.raw, kept.line, kept.label) == (statement.raw, statement.line, statement.label)
        if kept.value != statement.value and statement.value is not None:
            assert name in {"programme_area", "region_name"}
