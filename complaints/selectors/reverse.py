"""Reverse analysis of a period: which step failed, for how many, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from portalkit.access.selectors import Access
from portalkit.periods.domain.calendar import Period
from portalkit.regions.models import Region

from ..domain.reverse import STEP_OF, Reason, Start, Step
from ..domain.taxonomy import CauseSide
from ..models import ReverseFinding, Ticket
from ..models.labels import SIDE_LABELS, Label
from ..models.reverse import REASON_LABELS, START_LABELS, STEP_LABELS
from ..permissions import ComplaintsPermission
from .ground import Ground, ground


@dataclass(frozen=True)
class Tally:
    """A start group, step, reason or side with its matters, those of the period before, and its part of all (0 to 1).

    `before` is None where the period before has no matters at all; `failed` counts the matters with a failed step (start groups).
    """

    key: str
    label: Label
    tickets: int
    share: float
    before: int | None
    failed: int | None = None
    step: str = ""


@dataclass(frozen=True)
class Path:
    """So many matters went from `source` to `target`: codes of a start group and a step, or of a step and a reason or side."""

    source: str
    target: str
    tickets: int


@dataclass(frozen=True)
class ReverseSummary:
    """`tickets` are the matters that the analysis starts from. `paths` lead from start group to step, `to_reasons` and `to_sides` on
    from the failed steps; matters without a failed step end there. `is_computed` is False while nothing has been worked out at all
    although there are tickets.
    """

    period: Period
    regions: tuple[Region, ...]
    tickets: int
    tickets_before: int
    starts: tuple[Tally, ...]
    steps: tuple[Tally, ...]
    reasons: tuple[Tally, ...]
    sides: tuple[Tally, ...]
    paths: tuple[Path, ...]
    to_reasons: tuple[Path, ...]
    to_sides: tuple[Path, ...]
    is_computed: bool

    @property
    def failed(self) -> int:
        return sum(step.tickets for step in self.steps if step.key != Step.NONE)


def reverse_summary(access: Access, *, period: Period, region: Region | None = None) -> ReverseSummary:
    """What reverse analysis found among the matters complained of in the period. Raises RegionOutOfReach. At most five queries."""
    view = ground(access, region=region)
    now = _counts(view, period.first_day, period.last_day)
    previous = period.previous()  # type: ignore[attr-defined]
    before = _counts(view, previous.first_day, previous.last_day)
    return ReverseSummary(
        period=period,
        regions=view.tops,
        tickets=sum(now.values()),
        tickets_before=sum(before.values()),
        starts=_starts(now, before),
        steps=_tallies(now, before, _STEP, Step, STEP_LABELS),
        reasons=_most_first(_tallies(now, before, _REASON, (one for one in Reason if one is not Reason.NONE), REASON_LABELS)),
        sides=_most_first(_tallies(_failed(now), _failed(before), _SIDE, CauseSide, SIDE_LABELS)),
        paths=_paths(now, _START, _STEP, Start, Step),
        to_reasons=_paths(_failed(now), _STEP, _REASON, Step, Reason),
        to_sides=_paths(_failed(now), _STEP, _SIDE, Step, CauseSide),
        is_computed=bool(now) or ReverseFinding.objects.exists() or not Ticket.objects.exists(),
    )


def reverse_findings(access: Access, *, region: Region | None = None) -> QuerySet[ReverseFinding]:
    """The findings in reach with ticket and region, newest first. Raises RegionOutOfReach."""
    rows = access.scope(ComplaintsPermission.VIEW, ReverseFinding.objects.all())
    if region is not None:
        rows = ground(access, region=region).within(rows)  # type: ignore[assignment]
    return rows.select_related("ticket", "region__parent").order_by("-accepted_on", "-pk")


_START, _STEP, _REASON, _SIDE = range(4)
Counts = dict[tuple[str, str, str, str], int]


def _counts(view: Ground, first: date, last: date) -> Counts:
    rows = view.within(ReverseFinding.objects.filter(accepted_on__gte=first, accepted_on__lte=last))
    found: Iterable[Any] = rows.order_by().values_list("start", "step", "reason", "cause_side").annotate(counted=Count("pk"))
    return {(start, step, reason, side): counted for start, step, reason, side, counted in found}


def _failed(counts: Counts) -> Counts:
    return {key: counted for key, counted in counts.items() if key[_STEP] != Step.NONE}


def _added(counts: Counts, place: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for key, counted in counts.items():
        sums[key[place]] = sums.get(key[place], 0) + counted
    return sums


def _starts(now: Counts, before: Counts) -> tuple[Tally, ...]:
    failed = _added(_failed(now), _START)
    return tuple(
        Tally(one.key, one.label, one.tickets, one.share, one.before, failed=failed.get(one.key, 0))
        for one in _tallies(now, before, _START, Start, START_LABELS)
    )


def _tallies(now: Counts, before: Counts, place: int, keys: Iterable[Any], labels: Any) -> tuple[Tally, ...]:
    sums, earlier, total = _added(now, place), _added(before, place), sum(now.values())
    return tuple(
        Tally(
            key=str(key),
            label=labels[key],
            tickets=sums.get(key, 0),
            share=sums.get(key, 0) / total if total else 0.0,
            before=earlier.get(key, 0) if before else None,
            step=str(STEP_OF[key]) if isinstance(key, Reason) else "",
        )
        for key in keys
    )


def _most_first(found: Sequence[Tally]) -> tuple[Tally, ...]:
    return tuple(sorted((one for one in found if one.tickets or one.before), key=lambda one: (-one.tickets, one.key)))


def _paths(counts: Counts, source: int, target: int, sources: Iterable[Any], targets: Iterable[Any]) -> tuple[Path, ...]:
    """In the order of the codes, those that occur."""
    sums: dict[tuple[str, str], int] = {}
    for key, counted in counts.items():
        pair = key[source], key[target]
        sums[pair] = sums.get(pair, 0) + counted
    ends = [str(one) for one in targets]
    return tuple(Path(str(one), end, sums[str(one), end]) for one in sources for end in ends if (str(one), end) in sums)
