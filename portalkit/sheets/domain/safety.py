"""What a spreadsheet must not do with our text: calculate it, or stumble over it."""

import re
import unicodedata

LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
_CALCULATED = re.compile(r"[\s\ufeff\u200b]*[=+\-@＝＋－＠]|[\t\r\n]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def neutralised(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if _CALCULATED.match(text) else text


def storable(text: str) -> str:
    """Without the characters that no XML holds (replaced by �), and no longer than a cell can be."""
    clean = _NOT_IN_XML.sub("\ufffd", text)
    return clean if len(clean) <= LONGEST_CELL else clean[: LONGEST_CELL - 1] + "…"


def sheet_name(title: str) -> str:
    """A valid name for a worksheet: no forbidden character, at most 31 long, never empty and never the reserved word."""
    name = _NOT_IN_SHEET_NAMES.sub(" ", storable(title)).strip().strip("'")[:LONGEST_SHEET_NAME].strip().strip("'")
    return "Sheet1" if not name or name.casefold() == "history" else name


def file_name(title: str, *, suffix: str) -> str:
    """A valid file name on every system, Chinese kept."""
    stem = _NOT_IN_FILE_NAMES.sub("_", unicodedata.normalize("NFC", storable(title))).strip(" .")[:120]
    return f"{stem or 'export'}.{suffix}"


def display_width(text: str) -> int:
    """The width in half-width characters: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
