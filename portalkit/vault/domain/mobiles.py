"""Mobile numbers in free text, however they are written: `138 1234 5678`, `(+86) 1381-2345-678`, `１３８　１２３４－５６７８`.

Digits that only separators part from each other form a chain. Wherever eleven of them in a row read as a mobile number, the fourth
to the seventh are hidden, so no more than seven of the eleven stay readable. Two exceptions keep other figures legible: separators
that also stand inside addresses and decimals (`.` `,` `/` …) count only in the usual grouping 3-4-4, and a number that has more
digits glued to it is left alone where it overlaps a date.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_PLAIN = r"\s()\[\]\-\u2010-\u2015\u2212\ufe63\uff0d\uff08\uff09~\uff5e_"
_AMBIGUOUS = r".,/\\\u00b7\u2022\u3001\uff0c\uff0e"
_CHAIN = re.compile(rf"\d(?:[{_PLAIN}{_AMBIGUOUS}]{{0,4}}\d){{10,}}")
_ONLY_PLAIN = re.compile(rf"[{_PLAIN}]*")
_MOBILE = re.compile(r"1[3-9]")
_PREFIX = re.compile(r"(?:00)?86|0|17951|12593")
_DATE = re.compile(
    r"(?<![\d*])20\d\d[\-/.年]?(?:0[1-9]|1[0-2]|[1-9](?!\d))[\-/.月]?(?:0[1-9]|[12]\d|3[01]|[1-9])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?![\d*])"
)
_LENGTH = 11


def mobile_in(run: str) -> bool:
    """Is this run of digits a mobile number, alone or behind a country code or a dialling prefix?"""
    digits = _ascii(run)
    head = len(digits) - _LENGTH
    return head >= 0 and _MOBILE.match(digits, head) is not None and (not head or _PREFIX.fullmatch(digits[:head]) is not None)


def hidden_of_mobiles(text: str) -> set[int]:
    """The places in the text whose digits must not be shown."""
    hidden: set[int] = set()
    dates: list[tuple[int, int]] | None = None
    for chain in _CHAIN.finditer(text):
        if dates is None:
            dates = [match.span() for match in _DATE.finditer(text)]
        for places in _windows(text, chain):
            if _stands_alone(text, places) or not _overlaps(places, dates):
                hidden.update(places[3:7])
    return hidden


def _windows(text: str, chain: re.Match[str]) -> Iterator[list[int]]:
    """Eleven digits in a row that read as a mobile number, by their places."""
    places = [place for place in range(*chain.span()) if text[place].isdecimal()]
    digits = _ascii("".join(text[place] for place in places))
    for start in range(len(places) - _LENGTH + 1):
        window = places[start : start + _LENGTH]
        if _MOBILE.match(digits, start) and _is_grouped_plausibly(text, window):
            yield window


def _is_grouped_plausibly(text: str, window: list[int]) -> bool:
    gaps = {number: text[left + 1 : right] for number, (left, right) in enumerate(pairwise(window), 1) if right > left + 1}
    return all(_ONLY_PLAIN.fullmatch(gap) for gap in gaps.values()) or set(gaps) == {3, 7}


def _stands_alone(text: str, window: list[int]) -> bool:
    """No digit is glued to either end, but for a prefix."""
    start, end = window[0], window[-1] + 1
    if end < len(text) and _is_digit_or_mask(text[end]):
        return False
    token = start
    while token and _is_digit_or_mask(text[token - 1]):
        token -= 1
    return token == start or _PREFIX.fullmatch(_ascii(text[token:start])) is not None


def _is_digit_or_mask(char: str) -> bool:
    return char.isdecimal() or char == "*"


def _overlaps(window: list[int], dates: list[tuple[int, int]]) -> bool:
    return any(start <= window[-1] and window[0] < end for start, end in dates)


def _ascii(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)
