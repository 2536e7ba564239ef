"""What may be set, checked before it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from . import lists
from .rules import RULES, Option, OptionKind, RuleCode

MOST_WORDS = 500
LONGEST_WORD = 40
HEAVIEST = 100


class SettingInvalid(Exception):
    """`option` cannot be set so; `reason` is a code: empty, too_many, too_long, out_of_bounds, unknown_field, unknown_option."""

    def __init__(self, option: str, reason: str, value: object = "") -> None:
        super().__init__(option, reason, value)
        self.option, self.reason, self.value = option, reason, value


def checked(*, rule: RuleCode, weight: int, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options in the form in which they are kept: every one present, words once each and in order. Raises SettingInvalid."""
    if not 0 <= weight <= HEAVIEST:
        raise SettingInvalid("weight", "out_of_bounds", weight)
    declared = {option.name: option for option in RULES[rule].options}
    if unknown := set(options) - set(declared):
        raise SettingInvalid(min(unknown), "unknown_option")
    return {name: _READ[option.kind](option, options.get(name, option.default)) for name, option in declared.items()}


def _number(option: Option, value: Any) -> int:
    if not isinstance(value, int) or not option.minimum <= value <= option.maximum:
        raise SettingInvalid(option.name, "out_of_bounds", value)
    return value


def _words(option: Option, value: Any) -> list[str]:
    words = _tidy(option.name, value)
    if not words:
        raise SettingInvalid(option.name, "empty")
    return words


def _groups(option: Option, value: Any) -> dict[str, list[str]]:
    if unknown := set(value) - set(option.keys):
        raise SettingInvalid(option.name, "unknown_option", min(unknown))
    return {key: _tidy(option.name, value.get(key, ())) for key in option.keys}


def _fields(option: Option, value: Any) -> dict[str, list[str]]:
    found = _groups(option, value)
    if wrong := [name for names in found.values() for name in names if name not in lists.REQUIRABLE]:
        raise SettingInvalid(option.name, "unknown_field", wrong[0])
    return found


def _tidy(name: str, value: Sequence[str]) -> list[str]:
    words = list(dict.fromkeys(word.strip() for word in value if word.strip()))
    if len(words) > MOST_WORDS:
        raise SettingInvalid(name, "too_many", len(words))
    if long := [word for word in words if len(word) > LONGEST_WORD]:
        raise SettingInvalid(name, "too_long", long[0])
    return words


_READ = {OptionKind.NUMBER: _number, OptionKind.WORDS: _words, OptionKind.GROUPS: _groups, OptionKind.FIELDS: _fields}
