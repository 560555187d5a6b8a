"""The type that OData has for each kind of field (CSDL 4.0, 4.4: primitive types)."""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain.fields import Field, Kind

_HUNDREDTHS = 'Type="Edm.Decimal" Precision="18" Scale="2"'
_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.KEY: 'Type="Edm.String"',
        Kind.TEXT: 'Type="Edm.String"',
        Kind.CODE: 'Type="Edm.String"',
        Kind.LIST: 'Type="Edm.String"',
        Kind.INTEGER: 'Type="Edm.Int64"',
        Kind.MONEY: _HUNDREDTHS,
        Kind.PERCENT: _HUNDREDTHS,
        Kind.DATE: 'Type="Edm.Date"',
        Kind.TIME: 'Type="Edm.DateTimeOffset"',
        Kind.BOOLEAN: 'Type="Edm.Boolean"',
    }
)


def edm_attributes(field: Field) -> str:
    """The type of a field as attributes of a `Property` (CSDL 4.0, 6.1 and 6.2)."""
    nullable = "" if field.flags.nullable else ' Nullable="false"'
    return f"{_TYPES[field.kind]}{nullable}"
