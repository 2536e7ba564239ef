"""Signed addresses of media: who has one may fetch that one file until it expires. The bytes behind it never change.

The signature is HMAC-SHA256 over the file's SHA-256 and the expiry, in URL-safe base64 without padding.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from enum import StrEnum
from hashlib import sha256

DAYS_AFTER = 7
_SECONDS_OF_DAY = 86_400
_SHA256 = re.compile(r"[0-9a-f]{64}")


class LinkState(StrEnum):
    """GONE: rightly signed once, expired now."""

    GOOD = "good"
    GONE = "gone"
    WRONG = "wrong"


def expiry_of(day_ends: int) -> int:
    """When links of a day expire; both in seconds since 1970. The same for the whole day, so that caches keep what they have."""
    return day_ends + DAYS_AFTER * _SECONDS_OF_DAY


def is_digest(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def signature(secret: bytes, *, digest: str, expires: int) -> str:
    """Over a file's SHA-256 and the expiry in seconds since 1970."""
    message = f"noc-signage-media\x1f{digest}\x1f{expires}".encode()
    return urlsafe_b64encode(hmac.new(secret, message, sha256).digest()).rstrip(b"=").decode()


def checked(secret: bytes, *, digest: str, expires: int, signed: str, now: int) -> LinkState:
    """Takes the same time for every wrong signature."""
    right = signature(secret, digest=digest, expires=expires)
    if not hmac.compare_digest(signed.encode(), right.encode()):
        return LinkState.WRONG
    return LinkState.GOOD if now < expires else LinkState.GONE
