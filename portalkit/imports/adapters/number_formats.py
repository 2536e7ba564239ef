"""Which number formats of a workbook show dates, and which durations."""

import re
from enum import Enum

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_DATE_LETTER = re.compile(r"[ymdhs]|上午|下午|am/pm|a/p", re.IGNORECASE)
_ERA = re.compile(r"e(?![+-])|g(?!eneral)", re.IGNORECASE)
# Built-in formats need no definition; 27–36 and 50–58 are the dates of the Chinese, Japanese and Korean editions.
_BUILT_IN_MOMENTS = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_BUILT_IN_DURATION = 46


class Shows(Enum):
    NUMBER = 0
    MOMENT = 1
    DURATION = 2


def shown_by(code: str) -> Shows:
    """What a format code shows: `yyyy"年"m"月"d"日"` a moment, `[h]:mm` a duration, `0.00E+00` and `#,##0"日"` a number."""
    bare = _LITERAL.sub("", code).split(";")[0]
    if _ELAPSED.search(bare):
        return Shows.DURATION
    bare = _BRACKETED.sub("", bare).casefold().replace("general", "")
    return Shows.MOMENT if _DATE_LETTER.search(bare) or _ERA.search(bare) else Shows.NUMBER


def is_plain(code: str) -> bool:
    """Do other readers see the same in it? Formats that show nothing but an era year are where they differ."""
    bare = _BRACKETED.sub("", _LITERAL.sub("", code).split(";")[0]).casefold().replace("general", "")
    return _ERA.search(bare) is None


def built_in(number: int) -> Shows:
    """What a built-in format shows."""
    if number == _BUILT_IN_DURATION:
        return Shows.DURATION
    return Shows.MOMENT if number in _BUILT_IN_MOMENTS else Shows.NUMBER
