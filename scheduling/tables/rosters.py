"""The lists of shifts, labour rules, rosters and banks of hours."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.tables import Column, Table

from ..domain.hours_pool import BankLimits
from ..domain.rules import RuleCode, unit_of
from ..models import LabourRule, Roster, ShiftTemplate
from ..panels.rosters import state_label, state_tone
from ..panels.rules import amount, rule_label
from ..selectors.labour import shifts_of


def _hours(shift: ShiftTemplate) -> float | None:
    found = shifts_of([shift])
    return found[shift.pk].minutes / 60 if found else None


def _rule_value(rule: LabourRule) -> str:
    if rule.value is None or rule.code not in set(RuleCode):
        return ""
    return amount(rule.value, unit_of(RuleCode(rule.code)))


def _violations(roster: Roster) -> int:
    return sum(one[0] != RuleCode.COVERAGE for one in roster.figures.get("violations", []))


def _is_within(agent: Any) -> bool:
    limits = BankLimits(*(None if one is None else round(one * 60) for one in (agent.hours_most, agent.hours_least)))
    return not limits.beyond(agent.minutes_balance or 0)


SHIFTS = Table(
    key="scheduling.shifts",
    title=gettext_lazy("Shifts"),
    default_order="code",
    row_link=lambda shift: reverse("scheduling:change_shift", args=[shift.pk]),
    columns=(
        Column("code", gettext_lazy("Code"), order_by="code"),
        Column("name", gettext_lazy("Name"), order_by="name"),
        Column("spans", gettext_lazy("Hours of the shift"), order_by="spans"),
        Column("breaks", gettext_lazy("Breaks, min")),
        Column("hours", gettext_lazy("Hours worked"), value=_hours, kind="number", digits=1),
        Column(
            "night",
            gettext_lazy("Kind"),
            value=lambda shift: _("Night shift") if shift.is_night else _("Day shift"),
            kind="badge",
            tone=lambda shift: "info" if shift.is_night else "neutral",
            order_by="is_night",
        ),
        Column(
            "active",
            gettext_lazy("State"),
            value=lambda shift: _("Active") if shift.is_active else _("Not in use"),
            kind="badge",
            tone=lambda shift: "good" if shift.is_active else "neutral",
            order_by="is_active",
        ),
        Column("region", gettext_lazy("Region"), value="region.long_name", order_by="region__path", shown=False),
    ),
)
LABOUR_RULES = Table(
    key="scheduling.labour_rules",
    title=gettext_lazy("Labour rules"),
    default_order="rule",
    columns=(
        Column("rule", gettext_lazy("Rule"), value=lambda rule: rule_label(rule.code), order_by=("code", "first_day")),
        Column("first_day", gettext_lazy("From day"), kind="date", order_by="first_day"),
        Column("value", gettext_lazy("Value"), value=_rule_value, order_by="value"),
        Column(
            "active",
            gettext_lazy("State"),
            value=lambda rule: _("Holds") if rule.is_active else _("Limit ended"),
            kind="badge",
            tone=lambda rule: "good" if rule.is_active else "neutral",
            order_by="is_active",
        ),
        Column("source", gettext_lazy("Source"), is_long=True),
        Column("region", gettext_lazy("Region"), value="region.long_name", order_by="region__path", shown=False),
    ),
)
ROSTERS = Table(
    key="scheduling.rosters",
    title=gettext_lazy("Rosters"),
    default_order="-first_day",
    row_link=lambda roster: reverse("scheduling:roster", args=[roster.pk]),
    columns=(
        Column("first_day", gettext_lazy("From day"), kind="date", order_by=("first_day", "number")),
        Column("last_day", gettext_lazy("To day"), kind="date", order_by="last_day"),
        Column("number", gettext_lazy("Version"), kind="number", order_by="number"),
        Column("state", gettext_lazy("State"), value=state_label, kind="badge", tone=state_tone, order_by="state"),
        Column("region", gettext_lazy("Region"), value="region.long_name", order_by="region__path", shown=False),
        Column("violations", gettext_lazy("Rules broken"), value=_violations, kind="number"),
        Column("misfit", gettext_lazy("Misfit"), value=lambda roster: roster.figures.get("misfit"), kind="percent", digits=1),
        Column("missing", gettext_lazy("Missing hours"), value=lambda roster: roster.figures.get("missing_hours"), kind="number", digits=1),
        Column("planned", gettext_lazy("Planned hours"), value=lambda roster: roster.figures.get("planned_hours"), kind="number", digits=0),
        Column("author", gettext_lazy("Author"), value=lambda roster: str(roster.author)),
        Column("made_at", gettext_lazy("Made at"), kind="datetime", order_by="made_at"),
        Column("published_at", gettext_lazy("Published at"), kind="datetime", order_by="published_at", shown=False),
    ),
)
BANKS = Table(
    key="scheduling.banks",
    title=gettext_lazy("Hours pool"),
    default_order="agent",
    columns=(
        Column("agent", gettext_lazy("Agent number"), value="code", order_by="code"),
        Column("name", gettext_lazy("Name"), order_by="name"),
        Column("team", gettext_lazy("Team"), order_by=("team", "code")),
        Column("before", gettext_lazy("Brought forward, h"), value=lambda agent: (agent.minutes_before or 0) / 60, kind="number", digits=1),
        Column("took", gettext_lazy("Peaks took, h"), value=lambda agent: (agent.minutes_took or 0) / 60, kind="number", digits=1),
        Column("gave", gettext_lazy("Valleys gave back, h"), value=lambda agent: -(agent.minutes_gave or 0) / 60, kind="number", digits=1),
        Column(
            "balance",
            gettext_lazy("Balance, h"),
            value=lambda agent: (agent.minutes_balance or 0) / 60,
            kind="number",
            digits=1,
            order_by="minutes_balance",
        ),
        Column(
            "limits",
            gettext_lazy("State"),
            value=lambda agent: _("Within limits") if _is_within(agent) else _("Outside limits"),
            kind="badge",
            tone=lambda agent: "good" if _is_within(agent) else "bad",
        ),
    ),
)
