"""Tags as people type them."""

import re

LONGEST = 40
MOST = 20
_BETWEEN = re.compile(r"[,;，；、\n]+")


class BadTags(ValueError):
    """`tag` is too long; empty: there are too many of them."""

    def __init__(self, tag: str = "") -> None:
        super().__init__(tag)
        self.tag = tag


def read_tags(text: str) -> list[str]:
    """Names between commas, each once, in the order typed; case tells tags apart. Raises BadTags."""
    names = list(dict.fromkeys(name for piece in _BETWEEN.split(text) if (name := " ".join(piece.split()))))
    for name in names:
        if len(name) > LONGEST:
            raise BadTags(name)
    if len(names) > MOST:
        raise BadTags
    return names
