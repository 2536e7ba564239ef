"""Keeps what early warning finds, raises and clears its alarms, sets its thresholds."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse

from portalkit.alarms.domain.identity import Severity
from portalkit.alarms.selectors import open_of_kinds
from portalkit.alarms.services import clear_alarm, raise_alarm
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.imports.models import ImportBatch
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job
from portalkit.regions.models import Region

from ..domain.signals import RISING, Method, SignalState
from ..models import WarningPass, WarningRules, WarningSignal
from ..selectors.warning_findings import Finding, Findings
from .versions import bump

WARN = "complaints.warning"
KINDS: Mapping[Method, str] = {
    Method.DAILY_RISE: "complaints.daily_rise",
    Method.ABOVE: "complaints.month_above",
    Method.SHIFT_UP: "complaints.shift_up",
}
PAGES: Mapping[Method, str] = {Method.DAILY_RISE: "complaints:warning_daily"}
_KEPT = ("since", "complaints", "value", "expected", "lower", "upper", "ratio", "severity", "state", "ended_on")


class BadThresholds(Exception):
    """A threshold lies outside its bounds, or the severities do not go up."""


@dataclass(frozen=True)
class Thresholds:
    """What `WarningRules` keeps, before it is kept."""

    step: float
    share: float
    fewest_daily: float
    fewest_monthly: float
    sigmas: float
    run: int
    minor: float
    major: float
    critical: float


@dataclass(frozen=True)
class Kept:
    """Signals that are new, changed or withdrawn by this pass, those open after it, and the alarms raised and cleared."""

    new: int
    changed: int
    withdrawn: int
    open: int
    raised: int
    cleared: int


@transaction.atomic
def keep_warnings(*, found: Findings, by: Actor, now: datetime) -> Kept:
    """Brings the signals to what was found, and the alarms to the signals that are open. Done twice it changes nothing more."""
    stored = {(row.region_id, row.service_class, row.method, row.on): row for row in _governed(found).select_for_update()}
    new: list[WarningSignal] = []
    changed: list[WarningSignal] = []
    news: set[tuple[int, str, str, date]] = set()
    for finding in found.findings:
        row = stored.pop(finding.key, None)
        fresh = _values(finding)
        if row is None:
            new.append(WarningSignal(region=finding.region, service_class=finding.service_class, method=finding.method, on=finding.on,
                                     found_at=now, **fresh))  # fmt: skip
            news.add(finding.key)
        elif any(getattr(row, name) != value for name, value in fresh.items()):
            for name, value in fresh.items():
                setattr(row, name, value)
            changed.append(row)
            news.add(finding.key)
    gone = [row for row in stored.values() if row.state != SignalState.WITHDRAWN]
    for row in gone:
        row.state, row.ended_on = SignalState.WITHDRAWN, None
    WarningSignal.objects.bulk_create(new, batch_size=500)
    WarningSignal.objects.bulk_update([*changed, *gone], _KEPT, batch_size=200)
    _note_pass(found, now)
    going_on = [finding for finding in found.findings if finding.ended_on is None]
    raised = _raise(going_on, news, by=by, now=now)
    cleared = _clear(going_on, by=by, now=now)
    if new or changed or gone:
        bump()
    return Kept(new=len(new), changed=len(changed), withdrawn=len(gone), open=len(going_on), raised=raised, cleared=cleared)


def raise_for(finding: Finding, *, by: Actor, now: datetime) -> None:
    """Raises the alarm of a rise, with the chart that explains it, in the caller's transaction."""
    assert finding.grade is not None
    raise_alarm(
        kind=KINDS[finding.method],
        instance=finding.region.code,
        problem=finding.service_class,
        severity=Severity(finding.grade),
        region=finding.region,
        params={
            "service_class": finding.service_class,
            "since": finding.since.isoformat(),
            "since_month": f"{finding.since:%Y-%m}",
            "month": f"{finding.on:%Y-%m}",
            "complaints": finding.complaints,
            "expected": round(finding.expected if finding.method is Method.DAILY_RISE else finding.complaints / finding.ratio),
            "excess": finding.ratio - 1,
        },
        url=chart_url(finding.method, region=finding.region, service_class=finding.service_class, on=finding.on),
        by=by,
        now=now,
    )


