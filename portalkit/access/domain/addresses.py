"""The client's address behind proxies, without believing what the client writes."""

from ipaddress import ip_address


def client_address(*, remote: str, forwarded_for: str, trusted_proxies: int) -> str:
    """The address nearest to the client that a trusted proxy has seen, or "" where there is none.

    Every trusted proxy appends the peer it saw to `X-Forwarded-For`; with n of them the n-th entry from the right is the
    client. Entries further left were written by the client itself. With no trusted proxy the header counts for nothing.
    """
    if trusted_proxies < 1:
        return _valid(remote)
    seen = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
    if len(seen) < trusted_proxies:
        return _valid(seen[0]) if seen else _valid(remote)
    return _valid(seen[-trusted_proxies]) or _valid(remote)


def _valid(text: str) -> str:
    bare = text.strip().removeprefix("[").partition("]")[0].partition("%")[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ip_address(bare))
    except ValueError:
        return ""
