"""Saved web pages: what is part of a project's page, what is the site's, and in which letters."""

import pytest

from app.errors import DocumentRejected
from app.importer.document import Document, Draft
from app.importer.pages.reading import read_document

FACTS = {"Namn": "Bron", "Projektägare": "Exempelstad", "Region": "Stockholm"}
BLOCK = "".join(f"<dt>{label}:</dt><dd>{value}</dd>" for label, value in FACTS.items())
OWN = f"<h1>2020/00001 - Bron</h1><dl>{BLOCK}</dl><p>Löptext.</p>"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def read(content: str | bytes) -> Draft:
    raw = content if isinstance(content, bytes) else content.encode()
    return read_document(Document("sida", raw))


def values_of(content: str | bytes) -> dict[str, object]:
    return {name: statement.value for name, statement in read(content).statements.items()}


EXPECTED = values_of(page(OWN))


def test_a_page_is_read() -> None:
    assert EXPECTED == {
        "number": "2020/00001",
        "name": "Bron",
        "owner": "Exempelstad",
        "region": "SE11",
        "region_name": "Stockholm",
        "summary": "Löptext.",
    }


@pytest.mark.parametrize(
    "frame",
    [
        "<script>document.write('<dl><dt>Namn:</dt><dd>Fel</dd></dl>')</script>",
        "<script>if (a < b && c) {}</script >",
        "<style>p > b { content: 'Region' }</style>",
        "<!-- <h1>Fel</h1> -- > -->",
        "<!--><!---><![CDATA[x]]><?php echo 1 ?>",
        "<template><p>Fel</p></template>",
        "<noscript><p>Fel</p></noscript>",
        "<svg><title>Fel</title><text>Fel</text></svg>",
        "<nav><ul><li>Namn<li>Region<li>Projektägare</ul></nav>",
        "<header><p>Fel</p></header>",
        "<footer><p>Telefonnummer</p><p>08-000 00 00</p></footer>",
        "<aside><h2>Nyheter</h2><p>Fel</p></aside>",
        "<div class='cookie-banner'><p>Cookies</p></div>",
        "<div id=sidfot><div><p>Fel</p></div></div>",
        "<div class='col breadcrumbs'>Start / Projekt</div>",
        "<ul class=share-links><li>Dela</ul>",
        "<section class='related-projects'><p>2020/00002 - Fel</p></section>",
        "<div role=dialog><p>Fel</p></div>",
        "<p hidden>Fel</p>",
        "<div aria-hidden='true'>Fel</div>",
        '<div style="color: red; display: none">Fel</div>',
        "<select><option>Region</option></select>",
        "<button>Namn</button>",
        "<iframe><p>Fel</p></iframe>",
        "<textarea><p>Fel</p></textarea>",
        "<img alt=\"a > b\" title='<h1>Fel</h1>'>",
        '<a title="5" b=c\' d></a>',
    ],
)
@pytest.mark.parametrize("place", ["before", "after", "between"])
def test_what_belongs_to_the_site_is_left_out(frame: str, place: str) -> None:
    body = {
        "before": frame + OWN,
        "after": OWN + frame,
        "between": OWN.replace("</h1>", f"</h1>{frame}").replace("</dl>", f"</dl>{frame}"),
    }
    assert values_of(page(body[place])) == EXPECTED


@pytest.mark.parametrize(
    "body",
    [
        f"<header>{OWN}</header>",
        f"<div class='menu'><div class=footer>{OWN}</div></div>",
        f"<aside>{OWN}</aside>",
        f"<div hidden>{OWN}</div>",
        OWN.replace("<dl>", "<aside class=related><dl>").replace("</dl>", "</dl></aside>"),
        f"<main><p>Annat</p></main>{OWN}",
        f"<div class=banner><h1>2020/00001 - Bron</h1></div><main><dl>{BLOCK}</dl>Löptext.</main>",
        f"<article class=teaser><p>Annat</p></article>{OWN}",
        f"<div class=menu>{OWN}",
        f"<nav>{OWN}",
        f"<pre>2020/00001 - Bron\n\n{BLOCK}</pre><p>Löptext.</p>".replace("<dt>", "\n")
        .replace("</dt><dd>", "\n")
        .replace("</dd>", ""),
    ],
)
def test_what_a_page_needs_is_kept_wherever_it_stands(body: str) -> None:
    assert values_of(page(body)) == EXPECTED


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("<h1>Exempelfonden</h1><h1>Bron</h1>", "Bron"),
        ("<h1>Bron</h1><h2>Fakta</h2>", "Bron"),
        ("<h2>Bron</h2><p>Ingress.</p>", "Bron"),
        ("<p>Exempelfonden</p><p>Bron</p>", "Bron"),
        ("<h1><a href='#'>Br<b>on</b></a></h1><p>Uppdaterad i dag</p>", "Bron"),
    ],
)
def test_the_heading_is_the_highest_and_nearest(above: str, name: str) -> None:
    block = BLOCK.replace("<dt>Namn:</dt><dd>Bron</dd>", "<dt>Antal deltagare:</dt><dd>1</dd>")
    assert values_of(page(f"{above}<dl>{block}</dl>"))["name"] == name


def test_a_heading_below_the_labels_is_the_heading_too() -> None:
    assert values_of(page(f"<dl>{BLOCK}</dl><h1>2020/00001 - Bron</h1><p>Löptext.</p>")) == EXPECTED


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ("&Aring;sa &amp; Co", "Åsa & Co"),
        ("&#229;&#xE4;&ouml;", "åäö"),
        ("A&nbsp;B", "A B"),
        ("Exempel&shy;stad", "Exempelstad"),
        ("A <b>B</b>\n  C", "A B C"),
        ("A<br>B", "A B"),
        ("<p>A</p><p>B</p>", "A B"),
        ("&lt;b&gt;", "<b>"),
        ("&okänd; &", "&okänd; &"),
        ("A < 5 <7 </ B", "A < 5 <7 </ B"),
        ("A<!-- > -->B", "AB"),
        ("<ul><li>A</li><li>B</li></ul>", "A B"),
        (f"A &#{'9' * 5000};", "A \ufffd"),
    ],
)
def test_a_value_is_the_text_that_is_shown(value: str, read_as: str) -> None:
    draft = read(page(OWN.replace("<dd>Exempelstad", f"<dd>{value}")))
    assert draft.statements["owner"].value == read_as


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("iso-8859-15", "iso8859-15"),
        ("macintosh", "mac-roman"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("utf-7", "utf-8"),
        ("utf-16", "utf-8-sig"),
        ("utf-8", "utf-16"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_fits(declared: str, encoding: str) -> None:
    content = page(OWN).replace("charset=utf-8", f'charset="{declared}"')
    assert values_of(content.encode(encoding)) == EXPECTED


@pytest.mark.parametrize("count", [2, 3])
def test_a_page_with_the_labels_of_many_projects_is_none_of_one(count: int) -> None:
    content = page("<h1>Sök</h1>" + f"<h2>Ett projekt</h2><dl>{BLOCK}</dl>" * count)
    if count == 2:
        assert values_of(content)["owner"] == "Exempelstad"
    else:
        with pytest.raises(DocumentRejected, match="several projects"):
            read(content)
