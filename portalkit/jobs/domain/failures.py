"""What a failed job tells its owner: one line, no traceback, no personal number."""

import re

from portalkit.vault.domain.masking import mask_text

LONGEST = 300


def first_line(error: BaseException) -> str:
    """The first line of the message, masked; the name of the error where it has no message."""
    lines = [line.strip() for line in str(error).splitlines()]
    line = next(filter(None, lines), "") or _spaced(type(error).__name__)
    return mask_text(line)[:LONGEST]


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
