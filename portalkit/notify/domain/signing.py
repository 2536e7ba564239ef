"""How a receiver knows that a hook's message is ours and new.

The header `Portal-Signature: t=<Unix seconds>,v1=<hex>` carries the HMAC-SHA256, under the shared secret, of `<t>.<body>`.
"""

import hmac
from hashlib import sha256

HEADER = "Portal-Signature"


def signature(body: bytes, *, secret: str, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
    return f"t={at},v1={digest}"


def is_genuine(header: str, body: bytes, *, secret: str, now: int, tolerance: int = 300) -> bool:
    """Whether a header belongs to a body and is at most `tolerance` seconds old."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    if not parts.get("t", "").isdecimal() or abs(now - int(parts["t"])) > tolerance:
        return False
    return hmac.compare_digest(header, signature(body, secret=secret, at=int(parts["t"])))
