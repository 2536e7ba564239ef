"""Keeps the sums of inspection equal to a GROUP BY over scores and findings, for the months and regions that a write touched."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from portalkit.periods.domain.calendar import month_of

from ...models import Finding, FindingRollup, QualityRollup, TicketScore

Key = tuple[date, int]
_LOCK = 0x4E4F43_515549
_REGIONS_AT_ONCE = 400
_SCORES = (
    "INSERT INTO complaints_qualityrollup"
    " (month, region_id, department, tickets, with_findings, score_sum, stated, other_cause, judged, solved)"
    " SELECT %s, region_id, department, count(*), sum(CASE WHEN findings > 0 THEN 1 ELSE 0 END), sum(score),"
    " sum(CASE WHEN cause <> 'unstated' THEN 1 ELSE 0 END), sum(CASE WHEN cause = 'other' THEN 1 ELSE 0 END),"
    " count(solved), sum(CASE WHEN solved THEN 1 ELSE 0 END)"
    " FROM complaints_ticketscore WHERE day >= %s AND day < %s AND region_id IN ({regions}) GROUP BY region_id, department"
)
_FINDINGS = (
    "INSERT INTO complaints_findingrollup (month, region_id, department, rule, findings, tickets, confirmed, rejected, by_hand)"
    " SELECT %s, region_id, department, rule, count(*), count(DISTINCT ticket_id),"
    " sum(CASE WHEN verdict = 'confirmed' AND NOT by_hand THEN 1 ELSE 0 END),"
    " sum(CASE WHEN verdict = 'rejected' AND NOT by_hand THEN 1 ELSE 0 END), sum(CASE WHEN by_hand THEN 1 ELSE 0 END)"
    " FROM complaints_finding WHERE day >= %s AND day < %s AND region_id IN ({regions}) GROUP BY region_id, department, rule"
)


def key_of(day: date, region_id: int) -> Key:
    """The first day of the month, and the region."""
    return day.replace(day=1), region_id


@transaction.atomic
def refresh(keys: Iterable[Key]) -> None:
    """Recounts these months and regions. Of two at a time the later one waits and counts what the earlier one left."""
    by_month: dict[date, set[int]] = defaultdict(set)
    for month, region_id in keys:
        by_month[month].add(region_id)
    _lock()
    for month in sorted(by_month):
        regions = sorted(by_month[month])
        for start in range(0, len(regions), _REGIONS_AT_ONCE):
            _month(month, regions[start : start + _REGIONS_AT_ONCE])


def refresh_drifted() -> int:
    """Recounts where the number of scores is not what the sum says, as after an undo that took tickets away. Returns how many keys."""
    scored = TicketScore.objects.order_by().values_list(TruncMonth("day"), "region").annotate(count=Count("pk"))
    there = {(month, region): count for month, region, count in scored}
    summed = QualityRollup.objects.order_by().values_list("month", "region").annotate(count=Sum("tickets"))
    counted = {(month, region): count for month, region, count in summed}
    drifted = {key for key in there.keys() | counted.keys() if there.get(key) != counted.get(key)}
    refresh(drifted)
    return len(drifted)


def _month(month: date, regions: Sequence[int]) -> None:
    for model, insert in ((QualityRollup, _SCORES), (FindingRollup, _FINDINGS)):
        model.objects.filter(month=month, region__in=regions).delete()
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(regions))
            cursor.execute(insert.format(regions=marks), [month, month, month_of(month).next().first_day, *regions])


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def refresh_of(finding: Finding) -> None:
    refresh([key_of(finding.day, finding.region_id)])
