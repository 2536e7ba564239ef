"""Word lists as one compiled alternation each, so that a text is walked once whatever the length of the list."""

import re
from collections.abc import Iterable

NEVER = re.compile(r"(?!)")


def alternation(words: Iterable[str]) -> str:
    """Longer words first: of two that begin alike the longer one is meant."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def compiled(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words; nothing for an empty list."""
    pattern = alternation(words)
    return re.compile(pattern) if pattern else NEVER
