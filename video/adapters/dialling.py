"""From a camera's address to the literal address that is dialled: one look-up, all its answers judged by the rules."""

import socket
from collections.abc import Iterable, Sequence

from django.conf import settings

from ..domain.addresses import AddressRefused, Rule, Target, dialled, is_literal, service_target, stream_target


def dialled_stream(*, url: str, rules: Iterable[Rule]) -> str:
    """The stream's address with the literal host in it, ready for the player of streams. Raises AddressRefused.

    Needs no database: the recorder keeps the rules beside its cameras and goes on while the centre is away.
    """
    target = stream_target(url)
    return target.at(_literal(target, rules))


def dialled_service(*, url: str, rules: Iterable[Rule]) -> str:
    """The same for an ONVIF service. Raises AddressRefused."""
    target = service_target(url)
    return target.at(_literal(target, rules))


def refusal_of_literal(*, url: str, rules: Iterable[Rule]) -> AddressRefused | None:
    """Why a stream's address will not be dialled, as far as that shows without a look-up: names are found good here."""
    try:
        target = stream_target(url)
        if is_literal(target.host):
            _literal(target, rules)
    except AddressRefused as refused:
        return refused
    return None


def host_addresses(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, or the literal itself; empty when nobody knows it."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _literal(target: Target, rules: Iterable[Rule]) -> str:
    return dialled(target, rules=rules, resolve=host_addresses, is_loopback_allowed=settings.NOC_ALLOW_LOOPBACK_TARGETS)
