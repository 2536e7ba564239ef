"""How much each inspector did, and how far two of them agree."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Period
from portalkit.regions.models import Region

from ...domain.quality.rules import RULES
from ...domain.quality.scores import Agreement, agreement
from ...models import Finding, InspectionResult, Judgement, SampleItem
from ...models.inspection import RULE_LABELS
from ..ground import Ground, ground


@dataclass(frozen=True)
class Work:
    """One inspector in the period; `inspected` are passed, returned and second looks; `waiting` are open items, whenever drawn."""

    inspector: str
    inspected: int
    passed: int
    returned: int
    second_looks: int
    confirmed: int
    rejected: int
    by_hand: int
    waiting: int


@dataclass(frozen=True)
class RuleAgreement:
    rule: str
    label: str
    agreement: Agreement


@dataclass(frozen=True)
class Workload:
    """`overall` takes all rules together. Only findings of rules that two inspectors judged count; of more than two the first two."""

    period: Period
    rows: tuple[Work, ...]
    rules: tuple[RuleAgreement, ...]
    overall: Agreement


def workload(access: Access, *, period: Period, region: Region | None = None) -> Workload:
    """Raises RegionOutOfReach. Seven queries."""
    place = ground(access, region=region)
    results = _results(place, period)
    judged = _judgements(place, period)
    looks, waiting = _second_looks(place, period), _items(place, Q(done_at=None))
    people = User.objects.in_bulk({*results, *judged, *looks, *waiting})
    rows = [
        _work(str(person), results.get(pk, {}), judged.get(pk, {}), looks.get(pk, 0), waiting.get(pk, 0)) for pk, person in people.items()
    ]
    pairs = _pairs(place, period)
    return Workload(
        period=period,
        rows=tuple(sorted(rows, key=lambda one: (-one.inspected, one.inspector))),
        rules=tuple(RuleAgreement(str(code), str(RULE_LABELS[code]), agreement(pairs[code])) for code in RULES if pairs.get(code)),
        overall=agreement(pair for rows in pairs.values() for pair in rows),
    )


def _work(name: str, result: dict[str, int], judged: dict[str, int], looks: int, waiting: int) -> Work:
    passed, returned = result.get("passed", 0), result.get("returned", 0)
    counts = {key: judged.get(key, 0) for key in ("confirmed", "rejected", "by_hand")}
    return Work(
        inspector=name,
        inspected=passed + returned + looks,
        passed=passed,
        returned=returned,
        second_looks=looks,
        waiting=waiting,
        **counts,
    )


def _results(place: Ground, period: Period) -> dict[int, dict[str, int]]:
    rows: QuerySet[Any] = place.within(InspectionResult.objects.filter(decided_at__gte=period.start, decided_at__lt=period.end))
    passed = Q(state=InspectionResult.State.PASSED)
    counted = rows.order_by().values("inspector").annotate(passed=Count("pk", filter=passed), returned=Count("pk", filter=~passed))
    return {row["inspector"]: dict(row) for row in counted}


def _judgements(place: Ground, period: Period) -> dict[int, dict[str, int]]:
    rows: QuerySet[Any] = _judged_in(place, period)
    by_rule = Q(finding__by_hand=False)
    counted = (
        rows.order_by()
        .values("inspector")
        .annotate(
            confirmed=Count("pk", filter=by_rule & Q(is_confirmed=True)),
            rejected=Count("pk", filter=by_rule & Q(is_confirmed=False)),
            by_hand=Count("pk", filter=~by_rule),
        )
    )
    return {row["inspector"]: dict(row) for row in counted}


def _second_looks(place: Ground, period: Period) -> dict[int, int]:
    return _items(place, Q(is_second=True, done_at__gte=period.start, done_at__lt=period.end))


def _items(place: Ground, which: Q) -> dict[int, int]:
    """Sample items by inspector."""
    rows = SampleItem.objects.filter(which)
    if not place.is_everything:
        rows = rows.filter(ticket__region__in=place.inside)
    return dict(rows.order_by().values_list("inspector").annotate(count=Count("pk")))


def _pairs(place: Ground, period: Period) -> dict[str, list[tuple[bool, bool]]]:
    by_finding: dict[int, list[bool]] = defaultdict(list)
    rules: dict[int, str] = {}
    rows = _judged_in(place, period).filter(finding__by_hand=False).order_by("judged_at", "pk")
    for pk, rule, is_confirmed in rows.values_list("finding", "finding__rule", "is_confirmed"):
        by_finding[pk].append(is_confirmed)
        rules[pk] = rule
    pairs: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for pk, words in by_finding.items():
        if len(words) > 1:
            pairs[rules[pk]].append((words[0], words[1]))
    return pairs


def _judged_in(place: Ground, period: Period) -> QuerySet[Judgement]:
    rows = Judgement.objects.filter(judged_at__gte=period.start, judged_at__lt=period.end)
    return rows if place.is_everything else rows.filter(finding__in=place.within(Finding.objects.all()))
