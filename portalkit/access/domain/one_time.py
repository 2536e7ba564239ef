"""Time-based one-time passwords (RFC 6238 over RFC 4226: HMAC-SHA-1, 30 seconds, 6 digits) and recovery codes."""

import base64
import hmac
import struct
from collections.abc import Sequence
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def code_at(secret: bytes, step: int) -> str:
    """The code of a step; a step is the Unix time divided by 30, rounded down."""
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: bytes, code: str, *, now: float, after: int = -1, tolerance: int = 1) -> int | None:
    """The step, at most `tolerance` away from now and later than `after`, whose code this is; None where there is none.

    `after` is the step used last: a code works once, and no older one works after it.
    """
    current = int(now) // STEP_SECONDS
    steps = range(max(current - tolerance, after + 1, 0), current + tolerance + 1)
    return next((step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())), None)


def enrolment_uri(secret: bytes, *, account: str, issuer: str) -> str:
    """What the QR code holds: `otpauth://totp/...`, understood by every authenticator app."""
    query = urlencode({"secret": secret_text(secret), "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{issuer}:{account}', safe='')}?{query}"


def secret_text(secret: bytes) -> str:
    """The secret for typing: base 32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def grouped(text: str, size: int = 4) -> str:
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def recovery_code(randomness: Sequence[int]) -> str:
    """`h7k2m-9pq4x` from ten random bytes: about 49 bits, without characters that look alike."""
    letters = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in randomness[:10])
    return f"{letters[:5]}-{letters[5:]}"
