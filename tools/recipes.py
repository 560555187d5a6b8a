"""docs/connect: the recipes as pages, for an example question.

`python -m tools.recipes` writes them anew from app/recipes; a test compares.
"""

from app.query.accepts import FILE
from app.query.lookups import NO_LOOKUPS
from app.query.odata.wording import options_of, wordless
from app.query.parse import parse_query
from app.query.resource import PROJECTS
from app.recipes.recipes import RECIPES, Addresses, Recipe, fill
from tools.examples import DOCUMENTED_BASE
from tools.server import ROOT

FOLDER = ROOT / "docs" / "connect"
_ASKED = "region=SE12&sort=-total_budget"
_QUERY = parse_query(PROJECTS, _ASKED, lookups=NO_LOOKUPS, accepts=FILE)
EXAMPLE = Addresses(DOCUMENTED_BASE, _ASKED, options_of(_QUERY), tuple(wordless(_QUERY)))
_INDEX = "README.md"


def pages() -> dict[str, str]:
    """Each page of the folder by its name."""
    return {_INDEX: _index(), **{f"{one.name}.md": _page(one) for one in RECIPES}}


def _index() -> str:
    rows = (f"| [{one.title}]({one.name}.md) | {one.state} |" for one in RECIPES)
    return f"""\
# Connect your tool

A page a tool. `/connect` of a running service shows the same for any question, ready to paste: \
put the question behind it as behind `/v1/projects`, `/connect?{EXAMPLE.query}`.

| tool | |
| --- | --- |
{chr(10).join(rows)}

All of them read [whole results as files](../api.md#whole-results-as-files): no paging, no limit. \
Where reading needs a key, send it as the password of *Basic* with any user name, as \
`Authorization: Bearer`, or, a read key only, as `api_key=` in the address.
"""


def _page(recipe: Recipe) -> str:
    return f"# {recipe.title}\n\n{recipe.state}\n\n{fill(recipe, EXAMPLE)}"


def main() -> None:
    """Writes every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