def clear_for(*, method: Method, region_code: str, service_class: str, by: Actor, now: datetime) -> None:
    """Clears the alarm of a rise that is over."""
    clear_alarm(kind=KINDS[method], instance=region_code, problem=service_class, by=by, now=now)


def chart_url(method: Method, *, region: Region, service_class: str, on: date) -> str:
    """Where the chart stands that explains a signal, as it was in the month of the signal."""
    page = reverse(PAGES.get(method, "complaints:warning_chart"))
    return f"{page}?{urlencode({'region': region.code, 'class': service_class, 'month': f'{on:%Y-%m}'})}"


def start_warning(*, by: Actor, now: datetime) -> Job:
    """Puts a pass over all regions in line."""
    return jobs.enqueue(kind=WARN, key="all", title="", params={}, by=by, now=now, result_url=reverse("complaints:warning"))


def warn_after_import(*, batch: ImportBatch, by: Actor, now: datetime) -> None:  # noqa: ARG001
    """Of any import of tickets: the pass looks at everything, so several imports in a row need one."""
    start_warning(by=by, now=now)


@transaction.atomic
def set_warning_rules(*, thresholds: Thresholds, reason: str, by: Actor, now: datetime) -> WarningRules:
    """The thresholds from now on; the pass that applies them is put in line. Raises BadThresholds."""
    rules = WarningRules(at=now, by_name=by.name, reason=reason.strip(), **asdict(thresholds))
    if not _is_in_bounds(thresholds) or not rules.reason:
        raise BadThresholds
    before = WarningRules.objects.first() or WarningRules()
    rules.save()
    changes = {f.name: [getattr(before, f.name), getattr(rules, f.name)] for f in fields(thresholds)}
    detail: dict[str, Any] = {"reason": rules.reason, **{name: pair for name, pair in changes.items() if pair[0] != pair[1]}}
    record(by=by, action="complaints.set_warning_rules", on=rules, detail=detail, at=now)
    start_warning(by=by, now=now)
    return rules


def _is_in_bounds(wanted: Thresholds) -> bool:
    return (
        0.05 <= wanted.step <= 2
        and 0.01 <= wanted.share <= 0.5
        and min(wanted.fewest_daily, wanted.fewest_monthly) >= 1
        and 2 <= wanted.sigmas <= 5
        and 6 <= wanted.run <= 15
        and 0 < wanted.minor <= wanted.major <= wanted.critical
    )


def _note_pass(found: Findings, now: datetime) -> None:
    WarningPass.objects.bulk_create(
        [WarningPass(region=one.region, at=now, charts=one.charts, watches=one.watches) for one in found.looked],
        update_conflicts=True,
        unique_fields=["region"],
        update_fields=["at", "charts", "watches"],
    )


def _governed(found: Findings) -> Any:
    daily = WarningSignal.objects.filter(method=Method.DAILY_RISE, on__gte=found.first_day)
    return daily | WarningSignal.objects.exclude(method=Method.DAILY_RISE).filter(on__gte=found.first_month)


def _values(finding: Finding) -> dict[str, Any]:
    return {
        "since": finding.since,
        "complaints": finding.complaints,
        "value": finding.value,
        "expected": finding.expected,
        "lower": finding.lower,
        "upper": finding.upper,
        "ratio": finding.ratio,
        "severity": str(finding.grade) if finding.grade else "",
        "state": str(SignalState.ENDED if finding.ended_on else SignalState.OPEN),
        "ended_on": finding.ended_on,
    }


def _raise(going_on: Collection[Finding], news: Collection[tuple[int, str, str, date]], *, by: Actor, now: datetime) -> int:
    """Only what is new or has changed is reported again, so a pass without news counts nothing up."""
    rising = [finding for finding in going_on if finding.grade is not None and finding.key in news]
    for finding in rising:
        raise_for(finding, by=by, now=now)
    return len(rising)


def _clear(going_on: Collection[Finding], *, by: Actor, now: datetime) -> int:
    wanted = {(KINDS[one.method], one.region.code, one.service_class) for one in going_on if one.method in RISING}
    cleared = 0
    for alarm in open_of_kinds(KINDS.values()):
        method = next(method for method, kind in KINDS.items() if kind == alarm.kind)
        service_class = alarm.specific_problem.partition("/")[2]
        if (alarm.kind, alarm.object_instance, service_class) not in wanted:
            clear_for(method=method, region_code=alarm.object_instance, service_class=service_class, by=by, now=now)
            cleared += 1
    return cleared
