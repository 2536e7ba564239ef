"""Columns of numbers: ASCII digits once full-width ones are made plain, nothing that Python's own int() and float() are lenient about."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from . import cleaning
from .cells import texts
from .nothing import is_nothing
from .refusals import Fault
from .spec import Cell, Field, Problem
from .texts import Converted, each

_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?P<fraction>\.[0-9]+)?", re.ASCII)
_TINY = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?E-[0-9]{2,3}", re.ASCII)
_PLAIN_COLUMN = re.compile(r"(?:(?:-?[0-9]{1,18}(?:\.[0-9]{1,18})?)?\n)*", re.ASCII)
MOST_DIGITS = 18
# Not NFKC: that would make 102 of 10².
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans({"−": "-", "﹣": "-"})


class Integers:
    def __init__(self, field: Field) -> None:
        self._field = field

    def convert(self, column: Sequence[Cell]) -> Converted:
        words, joined = texts(column)
        if joined.isascii() and joined.isdigit() and max(map(len, words)) <= MOST_DIGITS:
            values: list[Any] = [int(word) if word else None for word in words]
            return within_range(values, self._field)
        values, problems = each(words, self._one)
        values, outside = within_range(values, self._field)
        return values, problems | outside

    def _one(self, word: str) -> int | Problem | None:
        number = parse(word)
        if number is None or isinstance(number, Problem):
            return number
        if number != number.to_integral_value():
            return Problem(Fault.NOT_AN_INTEGER, value=word)
        return int(number)


class Decimals:
    """`unit="percent"` lets values carry a percent sign: 12.5% is Decimal("12.5")."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def convert(self, column: Sequence[Cell]) -> Converted:
        words, joined = texts(column, "\n")
        if _PLAIN_COLUMN.fullmatch(joined):
            return within_range([Decimal(word) if word else None for word in words], self._field)
        values, problems = each(words, self._one)
        values, outside = within_range(values, self._field)
        return values, problems | outside

    def _one(self, word: str) -> Decimal | Problem | None:
        bare = word.strip()
        if self._field.unit == "percent" and bare.endswith(("%", "％")):
            bare = bare[:-1]
        return parse(bare)


def parse(word: str) -> Decimal | Problem | None:
    """The number that the word spells exactly: sign, digits, grouped thousands, decimal point. 1_000, NaN, inf, 0x10, 1e5 are refused."""
    bare = word.strip()
    if not bare.isascii():
        bare = cleaning.INVISIBLE.sub("", bare).translate(_NARROW).strip()
    if not bare or is_nothing(bare):
        return None
    found = _NUMBER.fullmatch(bare)
    if found is None:
        if _TINY.fullmatch(bare):
            return Decimal(bare)
        return Problem(Fault.PERCENT if bare.endswith("%") else Fault.NOT_A_NUMBER, value=word)
    whole = found["whole"].replace(",", "")
    if len(whole) > MOST_DIGITS:
        return Problem(Fault.NOT_A_NUMBER, value=word)
    return Decimal(found["sign"] + whole + (found["fraction"] or ""))


def within_range(values: list[Any], field: Field) -> Converted:
    """Numbers under the field's minimum or over its maximum become problems."""
    low, high = field.minimum, field.maximum
    if low is None and high is None:
        return values, {}
    present = [value for value in values if value is not None]
    if not present or ((low is None or min(present) >= low) and (high is None or max(present) <= high)):
        return values, {}
    problems = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        if low is not None and value < low:
            problems[index] = Problem(Fault.BELOW_MINIMUM, value=str(value), params={"limit": low})
        elif high is not None and value > high:
            problems[index] = Problem(Fault.ABOVE_MAXIMUM, value=str(value), params={"limit": high})
    for index in problems:
        values[index] = None
    return values, problems
