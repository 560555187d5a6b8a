"""The client against a site that answers well, badly, endlessly or not at all."""

import gzip
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from app.errors import AddressFailed
from app.outbound import client as clients
from app.outbound import connection
from app.outbound.client import Answer, Client, Limits
from tests.outbound.site import Site, answering, dripping, in_turn, open_site, raw

HEAD = b"HTTP/1.1 200 OK\r\n"


def reason_of(client: Client, address: str) -> str:
    """The code with which an address fails."""
    with pytest.raises(AddressFailed) as caught:
        client.get(address)
    return caught.value.reason


def test_a_page_comes_with_its_headers(site: Site, client: Client) -> None:
    site.page("/a?b=c", "Å", ETag='"1"')
    answer = client.get(site.at("/a?b=c"))
    assert (answer.status, answer.content.decode(), answer.headers["etag"]) == (200, "Å", '"1"')


def test_a_request_says_who_asks_and_nothing_more(site: Site, client: Client) -> None:
    site.page("/", "x", Set_Cookie="a=1")
    client.get(site.at("/"), {"If-None-Match": '"1"'})
    client.get(site.at("/"))
    first, second = (one.headers for one in site.asked)
    assert first["User-Agent"] == "Test/1"
    assert first["Host"] == site.address.removeprefix("http://")
    assert first["If-None-Match"] == '"1"'
    assert set(second) == {"Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding"}


def test_a_proxy_of_the_environment_is_not_used(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.page("/", "x")
    assert client.get(site.at("/")).content == b"x"


def test_a_redirect_is_told_and_not_followed(site: Site, client: Client) -> None:
    site.page("/a", "moved", 302, Location="../b?c#d")
    answer = client.get(site.at("/a"))
    assert (answer.status, answer.target, answer.content) == (302, site.at("/b?c"), b"")
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "gopher://127.0.0.1:25/", "http://a:b@example.se/", "http://["],
)
def test_a_redirect_out_of_the_web_is_refused(site: Site, client: Client, location: str) -> None:
    site.page("/", "", 301, Location=location)
    with pytest.raises(AddressFailed) as caught:
        _ = client.get(site.at("/")).target
    assert caught.value.reason == "address-invalid"


def test_a_redirect_may_not_give_up_encryption() -> None:
    answer = Answer("https://example.se/", 301, {"location": "http://example.se/"})
    with pytest.raises(AddressFailed, match="from https:// to http://"):
        _ = answer.target


def test_a_packed_page_is_unpacked(site: Site, client: Client) -> None:
    two = gzip.compress(b"one ") + gzip.compress(b"two")
    site.page("/", two, Content_Encoding="gzip")
    assert client.get(site.at("/")).content == b"one two"


def test_an_empty_page_may_call_itself_packed(site: Site, client: Client) -> None:
    site.page("/", b"", Content_Encoding="gzip")
    assert client.get(site.at("/")).content == b""


def test_a_bomb_is_not_unpacked_to_its_end(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.page("/", gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    monkeypatch.setattr("app.outbound.body._PIECE", 10_000)
    assert reason_of(client, site.at("/")) == "too-large"


GZIP = HEAD + b"Content-Encoding: gzip\r\n\r\n"
NO_ANSWERS = {
    "said to be large": (HEAD + b"Content-Length: 100001\r\n\r\n", "too-large"),
    "said to be huge": (HEAD + b"Content-Length: " + b"9" * 400 + b"\r\n\r\n", "answer-malformed"),
    "large": (HEAD + b"\r\n" + b"x" * 100_001, "too-large"),
    "short": (HEAD + b"Content-Length: 10\r\n\r\nshort", "answer-malformed"),
    "half a chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", "answer-malformed"),
    "no chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "answer-malformed"),
    "unknown packing": (HEAD + b"Content-Encoding: br\r\n\r\nxx", "encoding-unsupported"),
    "packed twice": (HEAD + b"Content-Encoding: gzip, gzip\r\n\r\nxx", "encoding-unsupported"),
    "not packed": (GZIP + b"no gzip", "answer-malformed"),
    "half packed": (GZIP + gzip.compress(bytes(999))[:-4], "answer-malformed"),
    "packed and more": (GZIP + gzip.compress(b"x") + b"y", "answer-malformed"),
    "endless header": (HEAD + b"X: " + b"x" * 200_000, "answer-malformed"),
    "another protocol": (b"SSH-2.0-OpenSSH\r\n\r\n", "answer-malformed"),
    "noise": (b"\0" * 100, "answer-malformed"),
    "nothing": (b"", "answer-malformed"),
}


@pytest.mark.parametrize(("answer", "reason"), NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_an_answer_that_is_none_has_a_code(
    site: Site, client: Client, answer: bytes, reason: str
) -> None:
    site.routes["/"] = raw(answer)
    assert reason_of(client, site.at("/")) == reason


@pytest.fixture
def hasty() -> Iterator[Client]:
    """A client that loses patience soon."""
    limits = Limits(read=0.4, total=0.8)
    with Client("Test/1", allow_private=True, limits=limits) as opened:
        yield opened


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (HEAD, b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD + b"\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 404 -\r\n\r\n", b"x"),
    ],
)
def test_an_answer_that_drips_without_end_is_left_in_time(
    site: Site, hasty: Client, head: bytes, drop: bytes
) -> None:
    site.routes["/"] = dripping(head, drop, 0.05)
    begun = time.monotonic()
    assert reason_of(hasty, site.at("/")) == "timed-out"
    assert 0.8 <= time.monotonic() - begun < 3


