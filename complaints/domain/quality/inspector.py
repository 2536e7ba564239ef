"""All rules over one ticket, and which setting of a rule holds for which day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from .causes import CauseContradicted, CauseOther
from .contact import NotReached
from .missing import FieldMissing, PrehandlingSkipped
from .records import Found, Record
from .rules import RULES, RuleCode, Setting, as_delivered
from .times import PlanFar, PlanPast, TimesConflict
from .vague import VagueTime

# These two are found by more than the ticket itself, or by people.
BEYOND_THE_TICKET = frozenset({RuleCode.REPLY_COPIED, RuleCode.MANUAL})


class Finder(Protocol):
    def find(self, record: Record) -> list[Found]: ...


_FINDERS: Mapping[RuleCode, Callable[..., Finder]] = {
    RuleCode.CAUSE_OTHER: CauseOther,
    RuleCode.CAUSE_CONTRADICTED: CauseContradicted,
    RuleCode.VAGUE_TIME: VagueTime,
    RuleCode.NOT_REACHED: NotReached,
    RuleCode.FIELD_MISSING: FieldMissing,
    RuleCode.PREHANDLING_SKIPPED: PrehandlingSkipped,
    RuleCode.PLAN_PAST: PlanPast,
    RuleCode.PLAN_FAR: PlanFar,
    RuleCode.TIMES_CONFLICT: TimesConflict,
}


class Inspector:
    """The enabled rules, their word lists compiled once. `settings` by rule are those that it was made of."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self.settings = {setting.rule: setting for setting in settings}
        self.weights = {str(rule): setting.weight for rule, setting in self.settings.items()}
        enabled = [one for one in self.settings.values() if one.is_enabled and one.rule not in BEYOND_THE_TICKET]
        self._finders = [_FINDERS[one.rule](**one.options).find for one in enabled]

    def inspect(self, record: Record) -> list[Found]:
        """What the ticket's own fields show; copied replies come from `copies`, which looks at other tickets."""
        found: list[Found] = []
        for find in self._finders:
            if one := find(record):
                found += one
        return found


@dataclass(frozen=True)
class Dated:
    """A setting and the first day of the complaints to which it applies."""

    setting: Setting
    valid_from: date


class RuleBook:
    """Every setting there was. For a complaint of a day the newest counts that is valid on it; before all of them, as delivered."""

    def __init__(self, dated: Iterable[Dated]) -> None:
        self._by_rule: dict[RuleCode, list[Dated]] = {code: [] for code in RULES}
        for one in sorted(dated, key=lambda one: one.setting.number):
            self._by_rule[one.setting.rule].append(one)
        self.edges = tuple(sorted({one.valid_from for rows in self._by_rule.values() for one in rows}))
        self._inspectors = cache(self._compiled)

    def on(self, day: date) -> tuple[Setting, ...]:
        return tuple(self._of(code, day) for code in RULES)

    def inspector(self, day: date) -> Inspector:
        """The same object for all days between two edges."""
        return self._inspectors(sum(1 for edge in self.edges if edge <= day))

    def _compiled(self, passed: int) -> Inspector:
        return Inspector(self.on(self.edges[passed - 1] if passed else date.min))

    def _of(self, code: RuleCode, day: date) -> Setting:
        valid = [one.setting for one in self._by_rule[code] if one.valid_from <= day]
        return valid[-1] if valid else as_delivered(code)


def delivered() -> RuleBook:
    """The rules of a new installation."""
    return RuleBook(())


def inspected(records: Sequence[Record], *, book: RuleBook) -> list[list[Found]]:
    """What is found on each ticket, in the same order."""
    if not book.edges:
        inspect = book.inspector(date.min).inspect
        return [inspect(record) for record in records]
    return [book.inspector(record.accepted_on).inspect(record) for record in records]
