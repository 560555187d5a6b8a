"""THE operator table: each operator's key, the kinds it fits, what it takes, its comparison in SQL
and its words. Parser, SQL, `/v1/schema` and the documentation checks are made from it.

A new comparison sign is one row here; one with its own SQL also needs a line in conditions.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from app.domain.fields import Field, Kind


class Arity(StrEnum):
    """How many literals an operator takes, and how they are written."""

    ONE = "one"
    MANY = "many"  # a,b,c
    RANGE = "range"  # a..b
    FLAG = "flag"  # true or false


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Operator:
    """One way to compare a field with literals; there is one of each, compared by identity."""

    key: str
    kinds: frozenset[Kind]
    phrase_en: str
    phrase_sv: str
    example: str
    sql: str  # of comparable form, literals, place of the literal; empty: made of gte and lte
    arity: Arity = Arity.ONE
    several: bool = False  # the parameter may be repeated
    negative: bool = False  # true where its positive twin is not, and so of missing values
    ordering: bool = False  # compares by order: counts as a range for `not_stated`

    @property
    def suffix(self) -> str:
        """What stands behind the field in a parameter's name."""
        return "" if self.key == "eq" else f"__{self.key}"


_TEXTS = frozenset({Kind.KEY, Kind.TEXT})
_ORDERED = frozenset({Kind.INTEGER, Kind.MONEY, Kind.PERCENT, Kind.DATE, Kind.TIME}) | _TEXTS
_LISTED = _ORDERED | {Kind.CODE, Kind.LIST}
_ALL = frozenset(Kind)

OPERATORS: tuple[Operator, ...] = (
    Operator(key="eq", kinds=_ALL, sql="{left} = {right}", several=True,
             phrase_en="is", phrase_sv="är", example="region=SE12"),
    Operator(key="ne", kinds=_ALL, sql="{left} = {right}", several=True, negative=True,
             phrase_en="is not", phrase_sv="är inte", example="fund__ne=ESF"),
    Operator(key="in", kinds=_LISTED, sql="{left} IN ({right})", arity=Arity.MANY,
             phrase_en="is one of", phrase_sv="är någon av", example="region__in=SE12,SE32"),
    Operator(key="notin", kinds=_LISTED, sql="{left} IN ({right})", arity=Arity.MANY,
             negative=True, phrase_en="is none of", phrase_sv="är ingen av",
             example="specific_objective__notin=1.1,1.2"),
    Operator(key="gt", kinds=_ORDERED, sql="{left} > {right}", ordering=True,
             phrase_en="is more than", phrase_sv="är mer än",
             example="planned_participants__gt=100"),
    Operator(key="gte", kinds=_ORDERED, sql="{left} >= {right}", ordering=True,
             phrase_en="is at least", phrase_sv="är minst",
             example="total_budget__gte=300000"),
    Operator(key="lt", kinds=_ORDERED, sql="{left} < {right}", ordering=True,
             phrase_en="is less than", phrase_sv="är mindre än",
             example="start_date__lt=2021-01-01"),
    Operator(key="lte", kinds=_ORDERED, sql="{left} <= {right}", ordering=True,
             phrase_en="is at most", phrase_sv="är högst",
             example="eu_cofinancing_rate__lte=66.5"),
    Operator(key="between", kinds=_ORDERED, sql="", arity=Arity.RANGE, ordering=True,
             phrase_en="is between", phrase_sv="är mellan",
             example="start_date__between=2021..2022-06"),
    Operator(key="contains", kinds=_TEXTS, sql="{position} > 0",
             phrase_en="contains", phrase_sv="innehåller", example="name__contains=kompetens"),
    Operator(key="startswith", kinds=_TEXTS | {Kind.CODE}, sql="{position} = 1",
             phrase_en="begins with", phrase_sv="börjar med",
             example="specific_objective__startswith=A1"),
    Operator(key="isnull", kinds=_ALL, sql="{left} IS NULL",
             arity=Arity.FLAG, phrase_en="is missing", phrase_sv="saknas",
             example="total_budget__isnull=true"),
)  # fmt: skip
"""In canonical order."""

BY_KEY: Mapping[str, Operator] = MappingProxyType({row.key: row for row in OPERATORS})


def fits(operator: Operator, field: Field) -> bool:
    """Whether this field can be compared so."""
    if field.flags.personal or field.kind not in operator.kinds:
        return False
    if operator.arity is Arity.FLAG:
        return field.flags.nullable
    # Long texts keep no sort key, so their order would not be the Swedish one.
    return field.flags.sortable or not operator.ordering


@cache
def operators_of(field: Field) -> tuple[Operator, ...]:
    """The operators that fit a field, in canonical order."""
    return tuple(operator for operator in OPERATORS if fits(operator, field))