def test_silence_is_left_before_that(site: Site, hasty: Client) -> None:
    site.routes["/"] = lambda _asked, _write: time.sleep(1)
    begun = time.monotonic()
    assert reason_of(hasty, site.at("/")) == "timed-out"
    assert time.monotonic() - begun < 0.8


def test_the_client_goes_on_after_a_failure(site: Site, client: Client) -> None:
    site.routes["/"] = in_turn(raw(HEAD + b"\r\n" + b"x" * 100_001), answering("fine"))
    assert reason_of(client, site.at("/")) == "too-large"
    assert client.get(site.at("/")).content == b"fine"


def test_a_machine_that_is_not_there_has_a_code(client: Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # listens to nothing
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert reason_of(client, address) == "connection-failed"


def test_a_name_of_nobody_has_a_code(client: Client) -> None:
    assert reason_of(client, "http://nobody.invalid/") in {"name-unresolved", "connection-failed"}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.1", "127.1", "0", "[::1]",
     "[::ffff:127.0.0.1]", "169.254.169.254", "10.1.2.3", "[fd00:ec2::254]", "100.100.100.200"],
)  # fmt: skip
def test_private_networks_are_closed_unless_opened(host: str) -> None:
    with Client("Test/1") as careful:
        assert reason_of(careful, f"http://{host}/") == "address-private"


@pytest.mark.parametrize("port", [22, 25, 8080, 11211])
def test_other_ports_are_closed_unless_opened(port: int) -> None:
    with Client("Test/1") as careful:
        assert reason_of(careful, f"http://example.se:{port}/") == "address-invalid"


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch, site: Site) -> Iterator[Client]:
    """A client to which private networks are closed, but the site counts as public."""
    monkeypatch.setattr(connection, "is_public", lambda number: number == "127.0.0.1")
    monkeypatch.setattr(clients, "is_usual_port", lambda url: str(url.port) in site.address)
    with Client("Test/1", limits=Limits(total=1.0)) as opened:
        yield opened


def test_the_connection_goes_to_the_number_that_was_checked(
    site: Site, careful: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means a private machine from the second look-up on is looked up once."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    monkeypatch.setattr(connection, "numbers_of", lambda _host, _port: next(answers))
    port = site.address.rpartition(":")[2]
    site.routes["/"] = in_turn(raw(answering_bytes("one")), answering("two"))
    address = f"http://bank.example.se:{port}/"
    assert careful.get(address).content == b"one"
    assert site.asked[0].headers["Host"] == f"bank.example.se:{port}"
    assert reason_of(careful, address) == "address-private"
    assert len(site.asked) == 1


def answering_bytes(text: str) -> bytes:
    """An answer after which the site hangs up, so that the next request connects anew."""
    return HEAD + b"Connection: close\r\n\r\n" + text.encode()


def test_a_name_with_one_private_number_is_refused_altogether(
    site: Site, careful: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "numbers_of", lambda _host, _port: ["127.0.0.1", "10.0.0.1"])
    port = site.address.rpartition(":")[2]
    assert reason_of(careful, f"http://bank.example.se:{port}/") == "address-private"
    assert site.asked == []


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls_site(authority: trustme.CA) -> Iterator[Site]:
    with open_site(tls=authority) as opened:
        opened.page("/", "safe")
        yield opened


def test_a_certificate_that_nobody_trusts_is_refused(tls_site: Site, client: Client) -> None:
    assert reason_of(client, tls_site.at("/")) == "tls-failed"
    assert tls_site.asked == []


def test_a_certificate_counts_for_its_name_alone(
    tls_site: Site, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "trusted.pem"
    authority.cert_pem.write_to_path(str(trusted))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with Client("Test/1", allow_private=True) as trusting:
        assert trusting.get(tls_site.at("/")).content == b"safe"
        other_name = tls_site.at("/").replace("localhost", "127.0.0.1")
        assert reason_of(trusting, other_name) == "tls-failed"


def test_encryption_is_not_left_out(site: Site, client: Client) -> None:
    assert reason_of(client, site.at("/").replace("http:", "https:")) == "tls-failed"
