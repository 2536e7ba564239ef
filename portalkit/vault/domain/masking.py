"""What a screen shows of a number or a name. Never more than the first three and the last four digits.

Free text is masked by shape: mobile numbers however they are written (see `mobiles`), landlines with area code, local numbers
behind a word like 电话, identity numbers and every other run of eleven or more digits. A run that is a time stamp
(20190923205025) stays readable, since no number looks like it.
"""

import re

from .mobiles import hidden_of_mobiles, mobile_in
from .numbers import normalised_number

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_GAP = r"[ \-\u2010-\u2015\u3000\uff0d]"
_LONG = re.compile(rf"(?P<identity>(?<!\d)\d{{6}}{_GAP}?\d{{8}}{_GAP}?\d{{3}}[\dXx\uff38\uff58](?![A-Za-z0-9]))|(?P<run>\d{{11,}})")
_LANDLINE = re.compile(
    rf"""
    (?P<landline>(?<!\d)[(\uff08]?0\d{{2,3}}[)\uff09]?{_GAP}?\d{{3,4}}{_GAP}?\d{{4}}(?!\d))
    |(?P<local>(?:电话|座机|固话|号码|联系|(?i:tel|phone))[^\d\n]{{0,6}}\d{{3,4}}{_GAP}?\d{{4}}(?!\d))
    """,
    re.VERBOSE,
)
_STAMP = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")


def mask_number(number: str) -> str:
    """`13812345678` → `138****5678`; the shorter the number, the less of it stays; separators and country code go."""
    bare = normalised_number(number)
    head, tail = _kept(len(bare))
    return bare[:head] + "*" * (len(bare) - head - tail) + bare[len(bare) - tail :]


def mask_text(text: str) -> str:
    """Free text with every personal number in it masked; the rest keeps its spelling, invisible characters go."""
    visible = _INVISIBLE.sub("", text)
    hidden = hidden_of_mobiles(visible)
    for match in _LONG.finditer(visible):
        hidden |= _hidden_of_long(match)
    return _LANDLINE.sub(_masked, _starred(visible, hidden))


def masked_place(text: str, place: int) -> int:
    """Where a place of the text stands in `mask_text(text)`: digits become stars where they stand, only invisible characters go."""
    return place - len(_INVISIBLE.findall(text, 0, place))


def mask_name(name: str) -> str:
    """`张三` → `张*`, `John Smith` → `J*** S****`."""
    return " ".join(word[0] + "*" * min(len(word) - 1, 7) for word in name.split())


def _kept(length: int) -> tuple[int, int]:
    if length >= 11:
        return 3, 4
    if length >= 7:
        return 2, 2
    return (0, 2) if length >= 5 else (0, 0)


def _hidden_of_long(match: re.Match[str]) -> set[int]:
    found = match.group()
    if match["run"] and (_STAMP.fullmatch(found) or mobile_in(found)):
        return set()
    places = [place for place, char in enumerate(found, match.start()) if char.isdigit() or char.isalpha()]
    return _middle(places)


def _masked(match: re.Match[str]) -> str:
    found = match.group()
    return _starred(found, _middle([place for place, char in enumerate(found) if char.isdigit()]))


def _middle(places: list[int]) -> set[int]:
    head, tail = _kept(len(places))
    return set(places[head : len(places) - tail])


def _starred(text: str, hidden: set[int]) -> str:
    return "".join("*" if place in hidden else char for place, char in enumerate(text)) if hidden else text
