"""What a failed job tells its owner: one line, no traceback, no personal number."""

import re

from portalkit.vault.domain.masking import mask_text

LONGEST = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def first_line(error: BaseException) -> str:
    """The first line of the message that shows anything, masked; the name of the error where none does."""
    lines = (one_line(mask_text(line)) for line in str(error).splitlines())
    return (next(filter(None, lines), "") or _spaced(type(error).__name__))[:LONGEST]


def one_line(text: str) -> str:
    """Without control characters, which no database column of text takes."""
    return _CONTROL.sub(" ", text).strip()


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
