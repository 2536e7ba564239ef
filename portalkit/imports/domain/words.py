"""Columns whose values repeat: booleans, words of a vocabulary, category paths, months, regions; and telephone numbers.

Each distinct word is worked out once and remembered.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from . import cleaning
from .cells import texts
from .layouts import MONTH_NUMBERS
from .nothing import is_nothing
from .refusals import Caution, Fault
from .spec import Cell, Field, Problem
from .texts import Converted, each, sheet_error, within_length

MOST_REMEMBERED = 50_000
MOST_PATH_PARTS = 7
_TRUE = frozenset({"是", "y", "yes", "true", "t", "1", "有", "对", "已", "√", "真"})
NONE = "无"  # in a column of yes and no it is a no
_FALSE = frozenset({"否", "n", "no", "false", "f", "0", NONE, "错", "未", "×", "假", "不", "没有"})
_ARROWS = re.compile(r"\s*(?:[→➔➜⇒＞>》»›≫|｜]|-+>|—+>|=+>|\s/\s)+\s*")
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_TIME = r"(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DIVIDED_MONTH = re.compile(rf"([0-9]{{4}}) ?(?:[-/.]|年) ?([0-9]{{1,2}}) ?(?:月份?|(?:[-/.]|月){_DAY}日?{_TIME})?")
_PACKED_MONTH = re.compile(rf"([0-9]{{4}})([0-9]{{2}})(?:{_DAY})?")
_NAMED_MONTH = re.compile(r"([a-z]{3})[a-z]*[-. /,]*([0-9]{4})", re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+|00)?86(1[3-9]\d{9})", re.ASCII)
_COUNTRY_LANDLINE = re.compile(r"(?:\+|00)86(0?\d{9,11})", re.ASCII)
_PHONE_FILLING = re.compile(r"[\s()\-—–.]+")
_PHONE = re.compile(r"\+?\d{3,20}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d{2,3}", re.IGNORECASE | re.ASCII)


class Words:
    """Converts each distinct word once with `convert`, which returns a value, None or a Problem.

    Marks of nothing (see `nothing`) are None, unless they are among the words that `own` gives a meaning.
    """

    def __init__(self, convert: Callable[[str], Any], *, max_length: int | None = None, own: Iterable[str] = ()) -> None:
        self._convert = convert
        self._own = frozenset(map(_normal, own))
        self._max_length = max_length
        self._known: dict[str, Any] = {"": None}
        self._faulty: dict[str, Problem] = {}

    def convert(self, column: Sequence[Cell]) -> Converted:
        words, _ = texts(column)
        if len(self._known) > MOST_REMEMBERED:
            self._known = {"": None}
            self._faulty.clear()
        known = self._known
        try:
            values = [known[word] for word in words]
        except KeyError:
            for word in set(words) - known.keys():
                self._learn(word)
            values = [known[word] for word in words]
        problems = {index: self._faulty[word] for index, word in enumerate(words) if word in self._faulty} if self._faulty else {}
        values, too_long = within_length(values, self._max_length, words)
        return values, problems | too_long

    def _learn(self, word: str) -> None:
        value = self._converted(word)
        if isinstance(value, Problem):
            self._faulty[word] = value
            value = None
        self._known[word] = value

    def _converted(self, word: str) -> Any:
        if cleaning.has_control(word):
            return Problem(Fault.CONTROL_CHARACTER, value=word[:80])
        if is_nothing(word):
            return self._convert(word) if _normal(word) in self._own else None
        return sheet_error(word.strip()) or self._convert(word)


class Phones:
    """Telephone numbers without country code, spaces and dashes. What has digits but is no number is kept as it is and counted."""

    def __init__(self, *, max_length: int | None, warnings: Counter[str]) -> None:
        self._max_length = max_length
        self._warnings = warnings

    def convert(self, column: Sequence[Cell]) -> Converted:
        words, joined = texts(column)
        if joined.isascii() and joined.isdigit() and set(map(len, words)) <= {0, 11}:
            return within_length([word or None for word in words], self._max_length, words)
        return each(words, self._one, self._max_length)

    def _one(self, word: str) -> str | Problem | None:
        bare = cleaning.identity(word).lstrip("'")
        if bare.startswith('="') and bare.endswith('"'):
            bare = bare[2:-1]
        if not bare or is_nothing(bare):
            return None
        if _SCIENTIFIC.fullmatch(bare):
            return Problem(Fault.ID_DAMAGED, value=bare)
        if cleaning.has_control(word) or not any(character.isdigit() for character in bare):
            return Problem(Fault.PHONE_INVALID, value=bare)
        number = _PHONE_FILLING.sub("", bare)
        abroad = _MOBILE.fullmatch(number) or _COUNTRY_LANDLINE.fullmatch(number)
        if abroad:
            local = abroad[1]
            return local if local.startswith(("0", "1")) else "0" + local
        if _PHONE.fullmatch(number):
            return number
        self._warnings[Caution.PHONE_KEPT] += 1
        return bare


def boolean(field: Field) -> Callable[[str], bool | Problem | None]:
    """是/否, Y/N, TRUE/FALSE, 1/0, 已…/未… and the words that the field's vocabulary maps to "true" or "false"."""
    own = {_normal(word): code == "true" for word, code in field.vocabulary.items()}

    def convert(word: str) -> bool | Problem | None:
        bare = _normal(word)
        if not bare:
            return None
        if bare in own:
            return own[bare]
        if bare in _TRUE or bare.startswith("已"):
            return True
        if bare in _FALSE or bare.startswith("未"):
            return False
        return Problem(Fault.UNKNOWN_BOOLEAN, value=word)

    return convert


