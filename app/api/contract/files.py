"""The operations that give whole results as files: each list in each of its formats."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.api.contract.operation import Operation
from app.exports.formats import FORMATS, Format
from app.query.resource import ORGANISATIONS, PROJECTS, Resource

_SCHEMAS = {"projects": "ProjectRows", "organisations": "OrganisationRows"}
_QUESTIONS = {
    "projects": "region=SE12&fields=name,start_date,total_budget",
    "organisations": "sort=-project_count&fields=name,project_count,total_budget&limit=2",
}


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A list as a file."""

    resource: Resource
    format: Format

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/v1/{self.resource.name}.{self.format.name}"

    @property
    def operation(self) -> str:
        """Its name in the contract."""
        return f"list_{self.resource.name}_{self.format.name}"

    @property
    def description(self) -> str:
        """What it gives."""
        return f"All {self.resource.name} that a question has, as a `.{self.format.name}` file."

    def describe(self) -> Operation:
        """What it answers and takes; options are those of its format."""
        media_type = self.format.media_type.partition(";")[0]
        past = ("as_of",) if self.resource is PROJECTS else ()
        return Operation(
            schema=_SCHEMAS[self.resource.name] if media_type == "application/json" else "",
            example=f"{self.path}?{_QUESTIONS[self.resource.name]}",
            answers=media_type,
            controls=(
                *("where", "q", "or_missing", *past, "sort", "fields", "limit_of_file"),
                *sorted(self.format.options),
            ),
            resource=self.resource.name,
            errors=(400, 422, 503),
        )


_PLACES = frozenset({"geojson"})
"""Formats for what has a place."""
_ALL = (
    FileAddress(resource, format)
    for resource in (PROJECTS, ORGANISATIONS)
    for format in FORMATS.values()
    if resource is PROJECTS or format.name not in _PLACES
)
FILES: Mapping[str, FileAddress] = MappingProxyType({one.operation: one for one in _ALL})
FILE_OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {name: one.describe() for name, one in FILES.items()}
)
