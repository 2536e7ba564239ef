"""A screen's token: 256 random bits that its player sends with every request. The portal keeps the SHA-256 alone."""

import re
from hashlib import sha256

PREFIX = "scr_"
RANDOM_BYTES = 32
_BEARER = re.compile(r"bearer[ \t]+([!-~]{1,200})[ \t]*", re.IGNORECASE | re.ASCII)
_MARK_LENGTH = 16


def digest_of(secret: str) -> str:
    """64 hexadecimal digits. A plain hash is enough: nobody guesses 256 random bits."""
    return sha256(secret.encode()).hexdigest()


def mark_of(digest: str) -> str:
    """A few digits of a digest: by them a stream knows whether a revocation means its token, and counters of plays their player."""
    return digest[:_MARK_LENGTH]


def bearer_of(header: str) -> str:
    """The secret in an Authorization header; empty where there is none."""
    found = _BEARER.fullmatch(header)
    return found[1] if found else ""
