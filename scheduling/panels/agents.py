"""Agents in words."""

from django.utils.dates import WEEKDAYS


def weekday_names(numbers: str) -> str:
    """`6 7` → Saturday, Sunday, in the reader's language."""
    return "、".join(str(WEEKDAYS[int(number) - 1]) for number in numbers.split() if number.isdecimal() and 1 <= int(number) <= 7)
