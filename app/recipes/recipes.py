"""THE table of recipes: a page of Markdown each, with places for the addresses of one question."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

from app.query.field_lists import ALL_FIELDS

_PAGES = Path(__file__).parent / "pages"
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_WITH_BUDGET = re.compile(r"\{\{#budget\}\}(.*?)\{\{/budget\}\}", re.DOTALL)
FILES = ("csv", "json", "ndjson", "xlsx", "parquet", "geojson")
"""Endings of whole results."""


_PLAIN = ",:-"
_OF_ROWS = frozenset({"sort", "fields", "limit", "offset", "cursor", "count"})
"""Parameters of a list that say nothing about which projects are meant."""
NOTHING: Mapping[str, str] = MappingProxyType({})


class Recipe(NamedTuple):
    """How one tool reads the service; `runs` where our tests do just what it says."""

    name: str
    title: str
    runs: bool = False

    @property
    def state(self) -> str:
        """Whether it may be trusted blindly."""
        if self.runs:
            return "Run by the tests of this version."
        return "Not run here: written after the tool's own documentation."


RECIPES = (
    Recipe("curl", "curl", runs=True),
    Recipe("pandas", "pandas", runs=True),
    Recipe("duckdb", "DuckDB", runs=True),
    Recipe("python-client", "Python client", runs=True),
    Recipe("r", "R", runs=True),
    Recipe("javascript", "JavaScript in a web page", runs=True),
    Recipe("shillelagh", "Superset (Shillelagh)", runs=True),
    Recipe("odata", "OData v4", runs=True),
    Recipe("power-bi", "Power BI"),
    Recipe("excel", "Excel"),
    Recipe("tableau", "Tableau"),
    Recipe("metabase", "Metabase"),
    Recipe("qgis", "QGIS"),
    Recipe("grafana", "Grafana (Infinity)"),
    Recipe("looker-studio", "Looker Studio"),
    Recipe("observable", "Observable"),
)


class Addresses(NamedTuple):
    """Where one question is answered: the address of the service and the question's text, which
    is percent-encoded, so that no quotation mark of any language stands in it."""

    base: str
    query: str
    options: Mapping[str, str] = NOTHING  # the same in the words of OData
    wordless: tuple[str, ...] = ()  # parameters for which it has none

    @property
    def has_budget(self) -> bool:
        """Whether the answer has the column that recipes sum up."""
        fields = dict(parse_qsl(self.query)).get("fields", ALL_FIELDS).split(",")
        return not {ALL_FIELDS, "total_budget"}.isdisjoint(fields)

    @property
    def places(self) -> Mapping[str, str]:
        """Each address, and what to tell beside one, by the name of its place in a recipe."""
        asked = self.query.replace("*", "%2A")  # which some readers of addresses take for a pattern
        excel = "&".join(filter(None, (asked, "dialect=excel-sv")))
        files = {name: self._file(name, asked) for name in FILES}
        return {
            "base": self.base,
            "query": asked,
            "meant": self._meant(asked),
            "excel": self._file("csv", excel),
            "entities": self._entities(),
            "unsaid": self._unsaid(),
            **files,
        }

    def _meant(self, asked: str) -> str:
        """Which projects are meant, to stand behind other parameters: figures take no more."""
        pairs = asked.split("&") if asked else ()
        return "".join(f"&{one}" for one in pairs if one.partition("=")[0] not in _OF_ROWS)

    def _entities(self) -> str:
        written = "&".join(
            f"{name}={quote(text, safe=_PLAIN)}" for name, text in self.options.items()
        )
        return f"{self.base}/odata/v4/Projects{'?' if written else ''}{written}"

    def _unsaid(self) -> str:
        """What to tell beside the entities where they are of another question."""
        names = ", ".join(f"`{name}`" for name in self.wordless)
        return f" (without {names}: OData has no word for it)" if names else ""

    def _file(self, ending: str, asked: str) -> str:
        return f"{self.base}/v1/projects.{ending}{'?' if asked else ''}{asked}"


def fill(recipe: Recipe, addresses: Addresses) -> str:
    """The recipe for a question, as Markdown without a heading."""
    places = addresses.places
    text = _WITH_BUDGET.sub(r"\1" if addresses.has_budget else "", _read(recipe.name))
    return _PLACE.sub(lambda place: places[place[1]], text)


@cache
def _read(name: str) -> str:
    return (_PAGES / f"{name}.md").read_text("utf-8")
