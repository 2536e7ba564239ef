"""The rules by code: how grave, how much of the score, what can be set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

from . import lists

MANUAL = "manual"


class RuleCode(StrEnum):
    CAUSE_OTHER = "cause_other"
    CAUSE_CONTRADICTED = "cause_contradicted"
    VAGUE_TIME = "vague_time"
    NOT_REACHED = "not_reached"
    FIELD_MISSING = "field_missing"
    PREHANDLING_SKIPPED = "prehandling_skipped"
    PLAN_PAST = "plan_past"
    PLAN_FAR = "plan_far"
    REPLY_COPIED = "reply_copied"
    TIMES_CONFLICT = "times_conflict"
    MANUAL = MANUAL  # found by an inspector, by no rule


class Severity(IntEnum):
    """As in X.733, so that a list of the worst mixes with alarms."""

    MINOR = 1
    MAJOR = 2
    CRITICAL = 3


class OptionKind(StrEnum):
    WORDS = "words"
    NUMBER = "number"
    GROUPS = "groups"  # words by a code
    FIELDS = "fields"  # columns of a ticket by its state


@dataclass(frozen=True)
class Option:
    """Something that can be set. `keys` are the codes of GROUPS and FIELDS; numbers lie between `minimum` and `maximum`."""

    name: str
    kind: OptionKind
    default: Any
    keys: Sequence[str] = ()
    minimum: int = 0
    maximum: int = 10_000


@dataclass(frozen=True)
class Rule:
    """`version` grows when the algorithm finds something else than before with the same settings."""

    code: RuleCode
    severity: Severity
    weight: int
    version: int = 1
    options: tuple[Option, ...] = ()

    @property
    def defaults(self) -> dict[str, Any]:
        return {option.name: option.default for option in self.options}


@dataclass(frozen=True)
class Setting:
    """How a rule is to be applied. `number` counts its settings; 0 is the one as delivered."""

    rule: RuleCode
    number: int = 0
    is_enabled: bool = True
    severity: Severity = Severity.MINOR
    weight: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Algorithm and setting: what a finding came from."""
        return f"{RULES[self.rule].version}.{self.number}"


def as_delivered(code: RuleCode) -> Setting:
    rule = RULES[code]
    return Setting(rule=code, severity=rule.severity, weight=rule.weight, options=rule.defaults)


def _words(name: str, default: Sequence[str]) -> Option:
    return Option(name, OptionKind.WORDS, list(default))


def _number(name: str, default: int, minimum: int, maximum: int) -> Option:
    return Option(name, OptionKind.NUMBER, default, minimum=minimum, maximum=maximum)


_MAJOR, _MINOR, _CRITICAL = Severity.MAJOR, Severity.MINOR, Severity.CRITICAL
_RULES = (
    Rule(RuleCode.CAUSE_OTHER, _MAJOR, 15),
    Rule(
        RuleCode.CAUSE_CONTRADICTED,
        _CRITICAL,
        25,
        options=(Option("groups", OptionKind.GROUPS, lists.CAUSE_WORDS, keys=tuple(lists.CAUSE_WORDS)), _words("denials", lists.DENIALS)),
    ),
    Rule(
        RuleCode.VAGUE_TIME,
        _MAJOR,
        15,
        options=(_words("words", lists.VAGUE), _words("harmless", lists.HARMLESS), _number("near", 30, 0, 200)),
    ),
    Rule(
        RuleCode.NOT_REACHED,
        _MAJOR,
        15,
        options=(_words("unreached", lists.UNREACHED), _words("next_step", lists.NEXT_STEP), _words("reached", lists.REACHED)),
    ),
    Rule(
        RuleCode.FIELD_MISSING,
        _MAJOR,
        20,
        options=(Option("required", OptionKind.FIELDS, lists.REQUIRED, keys=tuple(lists.REQUIRED)),),
    ),
    Rule(RuleCode.PREHANDLING_SKIPPED, _MINOR, 10, options=(_words("empty_phrases", lists.EMPTY_PHRASES),)),
    Rule(RuleCode.PLAN_PAST, _MAJOR, 15),
    Rule(RuleCode.PLAN_FAR, _MINOR, 5, options=(_number("days", 180, 1, 3650),)),
    Rule(
        RuleCode.REPLY_COPIED,
        _MINOR,
        10,
        options=(
            _number("shortest", 24, 8, 500),
            _number("others", 5, 1, 1000),
            _number("days", 30, 1, 366),
            _number("specifics", 2, 1, 50),
        ),
    ),
    Rule(RuleCode.TIMES_CONFLICT, _MAJOR, 15, options=(_number("minutes", 5, 0, 1440), _number("percent", 10, 1, 100))),
    Rule(RuleCode.MANUAL, _MAJOR, 10),
)
RULES: Mapping[RuleCode, Rule] = MappingProxyType({rule.code: rule for rule in _RULES})
