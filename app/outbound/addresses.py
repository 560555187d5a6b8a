"""Addresses of the web: one spelling for each, and which of them may be asked. Opens nothing."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin

from httpx2 import URL, InvalidURL

from app.errors import AddressFailed

MAX_LENGTH = 2_000
"""Characters of an address."""

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?!.{254})(?:(?!-)[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}|[0-9a-f]*:[0-9a-f:.]+")
_NAT64 = ip_network("64:ff9b::/96")
_REFUSED_NETWORKS = tuple(
    map(
        ip_network,
        (
            "100.64.0.0/10",  # shared by the customers of a provider; some clouds' metadata
            "168.63.129.16/32",  # metadata of a cloud, at an address that looks public
            "192.0.0.0/24",  # for protocols
            "192.88.99.0/24",  # relays of 6to4
            "2001::/23",  # Teredo and other protocols that carry an address inside
            "2002::/16",  # 6to4 carries an address inside
            "3fff::/20",  # documentation
            "64:ff9b:1::/48",  # translation within a network
            "fec0::/10",  # site-local
        ),
    )
)


def canonical(text: str) -> str:
    """The one spelling of an address: host in ASCII and lower case, no fragment, no usual port.

    Raises `AddressFailed` (address-invalid) unless it is http or https, of a host, without a name
    and password.
    """
    if len(text) > MAX_LENGTH:
        raise AddressFailed("address-invalid", f"longer than {MAX_LENGTH} characters")
    try:
        url = URL(text.strip())
        host = url.raw_host.decode("ascii").lower().removesuffix(".")
    except (InvalidURL, UnicodeError) as error:
        raise AddressFailed("address-invalid", "no address of the web") from error
    if url.scheme not in _PORTS:
        raise AddressFailed("address-invalid", "only http:// and https:// are fetched")
    if url.userinfo:
        raise AddressFailed("address-invalid", "a user name or password stands in it")
    if not _HOST.fullmatch(host) or not 0 < port_of(url) < 65_536:
        raise AddressFailed("address-invalid", "its host or port cannot be one")
    machine = f"[{host}]" if ":" in host else host
    port = "" if port_of(url) == _PORTS[url.scheme] else f":{url.port}"
    target = url.raw_path.decode("ascii")
    return f"{url.scheme}://{machine}{port}{target if url.path else '/' + target}"


def joined(address: str, link: str) -> str:
    """The address that a link on a page means; raises `AddressFailed` as `canonical` does."""
    if len(link) > MAX_LENGTH:
        raise AddressFailed("address-invalid", f"longer than {MAX_LENGTH} characters")
    try:
        return canonical(urljoin(address, link.strip()))
    except ValueError as error:
        raise AddressFailed("address-invalid", "no address of the web") from error


def host_of(address: str) -> str:
    """The host of a canonical address."""
    return URL(address).raw_host.decode("ascii")


def origin_of(address: str) -> str:
    """Scheme, host and port of a canonical address, as `https://example.se`."""
    url = URL(address)
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def target_of(address: str) -> str:
    """Path and query of a canonical address, as a server is asked for them."""
    return URL(address).raw_path.decode("ascii")


def port_of(url: URL) -> int:
    """The port that is meant, named or not."""
    return _PORTS[url.scheme] if url.port is None else url.port


def is_usual_port(url: URL) -> bool:
    """Whether a web server may be expected there."""
    return port_of(url) in _PORTS.values()


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open internet, and no machine's or network's own."""
    ip = ip_address(number.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip in _NAT64:
        ip = IPv4Address(int(ip) & 0xFFFF_FFFF)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return False
    return (
        ip.is_global
        and not (ip.is_multicast or ip.is_reserved)
        and not any(ip in network for network in _REFUSED_NETWORKS)
    )
