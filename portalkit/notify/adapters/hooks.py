"""Sends to the configured HTTP hooks (setting NOC_HOOK_TARGETS) and nowhere else."""

import json
import socket
from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any

import httpx
from django.conf import settings

from ..domain.signing import HEADER, signature
from ..domain.targets import Target, TargetRefused, allowed, check_url

TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class HookFailed(Exception):
    """The hook was not reached or did not answer with success."""


def target_of(name: str) -> Target:
    """A configured hook by its name. Raises TargetRefused."""
    found = settings.NOC_HOOK_TARGETS.get(name)
    if found is None:
        raise TargetRefused(f"no hook is called {name}")
    return Target(name=name, url=found["url"], secret=found.get("secret", ""))


def deliver(target: Target, payload: Mapping[str, Any], *, delivery: str, at: int) -> None:
    """POSTs the payload as signed JSON. Raises TargetRefused and HookFailed.

    The name is resolved once and that address dialled, so that a second answer of the name server cannot lead elsewhere;
    certificate and Host header are those of the name. Redirects, proxies of the environment and answers' bodies are not followed.
    """
    check_url(target)
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Host": _authority(target), "Content-Type": "application/json", "Portal-Delivery": delivery}
    if target.secret:
        headers[HEADER] = signature(body, secret=target.secret, at=at)
    url = httpx.URL(target.url).copy_with(host=_address(target))
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=headers, extensions={"sni_hostname": target.host}) as response,
        ):
            status = response.status_code
    except httpx.HTTPError as error:
        raise HookFailed(type(error).__name__) from error
    if not 200 <= status < 300:
        raise HookFailed(f"HTTP {status}")


def _address(target: Target) -> str:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise HookFailed("the host name is not known") from error
    networks = [ip_network(text) for text in settings.NOC_HOOK_NETWORKS]
    address = allowed([str(entry[4][0]) for entry in found], networks=networks, is_loopback_allowed=settings.NOC_ALLOW_LOOPBACK_TARGETS)
    return str(address)


def _authority(target: Target) -> str:
    url = httpx.URL(target.url)
    return url.netloc.decode("ascii")
