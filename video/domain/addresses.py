"""Addresses of cameras: how they are written, and which of them may be dialled.

A camera's address names no credentials: those are columns of their own. A host is dialled only inside a subnet and on a port that
a rule of the camera's region, or of a region above it, allows; the name is resolved once and that address dialled.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

LONGEST = 300
STREAM_PORTS = {"rtsp": 554, "rtsps": 322}
SERVICE_PORTS = {"http": 80, "https": 443}
MOST_PORTS = 16
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\.?\Z")


class AddressFault(StrEnum):
    LENGTH = "address_length"
    UNREADABLE = "address_unreadable"
    SCHEME = "address_scheme"
    CREDENTIALS = "address_credentials"
    HOST = "address_host"
    PORT = "address_port"
    UNKNOWN_HOST = "address_unknown_host"
    LOOPBACK = "address_loopback"
    NO_HOST = "address_no_host"
    OUTSIDE = "address_outside"
    PORT_CLOSED = "address_port_closed"


class AddressRefused(ValueError):
    """The address is not written as it must be, or may not be dialled. `value`: what is at fault; never a password."""

    def __init__(self, reason: AddressFault, value: str = "") -> None:
        super().__init__(f"{reason.value} {value}".strip())
        self.reason = reason
        self.value = value


class RuleUnreadable(ValueError):
    """The text is no subnet, or no list of ports."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address in its parts. `rest` is path and query as they were written; an IPv6 `host` has no brackets."""

    scheme: str
    host: str
    port: int
    rest: str

    @property
    def url(self) -> str:
        return self.at(self.host)

    def at(self, host: str) -> str:
        """The same address with another host in it: the one that was resolved and found good."""
        shown = f"[{host}]" if ":" in host else host
        usual = {**STREAM_PORTS, **SERVICE_PORTS}[self.scheme] == self.port
        return f"{self.scheme}://{shown}{'' if usual else f':{self.port}'}{self.rest}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Hosts of a subnet may be dialled on these ports."""

    network: Network
    ports: frozenset[int]


def stream_target(url: str) -> Target:
    """The parts of a stream's address (rtsp, rtsps). Raises AddressRefused."""
    return _target(url, STREAM_PORTS)


def service_target(url: str) -> Target:
    """The parts of the address of an ONVIF service (http, https). Raises AddressRefused."""
    return _target(url, SERVICE_PORTS)


def rule(*, network: str, ports: str) -> Rule:
    """A rule out of the texts that people write: `10.20.0.0/16`, `554 80 8000`. Raises RuleUnreadable."""
    return Rule(network=network_of(network), ports=ports_of(ports))


def network_of(text: str) -> Network:
    """A subnet; a single address is one of one host. Bits behind the prefix are an error. Raises RuleUnreadable."""
    try:
        return ip_network(text.strip())
    except ValueError:
        raise RuleUnreadable(text) from None


def ports_of(text: str) -> frozenset[int]:
    """Ports out of a list with spaces or commas between them. Raises RuleUnreadable."""
    words = re.split(r"[\s,,、]+", text.strip())
    if len(words) > MOST_PORTS or not all(re.fullmatch(r"[0-9]{1,5}", word) and 0 < int(word) < 65536 for word in words):
        raise RuleUnreadable(text)
    return frozenset(map(int, words))


def is_literal(host: str) -> bool:
    """Whether a host is an address already, not a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def dialled(target: Target, *, rules: Iterable[Rule], resolve: Resolve, is_loopback_allowed: bool) -> str:
    """The literal address to dial for a target. Raises AddressRefused.

    All addresses of a name are judged, so that a name with a good and a bad one is refused however they are ordered. Loopback is
    refused unless it is allowed altogether; then it needs no rule.
    """
    known = tuple(rules)
    found = [_plain(ip_address(text.partition("%")[0])) for text in resolve(target.host, target.port)]
    if not found:
        raise AddressRefused(AddressFault.UNKNOWN_HOST, target.host)
    for address in found:
        _judge(address, target.port, known, is_loopback_allowed=is_loopback_allowed)
    return str(found[0])


def _target(url: str, ports: dict[str, int]) -> Target:
    if len(url) > LONGEST:
        raise AddressRefused(AddressFault.LENGTH, str(LONGEST))
    if not url.isascii() or any(char.isspace() or not char.isprintable() or char in '\\"<>^`{|}' for char in url):
        raise AddressRefused(AddressFault.UNREADABLE)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise AddressRefused(AddressFault.UNREADABLE) from None
    if parts.scheme not in ports:
        raise AddressRefused(AddressFault.SCHEME, ", ".join(sorted(ports)))
    if "@" in parts.netloc:
        raise AddressRefused(AddressFault.CREDENTIALS)
    if parts.fragment or url.endswith("#"):
        raise AddressRefused(AddressFault.UNREADABLE)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0 or parts.netloc.endswith(":"):
        raise AddressRefused(AddressFault.PORT)
    host = parts.hostname or ""
    _check_host(host)
    query = f"?{parts.query}" if parts.query else ""
    return Target(scheme=parts.scheme, host=host, port=port or ports[parts.scheme], rest=f"{parts.path}{query}")


def _check_host(host: str) -> None:
    """An address or a name. Only digits and dots: a number that resolvers read in ways of their own (127.1, 2130706433)."""
    is_name = _NAME.match(host) and not re.fullmatch(r"[0-9.]+|0[xX][0-9a-fA-F.]+", host)
    if "%" in host or not (is_literal(host) or is_name):
        raise AddressRefused(AddressFault.HOST, host[:80])


def _judge(address: Address, port: int, rules: Sequence[Rule], *, is_loopback_allowed: bool) -> None:
    if address.is_loopback:
        if not is_loopback_allowed:
            raise AddressRefused(AddressFault.LOOPBACK, str(address))
        return
    if address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved:
        raise AddressRefused(AddressFault.NO_HOST, str(address))
    nets = [known for known in rules if address in known.network]
    if not nets:
        raise AddressRefused(AddressFault.OUTSIDE, str(address))
    if not any(port in known.ports for known in nets):
        raise AddressRefused(AddressFault.PORT_CLOSED, str(port))


def _plain(address: Address) -> Address:
    """An IPv4 address written as IPv6 is judged and dialled as what it is."""
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
