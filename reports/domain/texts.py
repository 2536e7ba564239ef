"""Words that people type into a report."""

import re

from portalkit.sheets.domain.safety import storable

LONGEST = 20_000
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class TextTooLong(ValueError):
    """More characters than a commentary may have."""


def cleaned(text: str) -> str:
    """Without what no file can hold and without the invisible characters that turn the writing direction of what follows.

    Words of right-to-left scripts stay as they are. Lines end in one newline, at most one empty line follows another. Raises TextTooLong.
    """
    plain = _DIRECTION.sub("", storable(text[: LONGEST * 2])).replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in plain.split("\n"))).strip()
    if len(plain) > LONGEST:
        raise TextTooLong(str(len(plain)))
    return plain
