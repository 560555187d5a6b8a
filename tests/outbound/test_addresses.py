"""Addresses: one spelling, and none that leads into a private network."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AddressFailed
from app.outbound.addresses import MAX_LENGTH, canonical, is_public, joined


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("https://example.se", "https://example.se/"),
        ("HTTPS://Example.SE:443/Projekt#topp", "https://example.se/Projekt"),
        ("http://example.se:80/a/../b/./c", "http://example.se/b/c"),
        (" http://example.se./ ", "http://example.se/"),
        ("http://example.se?sida=2", "http://example.se/?sida=2"),
        ("https://försäkring.example.se/å?q=ö", "https://xn--frskring-2za1p.example.se/%C3%A5?q=%C3%B6"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)  # fmt: skip
def test_an_address_has_one_spelling(text: str, meant: str) -> None:
    assert canonical(text) == meant
    assert canonical(meant) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.se",
        "//example.se/",
        "ftp://example.se/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///x",
        "http://namn:lösen@example.se/",
        "http://namn@example.se/",
        "http://example.se\\@127.0.0.1/",
        "http://example..se/",
        "http://-example.se/",
        "http://a b.se/",
        "http://ex%61mple.se/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://example.se:0/",
        "http://example.se:65536/",
        "http://example.se:x/",
        "http://exa\nmple.se/",
        "http://\0/",
        f"http://{'a' * 64}.se/",
        f"http://{'a.' * 130}se/",
        f"http://example.se/{'a' * MAX_LENGTH}",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(text: str) -> None:
    with pytest.raises(AddressFailed) as caught:
        canonical(text)
    assert caught.value.reason == "address-invalid"


@given(st.text(max_size=60) | st.text("htps:/.@[]%#?å\\1", max_size=40).map("http://".__add__))
def test_any_text_is_one_address_or_refused(text: str) -> None:
    try:
        meant = canonical(text)
    except AddressFailed:
        return
    assert canonical(meant) == meant
    assert "@" not in meant.split("/")[2]


@given(st.text(max_size=40))
def test_a_link_leads_to_an_address_or_is_refused(link: str) -> None:
    try:
        meant = joined("https://example.se/projekt/", link)
    except AddressFailed:
        return
    assert canonical(meant) == meant


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("7", "https://example.se/projekt/7"),
        ("../om#topp", "https://example.se/om"),
        ("?sida=2", "https://example.se/projekt/?sida=2"),
        ("//other.example.se", "https://other.example.se/"),
        (" /a b ", "https://example.se/a%20b"),
    ],
)
def test_a_link_is_read_from_its_page(link: str, meant: str) -> None:
    assert joined("https://example.se/projekt/", link) == meant


PRIVATE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/96",
    "::1/128",
    "::ffff:0:0/96",
    "64:ff9b::7f00:0/104",
    "64:ff9b::a9fe:0/112",
    "64:ff9b:1::/48",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]


@pytest.mark.parametrize("network", PRIVATE)
@given(data=st.data())
def test_no_number_of_a_private_network_is_public(network: str, data: st.DataObject) -> None:
    net = ip_network(network)
    last = net.num_addresses - 1
    place = data.draw(st.sampled_from([0, last]) | st.integers(0, last))
    assert not is_public(str(net[place]))


@given(st.ip_addresses(v=4, network="64.0.0.0/10"))
def test_a_number_of_the_internet_is_public_also_when_translated(number: IPv4Address) -> None:
    assert is_public(str(number))
    assert is_public(str(IPv6Address(int(IPv6Address("64:ff9b::")) + int(number))))
    assert not is_public(f"::ffff:{number}")


@pytest.mark.parametrize("number", ["2606:4700::1111", "2a00:1450:400f::200e"])
def test_a_long_number_of_the_internet_is_public(number: str) -> None:
    assert is_public(number)


def test_the_zone_of_a_number_does_not_hide_it() -> None:
    assert not is_public("fe80::1%eth0")
