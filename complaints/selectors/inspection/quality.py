"""Quality in figures: what was inspected, what was found, by rule, department and region. Months come from sums, days from the rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Month, Period, month_of, months
from portalkit.regions.models import Region

from ...domain.quality.rules import RULES
from ...domain.quality.scores import Proportion, wilson
from ...models import Finding, FindingRollup, InspectionResult, QualityRollup, TicketScore
from ...models.inspection import RULE_LABELS
from ..ground import Ground, ground

PRECISION_MONTHS = 12
Rows = list[dict[str, Any]]
_ONE, _NOUGHT = Value(1), Value(0)
_SCORED = ("tickets", "with_findings", "score_sum", "stated", "other_cause", "judged", "solved")
_FOUND = ("findings", "tickets", "confirmed", "rejected", "by_hand")


@dataclass(frozen=True)
class Tally:
    """Inspected tickets of some place or department. Shares and mean are None where there is nothing to divide by."""

    key: str
    label: str
    tickets: int
    with_findings: int
    findings: int
    score_sum: int
    stated: int
    other_cause: int
    judged: int
    solved: int

    @property
    def mean_score(self) -> float | None:
        return self.score_sum / self.tickets if self.tickets else None

    @property
    def faulty_share(self) -> float | None:
        return self.with_findings / self.tickets if self.tickets else None

    @property
    def other_share(self) -> float | None:
        """Of the tickets that state a cause, those that say "other"."""
        return self.other_cause / self.stated if self.stated else None

    @property
    def solved_share(self) -> float | None:
        """Of the tickets that say whether the matter is solved."""
        return self.solved / self.judged if self.judged else None


@dataclass(frozen=True)
class RuleCount:
    """`share` is of all findings. `confirmed` and `rejected` count what the rule found and somebody judged."""

    rule: str
    label: str
    findings: int
    tickets: int
    share: float | None
    confirmed: int
    rejected: int
    by_hand: int

    @property
    def precision(self) -> Proportion:
        return wilson(confirmed=self.confirmed, judged=self.confirmed + self.rejected)


@dataclass(frozen=True)
class QualitySummary:
    """Complaints of the period, in the regions in view. `rules` and `departments` from most findings, and from the lowest score, down."""

    period: Period
    total: Tally
    rules: tuple[RuleCount, ...]
    departments: tuple[Tally, ...]
    returned: int

    @property
    def tickets(self) -> int:
        return self.total.tickets

    @property
    def with_findings(self) -> int:
        return self.total.with_findings

    @property
    def findings(self) -> int:
        return self.total.findings

    @property
    def mean_score(self) -> float | None:
        return self.total.mean_score


@dataclass(frozen=True)
class QualityAnalysis:
    """The quality page of a month. `by_department` and `by_region` give findings by (key, rule); `trend` a tally for each month."""

    summary: QualitySummary
    before: Tally
    regions: tuple[Tally, ...]
    by_department: Mapping[tuple[str, str], int]
    by_region: Mapping[tuple[str, str], int]
    trend: tuple[tuple[Month, Tally], ...]
    precision: tuple[RuleCount, ...]


def quality_summary(access: Access, *, period: Period, region: Region | None = None) -> QualitySummary:
    """Figures of the complaints of a period. Raises RegionOutOfReach. Five queries."""
    return _summary(ground(access, region=region), period)


def quality_analysis(access: Access, *, month: Month, region: Region | None = None, length: int = 24) -> QualityAnalysis:
    """The month, the months up to it, and the precision of the rules over a year. Raises RegionOutOfReach. Nine queries."""
    place = ground(access, region=region)
    by_month = {row["month"]: row for row in _score_rows(place, _Months(month.plus(1 - length), month), ("month",))}
    trend = tuple((one, _tally(str(one), str(one), by_month.get(one.first_day), 0)) for one in months(month.plus(1 - length), month))
    found = _finding_rows(place, month, ("department", "rule"))
    part_of = place.part_of()
    by_region: dict[tuple[str, str], int] = {}
    for row in _finding_rows(place, month, ("region", "rule")):
        if part := part_of.get(row["region"]):
            key = (part.code, row["rule"])
            by_region[key] = by_region.get(key, 0) + row["findings"]
    return QualityAnalysis(
        summary=_summary(place, month),
        before=trend[-2][1] if len(trend) > 1 else _tally("", "", None, 0),
        regions=_regions(place, month, by_region),
        by_department={(row["department"], row["rule"]): row["findings"] for row in found},
        by_region=by_region,
        trend=trend,
        precision=_rules(_finding_rows(place, _Months(month.plus(1 - PRECISION_MONTHS), month), ("rule",))),
    )


@dataclass(frozen=True)
class _Months(Period):
    """From month to month, both included."""

    first: Month
    last: Month

    @property
    def first_day(self) -> date:
        return self.first.first_day

    @property
    def last_day(self) -> date:
        return self.last.last_day


def _summary(place: Ground, period: Period) -> QualitySummary:
    departments = _score_rows(place, period, ("department",))
    counts: dict[str, int] = {}
    for row in _finding_rows(place, period, ("department",)):
        counts[row["department"]] = row["findings"]
    rules = _rules(_finding_rows(place, period, ("rule",)))
    tallies = [_tally(row["department"], row["department"], row, counts.get(row["department"], 0)) for row in departments]
    returned = place.within(
        InspectionResult.objects.filter(ticket__accepted_on__gte=period.first_day, ticket__accepted_on__lte=period.last_day).exclude(
            state__in=(InspectionResult.State.PASSED, InspectionResult.State.SENT_AGAIN)
        )
    ).count()
    return QualitySummary(
        period=period,
        total=_added("", tallies),
        rules=rules,
        departments=tuple(sorted(tallies, key=lambda one: (one.mean_score or 0, one.label))),
        returned=returned,
    )


def _regions(place: Ground, month: Month, by_region: Mapping[tuple[str, str], int]) -> tuple[Tally, ...]:
    part_of = place.part_of()
    gathered: dict[str, list[Tally]] = {}
    for row in _score_rows(place, month, ("region",)):
        if part := part_of.get(row["region"]):
            gathered.setdefault(part.code, []).append(_tally(part.code, part.display_name, row, 0))
    counts: dict[str, int] = {}
    for (code, _rule), findings in by_region.items():
        counts[code] = counts.get(code, 0) + findings
    added = [_added(code, rows, findings=counts.get(code, 0)) for code, rows in gathered.items()]
    return tuple(sorted(added, key=lambda one: (one.mean_score or 0, one.label)))


def _added(key: str, rows: Sequence[Tally], *, findings: int | None = None) -> Tally:
    def total(name: str) -> int:
        return sum(getattr(row, name) for row in rows)

    names = ("tickets", "with_findings", "score_sum", "stated", "other_cause", "judged", "solved")
    label = rows[0].label if rows and key else ""
    return Tally(
        key=key, label=label, findings=total("findings") if findings is None else findings, **{name: total(name) for name in names}
    )


def _tally(key: str, label: str, row: Mapping[str, Any] | None, findings: int) -> Tally:
    return Tally(key=key, label=label, findings=findings, **{name: row[name] if row else 0 for name in _SCORED})


def _rules(rows: Rows) -> tuple[RuleCount, ...]:
    by_rule = {row["rule"]: row for row in rows}
    whole = sum(row["findings"] for row in rows)
    found = [_rule_count(code, by_rule[code], whole) for code in RULES if code in by_rule]
    return tuple(sorted(found, key=lambda one: -one.findings))


def _rule_count(code: str, row: Mapping[str, Any], whole: int) -> RuleCount:
    counts = {name: row[name] for name in _FOUND}
    return RuleCount(rule=str(code), label=str(RULE_LABELS[code]), share=row["findings"] / whole if whole else None, **counts)


def _score_rows(place: Ground, period: Period, by: Sequence[str]) -> Rows:
    if _is_whole_months(period):
        rows: QuerySet[Any] = _of_months(place, QualityRollup.objects.all(), period)
        return list(
            rows.order_by().values(*by).annotate(**{f"total_{name}": Sum(name) for name in _SCORED}).values(*by, **_renamed(_SCORED))
        )
    rows = _of_days(place, TicketScore.objects.all(), period)
    counted = {
        "tickets": Count("pk"),
        "with_findings": _count(Q(findings__gt=0)),
        "score_sum": Sum("score"),
        "stated": _count(~Q(cause="unstated")),
        "other_cause": _count(Q(cause="other")),
        "judged": _count(Q(solved__isnull=False)),
        "solved": _count(Q(solved=True)),
    }
    totals = {f"total_{name}": expression for name, expression in counted.items()}
    return list(rows.order_by().values(*by).annotate(**totals).values(*by, **_renamed(_SCORED)))


def _finding_rows(place: Ground, period: Period, by: Sequence[str]) -> Rows:
    if _is_whole_months(period):
        rows: QuerySet[Any] = _of_months(place, FindingRollup.objects.all(), period)
        sums = {f"total_{name}": Sum(name) for name in _FOUND}
        return list(rows.order_by().values(*by).annotate(**sums).values(*by, **_renamed(_FOUND)))
    rows = _of_days(place, Finding.objects.all(), period)
    counted = {
        "findings": Count("pk"),
        "tickets": Count("ticket", distinct=True),
        "confirmed": _count(Q(verdict=Finding.Verdict.CONFIRMED, by_hand=False)),
        "rejected": _count(Q(verdict=Finding.Verdict.REJECTED, by_hand=False)),
        "by_hand": _count(Q(by_hand=True)),
    }
    totals = {f"total_{name}": expression for name, expression in counted.items()}
    return list(rows.order_by().values(*by).annotate(**totals).values(*by, **_renamed(_FOUND)))


def _renamed(names: Sequence[str]) -> dict[str, F]:
    """A sum may not carry the name of the column that it sums."""
    return {name: F(f"total_{name}") for name in names}


def _count(condition: Q) -> Sum:
    return Sum(Case(When(condition, then=_ONE), default=_NOUGHT, output_field=IntegerField()))


def _is_whole_months(period: Period) -> bool:
    return period.first_day.day == 1 and period.last_day == month_of(period.last_day).last_day


def _of_months(place: Ground, rows: QuerySet[Any], period: Period) -> QuerySet[Any]:
    return place.during(rows, first=month_of(period.first_day), last=month_of(period.last_day))


def _of_days(place: Ground, rows: QuerySet[Any], period: Period) -> QuerySet[Any]:
    return place.within(rows.filter(day__gte=period.first_day, day__lte=period.last_day))
