"""Web pages made of invented pages: each way in which a site may mark up a label and its value,
with as much of the site around them as a saved page has."""

from collections.abc import Callable, Iterable, Mapping
from html import escape

from tests.importer.pages import Page

Rows = Iterable[tuple[str, str]]
Markup = Callable[[Rows], str]


def _description_list(rows: Rows) -> str:
    pairs = (f"<dt>{label}</dt>\n  <dd>{value}</dd>" for label, value in rows)
    return f'<dl class="facts">\n{"".join(pairs)}</dl>'


def _open_list(rows: Rows) -> str:
    """End tags may be left out."""
    return f"<dl>{''.join(f'<dt>{label}<dd>{value}' for label, value in rows)}</dl>"


def _table(rows: Rows) -> str:
    cells = (f"<tr><th scope=row>{label}</th>\n<td>{value}</td></tr>" for label, value in rows)
    return f"<table><caption>Fakta</caption><tbody>{''.join(cells)}</tbody></table>"


def _table_without_headings(rows: Rows) -> str:
    cells = (f"<TR><TD><B>{label}</B></TD><TD>{value}</TD></TR>\r\n" for label, value in rows)
    return f'<TABLE BORDER="0">{"".join(cells)}</TABLE>'


def _wide_table(rows: Rows) -> str:
    """Two pairs a row."""
    cells = [f"<td class=l>{label}</td><td>{value}</td>" for label, value in rows]
    pairs = (f"<tr>{''.join(cells[index : index + 2])}</tr>" for index in range(0, len(cells), 2))
    return f"<table>{''.join(pairs)}</table>"


def _strong_paragraphs(rows: Rows) -> str:
    return "\n".join(f"<p><strong>{label}</strong> {value}</p>" for label, value in rows)


def _strong_and_breaks(rows: Rows) -> str:
    pairs = (f"<strong>{label}</strong><br>\n{value}<br/>" for label, value in rows)
    return f"<div>{''.join(pairs)}</div>"


def _nested_divs(rows: Rows) -> str:
    pairs = (
        f'<div class="row"><div class="label"><span>{label}</span></div>'
        f'<div class="value"><div>{value}</div></div></div>'
        for label, value in rows
    )
    return f'<div class="project-facts"><div>{"".join(pairs)}</div></div>'


def _spans(rows: Rows) -> str:
    pairs = (
        f'<span class="a">{label}</span> <span class="b">{value}</span> ' for label, value in rows
    )
    return f"<div>{''.join(pairs)}</div>"


def _items(rows: Rows) -> str:
    return f"<ul>{''.join(f'<li><b>{label}</b> {value}</li>' for label, value in rows)}</ul>"


def _headings(rows: Rows) -> str:
    return "".join(f"<h3>{label}</h3><p>{value}</p>" for label, value in rows)


def _lines(rows: Rows) -> str:
    return "".join(f"<div>{label.rstrip(':')}: {value}</div>" for label, value in rows)


FORMS: Mapping[str, Markup] = {
    "description list": _description_list,
    "open list": _open_list,
    "table": _table,
    "table without headings": _table_without_headings,
    "wide table": _wide_table,
    "strong paragraphs": _strong_paragraphs,
    "strong and breaks": _strong_and_breaks,
    "nested divs": _nested_divs,
    "spans": _spans,
    "items": _items,
    "headings": _headings,
    "lines": _lines,
}

_MENU = "".join(f'<li class="menu-item"><a href="/{n}">Menyval {n}</a></li>' for n in range(20))
_BEFORE = f"""<!DOCTYPE html>
<!-- sparad från webben -->
<html lang="sv"><head><meta charset="utf-8"><title>{{title}} - Exempelfonden</title>
<script>var facts = "<dl><dt>Namn</dt><dd>Fel</dd></dl>"; if (1 < 2) {{{{ }}}}</script>
<style>.label {{{{ content: "Region"; }}}}</style></head>
<body class="page has-menu no-cookies">
<div id="cookie-banner"><h2>Cookies</h2><p>Vi tar kakor. <button>Stäng</button></p></div>
<header class="site-header"><a href="#main">Hoppa till innehållet</a><p>Exempelfonden</p>
<nav><ul>{_MENU}</ul></nav>
<form role="search"><label>Region <select><option>Stockholm<option>Norr</select></label></form>
</header>
<div class="breadcrumbs"><a href="/">Start</a> / <a href="/p">Projekt</a></div>
"""
_AFTER = f"""<div class="share-buttons"><a href="#">Dela på Exempelboken</a></div>
<template><dl><dt>Namn</dt><dd>Mall</dd></dl></template>
<section class="related"><h2>Relaterade projekt</h2><ul>
<li><a href="/2">2020/09999 - Ett annat projekt</a> <b>Projektägare:</b> Någon annan</li>
<li><a href="/3">23-999-S01 - Ännu ett</a></li></ul></section>
<footer><ul>{_MENU}</ul><p>Kontakt: info@example.se</p></footer>
<noscript>Slå på JavaScript.</noscript></body></html>
"""


def write_html(page: Page, form: str, colon: str = ":", main: str = "main") -> str:
    """The page as a site may show it; `main` is the element around the project's own part."""
    rows = [(f"{escape(label)}{colon}", escape(value)) for label, value in page.facts.items()]
    paragraphs = page.summary.split("\n\n") if page.summary else []
    text = "\n".join(
        f"<p>{escape(paragraph)}</p>".replace("\n", "<br>\n") for paragraph in paragraphs
    )
    heading = escape(page.heading)
    own = f"<h1>{heading}</h1>\n{FORMS[form](rows)}\n<div class=text>{text}</div>"
    return f"{_BEFORE.format(title=heading)}<{main}>{own}</{main}>{_AFTER}"
