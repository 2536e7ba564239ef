"""The code that a new player shows until somebody says which screen it is."""

from collections.abc import Callable
from datetime import timedelta

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
CODE_LIFETIME = timedelta(minutes=15)
PICKUP_LIFETIME = timedelta(minutes=10)
MOST_OPEN_FROM_ONE_ADDRESS = 30
MOST_OPEN = 2000


def new_code(choice: Callable[[str], str]) -> str:
    """Eight characters without those that are taken for one another (0 and O, 1 and I). `choice` picks one at random."""
    return "".join(choice(ALPHABET) for _ in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """What somebody typed, as codes are written; empty where it cannot be one. Blanks, dashes and case do not count."""
    code = "".join(text.split()).replace("-", "").upper()
    is_code = len(code) == CODE_LENGTH and all(character in ALPHABET for character in code)
    return code if is_code else ""
