"""Columns of identifiers and text. One look at the joined column clears it in most cases; only an odd one is looked at cell by cell."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import compress, repeat
from typing import Any

from . import cleaning
from .cells import texts
from .nothing import NOTHING
from .refusals import Caution, Fault
from .spec import Cell, Problem

Converted = tuple[list[Any], dict[int, Problem]]
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?E\+\d{2,3}", re.IGNORECASE)
_GUARDED = re.compile(r'="(.*)"', re.DOTALL)
_SHEET_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!|UNKNOWN!)")
_HASHED = re.compile(r"\s*#").match
_UNCALCULATED = "#FORMULA!"
_ID_SIGNS = ("'", "=", "E+", "e+", "#")
_LONG_ID = re.compile(r"\d{15}(\d{3,})")


class Ids:
    """Identifiers as plain text. `warnings` counts those whose digits from the sixteenth on are all zero, as a spreadsheet leaves them."""

    def __init__(self, *, max_length: int | None, warnings: Counter[str]) -> None:
        self._max_length = max_length
        self._warnings = warnings

    def convert(self, column: Sequence[Cell]) -> Converted:
        words, joined = texts(column, " ")
        if "000 " in joined:
            self._warnings[Caution.ID_ENDS_IN_ZEROS] += sum(map(_ends_in_zeros, words))
        if joined.isascii() and joined.isprintable() and not any(sign in joined for sign in _ID_SIGNS):
            values = [word.strip() or None for word in words]
            if not NOTHING.isdisjoint(values):
                values = [None if value in NOTHING else value for value in values]
            return within_length(values, self._max_length, words)
        return each(words, self._one, self._max_length)

    def _one(self, word: str) -> str | Problem | None:
        if cleaning.has_control(word):
            return Problem(Fault.CONTROL_CHARACTER, value=word)
        bare = cleaning.identity(word).lstrip("'")
        if bare in NOTHING:
            return None
        guarded = _GUARDED.fullmatch(bare)
        bare = guarded[1].strip() if guarded else bare
        if _SCIENTIFIC.fullmatch(bare):
            return Problem(Fault.ID_DAMAGED, value=bare)
        return sheet_error(bare) or bare or None


class Line:
    """Text of one line: nothing invisible, no control characters, full-width digits and letters made plain, the wording as written."""

    def __init__(self, *, max_length: int | None, warnings: Counter[str]) -> None:
        self._max_length = max_length
        self._warnings = warnings

    def convert(self, column: Sequence[Cell]) -> Converted:
        words, joined = texts(column)
        if joined.isprintable() and "#" not in joined and (joined.isascii() or not cleaning.WIDE.search(joined)):
            return within_length([word.strip() or None for word in words], self._max_length, words)
        return each(words, self._one, self._max_length)

    def _one(self, word: str) -> str | Problem | None:
        return _cleaned(word, cleaning.line, self._warnings)


class Prose:
    """Free text with its line breaks: nothing invisible, no control characters, everything else as written."""

    def __init__(self, *, max_length: int | None, warnings: Counter[str]) -> None:
        self._max_length = max_length
        self._warnings = warnings

    def convert(self, column: Sequence[Cell]) -> Converted:
        words, joined = texts(column)
        if joined.isprintable() and not ("#" in joined and any(map(_HASHED, words))):
            return within_length([word.strip() or None for word in words], self._max_length, words)
        return each(words, self._one, self._max_length)

    def _one(self, word: str) -> str | Problem | None:
        if word.isprintable() and not _HASHED(word):
            return word.strip() or None
        return _cleaned(word, cleaning.prose, self._warnings)


def _cleaned(word: str, clean: Callable[[str], str], warnings: Counter[str]) -> str | Problem | None:
    if cleaning.has_control(word):
        return Problem(Fault.CONTROL_CHARACTER, value=word[:80])
    if cleaning.INVISIBLE.search(word):
        warnings[Caution.INVISIBLE_REMOVED] += 1
    bare = clean(word)
    return sheet_error(bare) or bare or None


def sheet_error(word: str) -> Problem | None:
    """The fault of a cell that shows a spreadsheet's error, or a formula that was never calculated."""
    if word == _UNCALCULATED:
        return Problem(Fault.UNCALCULATED, value=word)
    return Problem(Fault.SHEET_ERROR, value=word) if _SHEET_ERROR.fullmatch(word) else None


def each(words: Sequence[str], convert: Callable[[str], Any], max_length: int | None = None) -> Converted:
    """Cell by cell; whatever comes back as a Problem is one."""
    values, problems = sorted_out([convert(word) if word else None for word in words])
    values, too_long = within_length(values, max_length, words)
    return values, problems | too_long


def sorted_out(values: list[Any]) -> Converted:
    """Problems taken out from among the values."""
    if not any(map(isinstance, values, repeat(Problem))):
        return values, {}
    problems = {index: value for index, value in enumerate(values) if isinstance(value, Problem)}
    for index in problems:
        values[index] = None
    return values, problems


def within_length(values: list[Any], limit: int | None, words: Sequence[str]) -> Converted:
    """Values over the limit become problems. `words` are what they came from, never shorter."""
    if limit is None or max(map(len, words)) <= limit:
        return values, {}
    over = [value is not None and len(value) > limit for value in values]
    problems = {}
    for index in compress(range(len(values)), over):
        problems[index] = Problem(Fault.TOO_LONG, value=values[index][:80], params={"length": len(values[index]), "limit": limit})
        values[index] = None
    return values, problems


def _ends_in_zeros(word: str) -> bool:
    found = _LONG_ID.fullmatch(word) if len(word) > 17 and word.endswith("000") else None
    return found is not None and not found[1].strip("0")
