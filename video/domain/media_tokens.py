"""Short-lived signatures by which the centre lets a browser fetch one piece of media from a node's own HTTP service.

A token is `expires.digest`: seconds since 1970, and HMAC-SHA256 over purpose, subject and expiry in URL-safe base64 without padding.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

LIFETIME_SECONDS = 300
VIEWING_SECONDS = 120
LIVE, SNAPSHOT, SEGMENT = "live", "snapshot", "segment"


def sign(secret: bytes, subject: str, *, expires: int, purpose: str) -> str:
    """`subject` names the segment or camera, `purpose` what may be done with it; `expires` in seconds since 1970."""
    return f"{expires}.{_digest(secret, subject, expires, purpose)}"


def check(secret: bytes, token: str, subject: str, *, now: int, purpose: str) -> bool:
    """Whether `sign` made the token for this subject and purpose and it has not expired. Takes the same time for every wrong digest."""
    stamp, _, digest = token.partition(".")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    expires = int(stamp)
    is_right = hmac.compare_digest(digest.encode(), _digest(secret, subject, expires, purpose).encode())
    return is_right and str(expires) == stamp and now < expires


def _digest(secret: bytes, subject: str, expires: int, purpose: str) -> str:
    message = "\x1f".join(("noc-media", purpose, subject, str(expires))).encode()
    return urlsafe_b64encode(hmac.new(secret, message, sha256).digest()).rstrip(b"=").decode()
