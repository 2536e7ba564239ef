"""Whose pages may read what a node's media service answers."""

from urllib.parse import urlsplit

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def origin_of(url: str) -> str:
    """Scheme, host and port of an address as browsers write an origin; empty for what has none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def may_read(origin: str, *, portal: str, host: str) -> bool:
    """Whether a page of `origin` may: one of the portal's. Where the portal's address is not set, one of the same machine: `host` is the
    host by which the service itself was called."""
    found = origin_of(origin)
    if not found or found != origin:
        return False
    if portal:
        return found == origin_of(portal)
    theirs, ours = urlsplit(found).hostname, urlsplit(f"//{host}").hostname if _is_sane(host) else None
    return theirs == ours or (theirs in _THIS_MACHINE and ours in _THIS_MACHINE)


def _is_sane(host: str) -> bool:
    try:
        return bool(urlsplit(f"//{host}").hostname)
    except ValueError:
        return False
