"""Texts as the channels take them."""

import re

LONGEST_SUBJECT = 200


def one_line(text: str) -> str:
    """A subject: one line, no control characters, not too long."""
    line = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"
