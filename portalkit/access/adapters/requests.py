"""Reads the sender out of a request: address behind proxies, browser, request id, a safe page to return to."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from portalkit.access.domain.addresses import client_address

_REQUEST_ID = re.compile(r"[A-Za-z0-9._\-]{8,64}")


def address_of(request: HttpRequest) -> str:
    """The client's IP address. The setting NOC_TRUSTED_PROXIES says how many proxies of ours stand in front (default 0)."""
    return client_address(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded_for=request.META.get("HTTP_X_FORWARDED_FOR", ""),
        trusted_proxies=getattr(settings, "NOC_TRUSTED_PROXIES", 0),
    )


def browser_of(request: HttpRequest) -> str:
    return "".join(char for char in request.headers.get("User-Agent", "") if char.isprintable())[:200]


def request_id_of(request: HttpRequest) -> str:
    """The id that a trusted proxy gave the request, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    if getattr(settings, "NOC_TRUSTED_PROXIES", 0) and _REQUEST_ID.fullmatch(given):
        return given
    return secrets.token_hex(8)


def safe_url(request: HttpRequest, url: str) -> str:
    """The URL when it leads to this very host, else empty."""
    is_safe = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if is_safe else ""
