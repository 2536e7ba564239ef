"""What a user typed, made comparable."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")


class NotText(ValueError):
    """The text holds a NUL or another control character."""


class NotANumber(ValueError):
    """The text is no plain decimal number."""


def cleaned(text: str) -> str:
    """Full-width forms made half-width (NFKC), blanks trimmed and joined. Raises `NotText` on control characters."""
    if _CONTROL.search(text):
        raise NotText
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def number(text: str) -> float:
    """A decimal number with at most 15 digits before the point; grouping commas are allowed. Raises `NotANumber` for all else."""
    plain = text.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise NotANumber
    return float(plain)
