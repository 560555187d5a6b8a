"""Footnotes, struck-out values and boxes on saved pages: no figure is lost, none made up."""

import pytest

from tests.importer.test_web_pages import BLOCK, EXPECTED, OWN, page, read, values_of

ANOTHER = "<p>Projektägare: Annanstad</p><p>Total projektbudget: 5 kr</p>"


def with_support(value: str, label: str = "Beviljat ESF-stöd:") -> str:
    return page(OWN.replace("</dl>", f"<dt>{label}</dt><dd>{value}</dd></dl>"))


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("381969<sup>1</sup>", 381969),
        ("381 969 <sup>1</sup>", 381969),
        ("381 969 kr<sup>*)</sup> ", 381969),
        ("381 969 kr<sup>1)</sup>", 381969),
        ("<del>400 000</del> 500 000", 500000),
        ("<strike>400 000</strike><ins>500 000</ins>", 500000),
        ("<s>400</s>500", 500),
        ("<span style='text-decoration: line-through'>400</span>500", 500),
        ('400000<a href="#fn1">1</a>', 400000),
        ('400 000 <a href="https://www.example.se/17#fn1">[1]</a>', 400000),
        ('400000<sup id="r"><a href="#fn1">[<span>1</span>]</a></sup>', 400000),
        ('400000<a href="#fn1"><sup>1</sup></a>', 400000),
        ("400000<sup>1", 400000),
        ('<a href="/fakta#belopp">400 000</a>', 400000),
        ('<a href="#belopp">17</a>', 17),
        ("<sup>400 000</sup>", 400000),
        ("400<sup>50</sup>", None),
        ("10<sup>6</sup>", None),
        ("400000<sup>1,2</sup>", None),
        ("400<sub>1</sub>", None),
    ],
)
def test_a_footnote_never_makes_another_figure(value: str, amount: int | None) -> None:
    statement = read(with_support(value)).statements["granted_support"]
    if amount is None:
        assert (statement.value, statement.issues) == (None, ("amount-unreadable",))
    else:
        assert (statement.value, statement.issues) == (amount * 100, ())


@pytest.mark.parametrize(
    "label",
    [
        "Beviljat ESF-stöd<sup>1</sup>:",
        "Beviljat ESF-stöd:<sup>12</sup>",
        'Beviljat ESF-stöd<a href="#fn1">1</a>',
    ],
)
def test_a_label_with_a_footnote_is_the_label(label: str) -> None:
    assert values_of(with_support("400 000", label))["granted_support"] == 40_000_000


def test_a_linked_value_right_behind_its_label_is_no_footnote() -> None:
    line = '<p><b>Antal deltagare</b><a href="#delta">17</a></p>'
    block = "".join(f"<p><b>{label}</b> x</p>" for label in ("Namn", "Projektägare", "Projektfas"))
    assert values_of(page(f"<h1>Bron</h1>{block}{line}"))["planned_participants"] == 17


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("100 m<sup>2</sup> och CO<sub>2</sub>", "100 m² och CO2"),
        ("Se not<sup>2</sup>, 1<sup>a</sup>", "Se not, 1a"),
        ('Se § <a href="#p3">3</a> och (<a href="#p4">4</a>)', "Se § 3 och (4)"),
        ('Se <a href="mailto:a@example.se">1</a>', "Se 1"),
    ],
)
def test_text_keeps_what_is_no_footnote(text: str, read_as: str) -> None:
    assert values_of(page(OWN.replace("Löptext.", text)))["summary"] == read_as


@pytest.mark.parametrize(
    "box",
    [
        "<aside><h2>Fakta</h2><dl><dt>Total projektbudget</dt><dd>400 000</dd></dl></aside>",
        "<aside><h3>Total projektbudget</h3><p>400 000</p><p>Läs mer här</p></aside>",
        "<div class='alert alert-info'>Total projektbudget: 400 000 kr</div>",
        "<aside><p>Namn: Bron</p><p>Total projektbudget: 400 000</p></aside>",
    ],
)
@pytest.mark.parametrize("place", ["before", "after", "inside", "behind main"])
def test_facts_that_only_a_box_states_are_read(box: str, place: str) -> None:
    body = {
        "before": box + OWN,
        "after": OWN + box,
        "inside": OWN.replace("</dl>", f"</dl>{box}"),
        "behind main": f"<main>{OWN}</main>{box}",
    }[place]
    assert values_of(page(body)) == EXPECTED | {"total_budget": 40_000_000}


@pytest.mark.parametrize(
    "box",
    [
        f"<aside>{ANOTHER}</aside>",
        f"<aside class=related-projects><p>Total projektbudget: 5</p>{ANOTHER}</aside>",
        "<aside><h2>Fler projekt här</h2><p>Total projektbudget: 5</p></aside>",
        "<aside hidden><p>Total projektbudget: 5</p></aside>",
        "<aside><p>Telefonnummer: 08-000 00 00</p><p>E-post: info@example.se</p></aside>",
    ],
)
def test_boxes_of_others_are_left_out(box: str) -> None:
    assert values_of(page(OWN + box)) == EXPECTED


def test_a_box_of_a_project_with_another_name_than_the_heading_is_left_out() -> None:
    own = OWN.replace("<dt>Namn:</dt><dd>Bron</dd>", "<dt>Antal deltagare:</dt><dd>1</dd>")
    box = "<aside><p>Namn: Tunneln</p><p>Total projektbudget: 5</p></aside>"
    assert values_of(page(own + box)) == values_of(page(own))


def test_a_box_that_contradicts_the_page_flags_it() -> None:
    own = OWN.replace("</dl>", "<dt>Slutdatum:</dt><dd>2021-12-31</dd></dl>")
    draft = read(page(own + "<div class=alert>Slutdatum: 2022-06-30</div>"))
    statement = draft.statements["end_date"]
    assert (str(statement.value), statement.issues) == ("2021-12-31", ("duplicate-label",))


@pytest.mark.parametrize(
    ("above", "summary"),
    [
        ("<p>Kort ingress.</p>", "Kort ingress."),
        ("<p>En kort ingress</p>", "En kort ingress"),
        ("<p>Uppdaterad den 3 maj 2020.</p>", None),
        ("<p>Fakta om projektet:</p>", None),
    ],
)
def test_a_short_paragraph_below_the_heading_is_the_summary_where_no_other_is(
    above: str, summary: str | None
) -> None:
    content = page(f"<p>Sidan visar ett projekt.</p><h1>Bron</h1>{above}<dl>{BLOCK}</dl>")
    assert values_of(content).get("summary") == summary


@pytest.mark.parametrize(
    ("heading", "ends"),
    [
        ("Fler projekt i regionen", True),
        ("Relaterade nyheter", True),
        ("Läs mer", True),
        ("Andra projektperioden", False),
        ("Nyheter i metoden", False),
    ],
)
def test_a_heading_of_other_projects_ends_the_text(heading: str, ends: bool) -> None:
    summary = values_of(page(f"{OWN}<h2>{heading}</h2><p>Mer.</p>"))["summary"]
    assert (summary == "Löptext.") is ends
