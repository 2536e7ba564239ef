"""A set of shifts proposed for the requirement of some days, in a job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from portalkit.audit.domain.actors import Actor
from portalkit.calendars.selectors import workdays
from portalkit.jobs.models import Job
from portalkit.jobs.services import enqueue
from portalkit.regions.models import Region

from ..domain.rules import Need, Stretch
from ..domain.shift_design import Candidates, Design, NoDemand, propose_shifts
from ..domain.shifts import spans_text
from ..selectors.rosters.requirement import need_of

DESIGN = "scheduling.shift_design"
SECONDS_EACH = 6.0


@dataclass(frozen=True)
class DesignWish:
    """Days whose requirement counts, and what shifts may look like."""

    region: Region
    first_day: date
    last_day: date
    most: int = 5
    lengths: tuple[int, ...] = (480, 540)
    break_minutes: int = 60
    start_step: int = 60


@transaction.atomic
def start_design(*, wish: DesignWish, by: Actor, now: datetime) -> Job:
    """Puts the work in line; one at a time for a region."""
    return enqueue(
        kind=DESIGN,
        key=f"{wish.region.pk} {by.identifier}",
        title=_("Shifts for {first} – {last}").format(first=wish.first_day.isoformat(), last=wish.last_day.isoformat()),
        params={
            "region": wish.region.pk,
            "first_day": wish.first_day.isoformat(),
            "last_day": wish.last_day.isoformat(),
            "most": wish.most,
            "lengths": list(wish.lengths),
            "break_minutes": wish.break_minutes,
            "start_step": wish.start_step,
        },
        by=by,
        region=wish.region,
        now=now,
        result_url=reverse("scheduling:shift_design"),
    )


def design_shifts(wish: DesignWish, *, on_progress: Callable[[int, int | None, str], None]) -> dict[str, Any]:
    """Designs of one shift, two, … one more than asked for, as plain data; workdays and free days are two typical days. Raises NoDemand."""
    need = need_of(wish.region, wish.first_day, wish.last_day)
    if need is None:
        raise NoDemand
    curve, kinds = typical_days(need, Stretch(wish.first_day, wish.last_day))
    candidates = Candidates(start_step=wish.start_step, lengths=wish.lengths, break_minutes=wish.break_minutes)
    designs: list[dict[str, Any]] = []
    for count in range(1, wish.most + 2):
        on_progress(count - 1, wish.most + 1, "")
        found = propose_shifts(curve, most=count, candidates=candidates, seconds=SECONDS_EACH)
        designs.append(_plain(found))
        if len(designs) > 1 and designs[-1]["misfit"] > designs[-2]["misfit"]:
            designs[-1] = designs[-2]
    return {"slot_minutes": 1440 // curve.shape[1], "kinds": kinds, "demand": curve.tolist(), "designs": designs}


def typical_days(need: Need, stretch: Stretch) -> tuple[NDArray[np.float64], list[str]]:
    """Mean heads of all queues by half hour (or the need's longer slot), on workdays and on free days. Raises NoDemand."""
    calendar = workdays()
    per_day = [np.sum([np.maximum(line[number], 0) for line in need.heads.values()], axis=0) for number in range(need.days)]
    is_known = [all((line[number] >= 0).any() for line in need.heads.values()) for number in range(need.days)]
    curves, kinds = [], []
    for kind, is_work in (("workday", True), ("free", False)):
        chosen = [
            heads
            for day, heads, known in zip(stretch.days(), per_day, is_known, strict=True)
            if known and calendar.is_workday(day) is is_work
        ]
        if chosen:
            curves.append(_half_hours(np.mean(chosen, axis=0), need.slot_minutes))
            kinds.append(kind)
    if not curves:
        raise NoDemand
    return np.array(curves), kinds


def _half_hours(line: NDArray[np.float64], slot_minutes: int) -> NDArray[np.float64]:
    size = max(1, 30 // slot_minutes)
    return np.asarray(np.ceil(line.reshape(-1, size).max(axis=1) - 0.5))


def _plain(found: Design) -> dict[str, Any]:
    return {
        "misfit": round(found.misfit, 4),
        "missing_hours": round(found.missing_hours, 1),
        "surplus_hours": round(found.surplus_hours, 1),
        "is_proven": found.is_proven,
        "covered": [[round(float(heads), 2) for heads in line] for line in found.covered],
        "shifts": [
            {"spans": spans_text(one.shift.spans), "breaks": " ".join(map(str, one.shift.breaks)), "heads": list(one.heads)}
            for one in found.shifts
        ],
    }
