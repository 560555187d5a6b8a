"""All recipes as one page of HTML, for the question at hand."""

import html
from collections.abc import Iterator, Sequence
from string import Template

from app.recipes.recipes import FILES, RECIPES, Addresses, Recipe, fill

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
"""What the page may load: its own style and script."""

_PAGE = Template("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Projektbank: connect your tool</title>
<link rel="icon" href="static/swagger/favicon-32x32.png">
<link rel="stylesheet" href="static/connect.css">
<script type="module" src="static/connect.js"></script>
</head>
<body>
<header><h1>Connect your tool</h1>
<p>$question</p>
<p class="addresses">$addresses</p>$wordless
<nav aria-label="Tools"><ul>
$contents
</ul></nav></header>
<main>
$recipes
</main>
<footer><p>Källa: Svenska ESF-rådet, Projektbanken. <a href="docs">Every address</a></p></footer>
</body>
</html>
""")
_EVERYTHING = "all of them; a question behind a ? in this address narrows every recipe to it"


def make_page(addresses: Addresses, phrases: Sequence[str], total: int) -> bytes:
    """The page for a question that is also told in words and has so many rows."""
    places = addresses.places
    links = (f'<a href="{html.escape(places[name])}">{name}</a>' for name in FILES)
    told = html.escape("; ".join(phrases)) if phrases else _EVERYTHING
    page = _PAGE.substitute(
        question=f"Projects: {told}. Rows: {total:,}.",
        addresses=" · ".join(links),
        wordless=_warning(addresses.wordless),
        contents="\n".join(f'<li><a href="#{one.name}">{one.title}</a></li>' for one in RECIPES),
        recipes="\n".join(_sections(addresses)),
    )
    return page.encode()


def _warning(wordless: Sequence[str]) -> str:
    """What the addresses of OData on the page leave out."""
    if not wordless:
        return ""
    names = html.escape(", ".join(wordless))
    return f'\n<p class="unrun">OData has no word for {names}: its addresses leave that out.</p>'


def _sections(addresses: Addresses) -> Iterator[str]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - felt at every start

    markdown = MarkdownIt("commonmark", {"html": False})
    for recipe in RECIPES:
        yield _section(recipe, markdown.render(fill(recipe, addresses)))


def _section(recipe: Recipe, body: str) -> str:
    state = "runs" if recipe.runs else "unrun"
    heading = f'<h2>{recipe.title}</h2><p class="{state}">{html.escape(recipe.state)}</p>'
    return f'<section id="{recipe.name}">{heading}\n{body}</section>'
