"""The rules a roster is held to, and the unit in which a violation says by how much."""

from enum import StrEnum


class RuleCode(StrEnum):
    """HOURS_* and OVERTIME_* are limits of the labour law, MIN_REST, *_IN_ROW and BANK_* of the centre; the last ones hold without being
    set. BANK_* limit the hours pool: no roster breaks them, so the audit does not ask."""

    HOURS_A_DAY = "hours_a_day"
    HOURS_A_WEEK = "hours_a_week"
    OVERTIME_A_DAY = "overtime_a_day"
    OVERTIME_A_MONTH = "overtime_a_month"
    REST_DAYS_A_WEEK = "rest_days_a_week"
    NO_NIGHTS = "no_nights"
    HOURS_CYCLE = "hours_cycle"
    MIN_REST = "min_rest"
    DAYS_IN_ROW = "days_in_row"
    NIGHTS_IN_ROW = "nights_in_row"
    BANK_MOST = "bank_most"
    BANK_LEAST = "bank_least"
    LEAVE = "leave"
    EMPLOYED = "employed"
    COVERAGE = "coverage"


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    HEADS = "heads"
    NONE = "none"


LEGAL = frozenset(
    {
        RuleCode.HOURS_A_DAY,
        RuleCode.HOURS_A_WEEK,
        RuleCode.OVERTIME_A_DAY,
        RuleCode.OVERTIME_A_MONTH,
        RuleCode.REST_DAYS_A_WEEK,
        RuleCode.NO_NIGHTS,
        RuleCode.HOURS_CYCLE,
    }
)
BUILT_IN = frozenset({RuleCode.LEAVE, RuleCode.EMPLOYED, RuleCode.COVERAGE})
NEEDS_VALUE = frozenset(RuleCode) - BUILT_IN - {RuleCode.NO_NIGHTS}
_UNITS = {
    RuleCode.REST_DAYS_A_WEEK: Unit.DAYS,
    RuleCode.DAYS_IN_ROW: Unit.DAYS,
    RuleCode.NIGHTS_IN_ROW: Unit.DAYS,
    RuleCode.HOURS_CYCLE: Unit.MONTHS,
    RuleCode.COVERAGE: Unit.HEADS,
    RuleCode.NO_NIGHTS: Unit.NONE,
    RuleCode.LEAVE: Unit.NONE,
    RuleCode.EMPLOYED: Unit.NONE,
}


def unit_of(code: RuleCode) -> Unit:
    """The unit of the rule's value and of the amount by which it is broken."""
    return _UNITS.get(code, Unit.HOURS)