def choice(field: Field, vocabulary: Mapping[str, str] | None) -> Callable[[str], str | Problem | None]:
    """The code of a word: from the vocabulary of the mapping, then of the field; a code stands for itself. Without any, the word."""
    codes = {_normal(code): code for code in {**field.vocabulary, **(vocabulary or {})}.values()}
    codes |= {_normal(word): code for word, code in {**field.vocabulary, **(vocabulary or {})}.items()}

    def convert(word: str) -> str | Problem | None:
        bare = cleaning.identity(word)
        if not bare or not codes:
            return bare or None
        code = codes.get(_normal(bare), bare if field.is_open else None)
        return Problem(Fault.UNKNOWN_CHOICE, value=word, params={"known": sorted(set(codes.values()))[:20]}) if code is None else code

    return convert


def path(word: str) -> tuple[str, ...] | Problem | None:
    """The parts of a category path. Any arrow divides (→ -> > 》 »), a slash only between spaces: 2G/3G is one name."""
    parts = tuple(part for part in (cleaning.line(piece) for piece in _ARROWS.split(cleaning.line(word))) if part)
    if len(parts) > MOST_PATH_PARTS:
        return Problem(Fault.PATH_TOO_DEEP, value=word, params={"parts": len(parts), "limit": MOST_PATH_PARTS})
    return parts or None


def month(word: str) -> date | Problem | None:
    """2011-04, 2011/4, 2011年4月, 201104, Apr 2011, or the first day of the month as a date."""
    bare = cleaning.identity(word)
    if not bare:
        return None
    found = _DIVIDED_MONTH.fullmatch(bare) or _PACKED_MONTH.fullmatch(bare)
    named = _NAMED_MONTH.fullmatch(bare)
    if found:
        year, number = int(found[1]), int(found[2])
    elif named and named[1].casefold() in MONTH_NUMBERS:
        year, number = int(named[2]), MONTH_NUMBERS[named[1].casefold()]
    else:
        return Problem(Fault.MONTH_UNREADABLE, value=word)
    if not 1990 <= year <= 2100 or not 1 <= number <= 12:
        return Problem(Fault.DATE_IMPOSSIBLE, value=word)
    return date(year, number, 1)


def region(word: str) -> str | None:
    """A region's name or code, spelling kept."""
    return cleaning.identity(word) or None


def _normal(word: str) -> str:
    return cleaning.identity(word).casefold()
