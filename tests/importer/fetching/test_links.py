"""Which links of a list are pages of projects, which lead on in the list, which neither."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importer.fetching.links import links_of

HERE = "https://example.se/projekt/"


def pages(html: str, address: str = HERE, pattern: str | None = None) -> list[str]:
    return [page.removeprefix("https://example.se") for page in links(html, address, pattern)[0]]


def links(
    html: str, address: str = HERE, pattern: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = links_of(html.encode(), address, pattern)
    return found.pages, found.lists


def test_pages_are_the_links_below_the_list_each_once_in_order() -> None:
    html = """
      <nav><a href="/">Hem</a><a href="/om">Om</a><a href="/projekt">Projekt</a></nav>
      <a href="b">B</a> <a href="./a#topp">A</a> <a href="/projekt/b">igen</a>
      <area href="kartan"> <a>utan</a> <a href="">hit</a> <a href="#topp">upp</a>
      <a href="?sort=namn">sortera</a> <a href="mailto:anna@example.se">skriv</a>
      <a href="javascript:void(0)">x</a> <a href="https://other.example.se/projekt/c">annan</a>
      <a href="bild.PNG">bild</a> <a href="http://[">trasig</a> <link rel="canonical" href="z">
    """
    assert pages(html) == ["/projekt/b", "/projekt/a", "/projekt/kartan"]


@pytest.mark.parametrize(
    ("address", "below"),
    [
        ("https://example.se/", ["/projekt/1", "/annat/2", "/3"]),
        ("https://example.se/index.html", ["/projekt/1", "/annat/2", "/3"]),
        ("https://example.se/projekt", ["/projekt/1"]),
        ("https://example.se/projekt?sida=2", ["/projekt/1"]),
        ("https://example.se/projekt/", ["/projekt/1"]),
        ("https://example.se/projekt/sok", ["/projekt/1"]),
        ("https://example.se/projekt/page/3/", ["/projekt/1"]),
        ("https://example.se/projektbanken", []),
    ],
)
def test_the_folder_of_a_list_is_where_its_pages_are(address: str, below: list[str]) -> None:
    html = '<a href="/projekt/1">1</a><a href="/annat/2">2</a><a href="/3">3</a>'
    assert pages(html, address) == below


def test_a_pattern_says_which_links_are_pages() -> None:
    html = '<a href="/visa?id=1">1</a><a href="/visa?sort=x">2</a><a href="/projekt/3">3</a>'
    assert pages(html, pattern="/visa[?]id=*") == ["/visa?id=1"]
    assert pages('<a href="?id=7">7</a>', pattern="/projekt/[?]id=*") == ["/projekt/?id=7"]


def test_links_start_from_the_base_of_the_page() -> None:
    assert pages('<base href="/projekt/a/"><a href="b">b</a>') == ["/projekt/a/b"]
    assert pages('<base href="javascript:x"><a href="b">b</a>') == ["/projekt/b"]


def test_plain_and_encrypted_links_are_one_site() -> None:
    assert links('<a href="http://example.se/projekt/1">1</a>')[0] == (
        "http://example.se/projekt/1",
    )


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="/fler/2">2</a>',
        '<a rel="nofollow NEXT" href="/fler/2">2</a>',
        '<link rel="next" href="/fler/2">',
        '<a href="/fler/2">Nästa</a>',
        '<a href="/fler/2"> NÄSTA sida\u00a0› </a>',
        '<a href="/fler/2"><span>»</span></a>',
        '<a href="/fler/2" aria-label="Next page"><svg></svg></a>',
    ],
)
def test_a_link_may_say_that_it_leads_on(link: str) -> None:
    assert links(link) == ((), ("https://example.se/fler/2",))


@pytest.mark.parametrize(
    ("address", "link", "leads_on"),
    [
        ("https://example.se/projekt", "/projekt?page=2", True),
        ("https://example.se/projekt/", "?q=x&sida=2", False),
        ("https://example.se/projekt/?q=x", "?q=x&sida=2", True),
        ("https://example.se/projekt/?q=x&sida=2", "?q=x", True),
        ("https://example.se/projekt/?q=x&sida=2", "?q=y&sida=3", False),
        ("https://example.se/projekt/page/2/", "/projekt/page/3/", True),
        ("https://example.se/projekt/sida/2", "/projekt/", True),
        ("https://example.se/projekt/", "/projekt/2", False),
        ("https://example.se/projekt/", "https://other.example.se/projekt/?page=2", False),
    ],
)
def test_pages_of_a_list_differ_in_their_number_alone(
    address: str, link: str, leads_on: bool
) -> None:
    assert bool(links(f'<a href="{link}">2</a>', address)[1]) == leads_on


def test_an_arrow_to_a_page_may_lead_to_a_project() -> None:
    html = '<a href="/projekt/1">»</a><a href="/projekt?sida=2">»</a>'
    one, two = "https://example.se/projekt/1", "https://example.se/projekt?sida=2"
    assert links(html, "https://example.se/projekt") == ((one,), (one, two))


def test_an_empty_label_does_not_lead_on() -> None:
    assert links('<a href="/projekt/1"><img src="x.png"></a>')[1] == ()


@given(st.text(alphabet='<>a href="/?=#&;:.x\u00e5\0', max_size=200), st.binary(max_size=50))
def test_any_page_can_be_looked_through(text: str, noise: bytes) -> None:
    found = links_of(b"<a href=1>" + text.encode() + noise, HERE, None)
    assert all(page.startswith("http") for page in (*found.pages, *found.lists))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200_000,
        "<a " * 300_000,
        "<a href=" * 120_000,
        '<a href="' * 110_000,
        "<a href='\"" * 90_000,
        '<a b="\' c="' * 80_000,
        "<!--" * 250_000,
        "<script " * 120_000,
        "<a\n" + " " * 1_000_000,
        "<a x" + "=" * 1_000_000,
        "<a " + "x " * 500_000,
        "<a href=1>" + "<" * 1_000_000,
        "<a href=1>" * 20_000,
        f"<a href={'1' * 1_000_000}>",
        f"<a href='&#{'1' * 1_900};'>&#{'1' * 5_000};</a>",
        "<title><a href=2>" + "</titl" * 150_000,
    ],
    ids=range(16),
)
def test_no_page_takes_long(page: str) -> None:
    begun = time.perf_counter()
    links(page)
    assert time.perf_counter() - begun < 3


def test_what_is_no_markup_holds_no_links() -> None:
    html = """<!-- <a href="1">1</a> --><script>'<a href="2">'</script><style><a href="3"></style>
      <template><a href="4">4</a></template><TITLE><a href="5"></TITLE><a href='6'>6</a>"""
    assert pages(html) == ["/projekt/6"]


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="1">', "<a href='1'>", "<a href=1>", "<A\nHREF = 1 >", "<a class=b href=1 x>",
        '<a title="a > b" href="1">', "<a title=Anna's href=1>", '<a href="&#49;">', "<a href=1 ",
    ],
)  # fmt: skip
def test_a_link_may_be_written_in_many_ways(tag: str) -> None:
    assert pages(tag) == ["/projekt/1"]
