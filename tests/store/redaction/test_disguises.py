"""However a page or a text writes a redacted person, she goes: tags, escapes, unseen signs."""

from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.database import Database
from app.domain.contacts import Kind
from app.store.redaction.blocklist import BlockList
from app.store.redaction.content import Lines, scrub_content
from app.store.redaction.scrubbing import Scrubber
from tests.importer.files import import_contents
from tests.importer.pages import Page
from tests.importer.renderings import FORMS, write_html
from tests.restoring.keeping import query
from tests.store.integrity.test_laws import breaches
from tests.store.redaction.people import EMAIL, NAME, PHONE, act, traces, traces_seen
from tests.store.rows import stored_project

KEY = "2020-00001"
FACTS = {
    "Projektägare": "Exempelkommunen",
    "Region": "Stockholm",
    "Projektperiod": "2020-01-01 - 2020-12-31",
    "Diarienummer": "2020/00001",
    "Kontaktperson": NAME,
    "E-post": EMAIL,
    "Telefonnummer": PHONE,
}
IN_MARKUP = f"""<a href="mailto:{EMAIL}" title='{NAME}'>{EMAIL.replace("@", "&#64;")}</a>
<a href="/personal/kim-planterad.html?n={quote(NAME)}">Kim&nbsp;<b>Plan</b>t<i>erad</i></a>
<img src="kim_planterad.jpg" alt={NAME}><span>Kim</span><span>Planterad</span>
<!-- {NAME} -->
<script>var x = {{"n": "Kim\\u0020Planterad", "e": "{EMAIL.replace("@", "%40")}"}}</script>
<td>Kim<br>Planterad</td><td>070&ndash;174&nbsp;06&thinsp;07</td><!-- <b>Kim</b> Planterad -->
Kim Plan&shy;terad, KIM&amp;nbsp;PLANTERAD, &#75;im&#x20;Planterad; Alex P&aring;hitt &amp; co
"""
DISGUISES = (
    str,
    lambda one: f"&#{ord(one)};",
    lambda one: f"&#x{ord(one):X};",
    lambda one: f"&amp;#{ord(one)};",
    lambda one: f"\\u{ord(one):04x}",
    lambda one: f"<b>{one}</b>",
    lambda one: f"</r><r><t xml:space='preserve'>{one}</t></r><r>",
    lambda one: f"{one}\u00ad",
    lambda one: f"{one}&#8203;",
    lambda one: quote(one, safe=""),
)
"""Each way to write a letter."""
REACHED = {"name": NAME, "email": EMAIL}


def scrub(text: str, **asked: str) -> bytes:
    blocks = BlockList("hemligt", [])
    for kind, sought in asked.items():
        blocks.add(Kind(kind), sought.casefold())
    return scrub_content(text.encode(), Lines(), Scrubber(blocks)).content


@pytest.mark.parametrize("form", FORMS)
def test_a_web_page_is_redacted(empty_database: Database, tmp_path: Path, form: str) -> None:
    html = write_html(Page("Nya vägar", FACTS, "Projektet provar."), form)
    html = html.replace("</main>", f"</main>{IN_MARKUP}").replace(
        EMAIL, EMAIL.replace("@", "&#64;")
    )
    import_contents(empty_database, tmp_path, html)
    before = stored_project(empty_database, KEY)
    assert before.contact_email == EMAIL
    act(empty_database, email=EMAIL)
    assert traces(empty_database) == []
    assert breaches(empty_database) == {}
    assert stored_project(empty_database, KEY).name == before.name
    [(name,)] = query(empty_database, "SELECT project_id FROM document")
    assert name == KEY
    assert act(empty_database, email=EMAIL) == []


def test_a_web_page_that_comes_in_obeys_the_block_list(
    empty_database: Database, tmp_path: Path
) -> None:
    page = Page("Nya vägar", FACTS, "Projektet provar.")
    import_contents(empty_database, tmp_path, page.with_colons())
    act(empty_database, email=EMAIL)
    html = write_html(page, "table").replace("</main>", f"</main>{IN_MARKUP}")
    refused = f"<html><body><h1>Nyheter</h1><p>Exempelkommunen</p>{IN_MARKUP}</body></html>"
    outcomes = [one.outcome for one in import_contents(empty_database, tmp_path, html, refused)]
    assert outcomes == ["unchanged", "rejected"]
    assert len(query(empty_database, "SELECT 1 FROM document")) == 3
    assert traces(empty_database) == []


def test_nothing_else_in_markup_is_touched() -> None:
    kept = "<p class='kim'>Alex P&aring;hitt &amp; co, alex&#64;example.se</p>\r\n{x}"
    scrubbed = scrub(kept.format(x="") + IN_MARKUP, name=NAME, email=EMAIL, phone="0701740607")
    assert scrubbed.startswith(kept.format(x="").encode())
    assert traces_seen(scrubbed) == []
    assert scrubbed.count(b"<") == (kept + IN_MARKUP).count("<")
    assert scrubbed.count(b"\n") == (kept + IN_MARKUP).count("\n")
    assert b"P&aring;hitt &amp; co\n" in scrubbed
    assert scrub(kept, name=NAME, email=EMAIL) == kept.encode()


@given(
    letters=st.lists(st.sampled_from(DISGUISES), min_size=40, max_size=40),
    asked=st.sampled_from(sorted(REACHED)),
    around=st.sampled_from([("", ""), ("<td>", "</td>"), ('"', '"'), ("Fråga ", " nu")]),
)
def test_no_way_to_write_a_letter_hides_her(
    letters: list[object], asked: str, around: tuple[str, str]
) -> None:
    sought = REACHED[asked]
    written = "".join(write(one) for write, one in zip(letters, sought, strict=False))  # type: ignore[operator]
    scrubbed = scrub(f"{around[0]}{written}{around[1]}", **{asked: sought})
    assert traces_seen(scrubbed) == []


@given(text=st.text(max_size=200), asked=st.sampled_from(sorted(REACHED)))
def test_texts_without_her_stay_as_they_are(text: str, asked: str) -> None:
    told = escape(text)
    assert scrub(told, **{asked: REACHED[asked]}) == told.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("charset", ["macintosh", "iso-8859-15", "windows-1250"])
def test_the_encoding_that_a_page_declares_is_looked_through(charset: str) -> None:
    blocks = BlockList("hemligt", [])
    blocks.add(Kind.NAME, "kim plänterad")
    page = f'<html><head><meta charset="{charset}"></head><p>Kim Plänterad</p><p>Påhitt, ä</p>'
    content = page.replace("å", "a").encode({"macintosh": "mac-roman"}.get(charset, charset))
    scrubbed = scrub_content(content, Lines(), Scrubber(blocks)).content
    assert scrubbed == content[: content.index(b"Kim")] + content[content.index(b"</p><p>") :]
