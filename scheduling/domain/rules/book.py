"""Rules with the day from which each holds, and what holds on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .codes import RuleCode


@dataclass(frozen=True)
class LabourRule:
    """A limit from `first_day` on. An inactive one says that from that day there is no such limit."""

    code: RuleCode
    first_day: date
    value: float | None = None
    is_active: bool = True
    source: str = ""


@dataclass(frozen=True)
class Limits:
    """What holds on a day; None where nothing limits. Hours, days, months as the rule's unit says."""

    hours_a_day: float | None = None
    hours_a_week: float | None = None
    overtime_a_day: float | None = None
    overtime_a_month: float | None = None
    rest_days_a_week: float | None = None
    hours_cycle: float | None = None
    min_rest: float | None = None
    days_in_row: float | None = None
    nights_in_row: float | None = None
    bank_most: float | None = None
    bank_least: float | None = None
    no_nights: bool = False


class RuleBook:
    """Of each rule the newest that has begun holds."""

    def __init__(self, rules: Iterable[LabourRule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.code, rule.first_day)))
        self._turns = sorted({rule.first_day for rule in self.rules}, reverse=True)
        self._found: dict[date | None, Limits] = {}

    def rule(self, code: RuleCode, day: date) -> LabourRule | None:
        """The rule that holds on a day; None when none has begun or the newest is inactive."""
        begun = [rule for rule in self.rules if rule.code == code and rule.first_day <= day]
        return begun[-1] if begun and begun[-1].is_active else None

    def on(self, day: date) -> Limits:
        """Everything that holds on a day."""
        turn = next((one for one in self._turns if one <= day), None)
        if turn not in self._found:
            self._found[turn] = self._limits(day)
        return self._found[turn]

    def _limits(self, day: date) -> Limits:
        values = {
            code.value: rule.value
            for code in RuleCode
            if code in _IN_LIMITS and (rule := self.rule(code, day)) is not None and rule.value is not None
        }
        return Limits(**values, no_nights=self.rule(RuleCode.NO_NIGHTS, day) is not None)


_IN_LIMITS = frozenset(RuleCode) - {RuleCode.NO_NIGHTS, RuleCode.LEAVE, RuleCode.EMPLOYED, RuleCode.COVERAGE}
_LAW = date(1995, 1, 1)
_DECREE = date(1995, 5, 1)
_WOMEN = date(2012, 4, 28)
DEFAULT_RULES = (
    LabourRule(RuleCode.HOURS_A_DAY, _LAW, 8, source="《劳动法》第三十六条"),
    LabourRule(RuleCode.HOURS_A_WEEK, _LAW, 44, source="《劳动法》第三十六条"),
    LabourRule(RuleCode.HOURS_A_WEEK, _DECREE, 40, source="国务院令第174号第三条"),
    LabourRule(RuleCode.OVERTIME_A_DAY, _LAW, 3, source="《劳动法》第四十一条"),
    LabourRule(RuleCode.OVERTIME_A_MONTH, _LAW, 36, source="《劳动法》第四十一条"),
    LabourRule(RuleCode.REST_DAYS_A_WEEK, _LAW, 1, source="《劳动法》第三十八条"),
    LabourRule(RuleCode.NO_NIGHTS, _WOMEN, source="《女职工劳动保护特别规定》第六条、第九条"),
    LabourRule(RuleCode.HOURS_CYCLE, _LAW, 3, is_active=False, source="劳部发〔1994〕503号第五条：须经劳动行政部门审批"),
    LabourRule(RuleCode.MIN_REST, _LAW, 11, source="中心规定"),
    LabourRule(RuleCode.DAYS_IN_ROW, _LAW, 6, source="中心规定"),
    LabourRule(RuleCode.NIGHTS_IN_ROW, _LAW, 3, source="中心规定"),
    LabourRule(RuleCode.BANK_MOST, _LAW, 40, source="中心规定"),
    LabourRule(RuleCode.BANK_LEAST, _LAW, 24, source="中心规定"),
)
"""The law and the usual rules of a centre. The comprehensive cycle is off: it needs the consent of the labour authority."""
