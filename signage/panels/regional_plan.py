"""A region's days as they stand on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ..domain.days import USUAL_ZONE, zone_named
from ..selectors.regional_plan import Planned, RegionalPlan
from .on_screen import KINDS, hours
from .revisions import WEEKDAYS


@dataclass(frozen=True)
class PlannedPanel:
    """`screens` None: all of the region's."""

    kind: Any
    title: str
    url: str
    span: str
    screens: int | None


@dataclass(frozen=True)
class PlannedDay:
    day: date
    weekday: Any
    planned: Sequence[PlannedPanel]


def planned_days(plan: RegionalPlan) -> list[PlannedDay]:
    return [PlannedDay(day, WEEKDAYS[day.weekday()], [_panel(one, plan.screens) for one in planned]) for day, planned in plan.days]


def _panel(planned: Planned, all_screens: int) -> PlannedPanel:
    schedule, clock = planned.revision.schedule, zone_named(USUAL_ZONE)
    return PlannedPanel(
        kind=KINDS[schedule.kind],
        title=schedule.title,
        url=reverse("signage:schedule", args=[schedule.pk]),
        span=" ".join(hours(start, end, clock) for start, end in planned.spans),
        screens=None if planned.screens == all_screens else planned.screens,
    )
