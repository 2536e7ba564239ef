"""Where a hook may go. Targets are configured by name; nothing that a user types is ever dialled."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class TargetRefused(Exception):
    """The target's address may not be dialled."""


@dataclass(frozen=True)
class Target:
    """A configured hook. `secret` signs what is sent."""

    name: str
    url: str
    secret: str = ""

    @property
    def scheme(self) -> str:
        return urlsplit(self.url).scheme

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (443 if self.scheme == "https" else 80)


def check_url(target: Target) -> None:
    """Raises TargetRefused when the address is not a plain HTTP one."""
    try:
        _port = target.port
    except ValueError:
        raise TargetRefused("the port is not a number") from None
    parts = urlsplit(target.url)
    if target.scheme not in ("http", "https") or not target.host:
        raise TargetRefused("only http and https addresses with a host")
    if parts.username or parts.password:
        raise TargetRefused("no user name or password in the address; use the secret")


def allowed(resolved: Sequence[str], *, networks: Sequence[Network], is_loopback_allowed: bool) -> Address:
    """The first of a host's resolved addresses, when all of them may be dialled. Raises TargetRefused.

    All are checked, so that a name that resolves to a good and a bad address is refused however they are ordered.
    """
    addresses = [_plain(ip_address(text)) for text in resolved]
    if not addresses:
        raise TargetRefused("the host has no address")
    for address in addresses:
        _check(address, networks, is_loopback_allowed=is_loopback_allowed)
    return addresses[0]


def _check(address: Address, networks: Sequence[Network], *, is_loopback_allowed: bool) -> None:
    if address.is_loopback:
        if not is_loopback_allowed:
            raise TargetRefused("it is the portal's own machine")
        return
    if address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved:
        raise TargetRefused("it is no address of a host")
    if networks and not any(address in network for network in networks):
        raise TargetRefused("it lies outside the allowed networks")


def _plain(address: Address) -> Address:
    """An IPv4 address written as IPv6 is judged as what it is."""
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
