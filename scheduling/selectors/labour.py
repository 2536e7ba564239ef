"""Shift templates and labour rules as the domain reads them. What is set for a region holds in its whole subtree."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ..domain.rules import LabourRule as Rule
from ..domain.rules import RuleBook, RuleCode
from ..domain.shifts import NotAShift, Shift, shift_of
from ..models import LabourRule, ShiftTemplate
from ..permissions import SchedulingPermission


def visible_shifts(access: Access) -> QuerySet[ShiftTemplate]:
    return access.scope(SchedulingPermission.VIEW, ShiftTemplate.objects.select_related("region__parent"))


def visible_rules(access: Access) -> QuerySet[LabourRule]:
    return access.scope(SchedulingPermission.VIEW, LabourRule.objects.select_related("region__parent"))


def chain_of(region: Region) -> Q:
    """The region and those above it, as a condition on the foreign key `region`."""
    parts = region.path.strip("/").split("/")
    return Q(region__path__in=[f"/{'/'.join(parts[:length])}/" for length in range(1, len(parts) + 1)])


def rule_book(region: Region) -> RuleBook:
    """The rules that hold for rosters of a region. One query; unknown codes are passed over."""
    known = set(RuleCode)
    rows = LabourRule.objects.filter(chain_of(region))
    return RuleBook(Rule(RuleCode(row.code), row.first_day, row.value, row.is_active, row.source) for row in rows if row.code in known)


def templates_of(region: Region) -> list[ShiftTemplate]:
    """Every shift of a region, active ones and those that only old rosters use. One query."""
    return list(ShiftTemplate.objects.filter(chain_of(region)))


def shifts_of(templates: Iterable[ShiftTemplate]) -> dict[int, Shift]:
    """Primary key → shift; templates whose text no longer reads are left out."""
    found = {}
    for one in templates:
        try:
            found[one.pk] = shift_of(one.code, one.spans, one.breaks, name=one.name)
        except NotAShift:
            continue
    return found


def cycle_months(region: Region, day: date) -> float | None:
    """Months of the comprehensive-hours cycle in force, None without one. One query."""
    rule = rule_book(region).rule(RuleCode.HOURS_CYCLE, day)
    return rule.value if rule is not None else None
