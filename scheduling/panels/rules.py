"""Rules and violations in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.rules import RuleCode, Unit, Violation, unit_of
from ..domain.shifts import Fault

RULE_LABELS: Mapping[str, Any] = {
    RuleCode.HOURS_A_DAY: gettext_lazy("Hours a day"),
    RuleCode.HOURS_A_WEEK: gettext_lazy("Hours a week"),
    RuleCode.OVERTIME_A_DAY: gettext_lazy("Overtime a day"),
    RuleCode.OVERTIME_A_MONTH: gettext_lazy("Overtime a month"),
    RuleCode.REST_DAYS_A_WEEK: gettext_lazy("Rest days a week"),
    RuleCode.NO_NIGHTS: gettext_lazy("No nights in pregnancy and nursing"),
    RuleCode.HOURS_CYCLE: gettext_lazy("Comprehensive-hours cycle"),
    RuleCode.MIN_REST: gettext_lazy("Rest between shifts"),
    RuleCode.DAYS_IN_ROW: gettext_lazy("Days in a row"),
    RuleCode.NIGHTS_IN_ROW: gettext_lazy("Nights in a row"),
    RuleCode.BANK_MOST: gettext_lazy("Hours pool: most owed to an agent"),
    RuleCode.BANK_LEAST: gettext_lazy("Hours pool: most owed by an agent"),
    RuleCode.LEAVE: gettext_lazy("On leave"),
    RuleCode.EMPLOYED: gettext_lazy("Not employed on this day"),
    RuleCode.COVERAGE: gettext_lazy("Missing heads"),
}
FAULT_LABELS: Mapping[Fault, Any] = {
    Fault.NO_SPAN: gettext_lazy("Write hours such as 08:00-17:00."),
    Fault.UNREADABLE: gettext_lazy("Not understood; write hours such as 08:00-12:00 14:00-18:00."),
    Fault.NO_TIME: gettext_lazy("This is no time of the day."),
    Fault.TOO_MANY: gettext_lazy("A shift has four parts at most."),
    Fault.OVERLAP: gettext_lazy("The parts of the shift overlap."),
    Fault.TOO_LONG: gettext_lazy("A shift lasts 24 hours at most from its first to its last minute."),
    Fault.BREAKS_UNREADABLE: gettext_lazy("Write the minutes of each break with spaces between, such as 15 45."),
    Fault.BREAKS_TOO_LONG: gettext_lazy("The breaks are as long as the shift."),
}


def rule_label(code: str) -> str:
    return str(RULE_LABELS.get(code, code))


def amount(value: float, unit: Unit) -> str:
    """A number with its unit in the reader's language."""
    text = number_format(round(value, 1) if value % 1 else int(value))
    words = {
        Unit.HOURS: _("{count} h"),
        Unit.DAYS: _("{count} d"),
        Unit.MONTHS: _("{count} months"),
        Unit.HEADS: _("{count} heads"),
        Unit.NONE: "{count}",
    }
    return words[unit].format(count=text)


def violation_text(one: Violation) -> str:
    """What is broken and by how much, without day and name."""
    label, unit = rule_label(one.rule), unit_of(one.rule)
    if unit is Unit.NONE:
        return label
    by = amount(one.by, unit)
    if one.limit is None:
        return f"{label}: {by}"
    return _("{rule} ({limit}): off by {by}").format(rule=label, limit=amount(one.limit, unit), by=by)
