"""Records whose values readers of files are known to take for something else."""

from datetime import date, datetime
from decimal import Decimal

from tests.query.records import Record, make_record

COMMON: Record = {
    "number": "2020/00713",
    "programme_area": "2",
    "specific_objective": "2.1",
    "intervention_type": "117",
    "start_date": date(2021, 2, 1),
    "total_budget": Decimal("2073781.25"),
    "total_cost": Decimal("9999999999999.99"),
    "granted_support": Decimal("0.05"),
    "eu_contribution": Decimal(0),
    "eu_cofinancing_rate": Decimal("66.5"),
    "tackles_child_poverty": True,
    "strategic_importance": False,
    "quality_issues": ("heading-mismatch", "unknown-label"),
}
"""Codes, amounts and truth values that are hard for whatever reads them."""
HARD = (
    make_record(
        "2020-00713",
        **COMMON,
        name='=Åre; "hälsa", é',
        summary="Första raden\n\n- andra, \"stycket\"\t'tredje'; 😀",
        summary_en="0",
        phase="+46 8",
        call_number="null",
        region="SE12",
        region_name="Östra Mellansverige",
        country="SE",
        owner_unit="'=1+1",
        owner_organisation_number="2120003005",
        owner_postal_code="01234",
        owner_city="NaN",
        owner_address="2021-01-01",
        end_date=date(1899, 12, 31),
        planned_participants=0,
        source_url="https://projekt.example.se/?a=1&b=2",
        source_date=date(9999, 12, 31),
        updated_at=datetime(2026, 11, 22, 2, 31, 59),  # noqa: DTZ001 - as SQLite keeps it
    ),
    make_record("a-nothing", name="-"),
    make_record(
        "23-032-S01",
        number="23-032-S01",
        name="@SUM(A1)",
        programme_area="A",
        specific_objective="A1",
        region="SE0",
        planned_participants=10**12,
        total_budget=Decimal("4503599627370.49"),
        total_cost=Decimal("0.1"),
        eu_contribution=Decimal("12.5"),
        eu_cofinancing_rate=Decimal("33.33"),
    ),
)
