"""The words of a special topic: how people write them, and how they are kept."""

import re
import unicodedata
from collections.abc import Iterable

_PARTED = re.compile(r"[,;|\n\r、]+")
MOST_TERMS = 30


def terms_of(text: str) -> tuple[str, ...]:
    """The words of a list that people typed, parted by commas (also full-width), semicolons, 、 or lines; each once, in order."""
    parts = (" ".join(part.split()) for part in _PARTED.split(unicodedata.normalize("NFKC", text)))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_TERMS]


def terms_text(terms: Iterable[str]) -> str:
    """As `terms_of` reads it back."""
    return ", ".join(terms)
