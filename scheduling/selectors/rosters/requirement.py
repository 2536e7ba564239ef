"""The heads that current forecasts ask for.

A roster places the breaks itself, so the share of breaks in a queue's shrinkage is not counted a second time: heads are the agents on
the phone over one minus the other kinds of shrinkage. Where no standard names breaks, the scheduled heads are taken as they are.
"""

from datetime import date, datetime, time, timedelta
from math import ceil

import numpy as np

from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region

from ...domain.rules import Need
from ...domain.shifts import DAY
from ...models import ServiceStandard, StaffingInterval

UNKNOWN = -1
BREAKS = "breaks"


def need_of(region: Region, first_day: date, last_day: date) -> Need | None:
    """Heads to schedule by queue, day and slot, UNKNOWN where no current forecast says; None where none says anything. Two queries.

    The slot is the shortest interval of the forecasts; where two forecasts of a queue overlap, the newer one counts.
    """
    start = datetime.combine(first_day, time.min, tzinfo=SHANGHAI)
    end = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=SHANGHAI)
    rows = list(
        StaffingInterval.objects.filter(
            forecast__is_current=True,
            forecast__queue__is_active=True,
            forecast__queue__region__path__startswith=region.path,
            starts_at__gte=start,
            starts_at__lt=end,
        )
        .order_by("forecast__made_at", "forecast_id")
        .values_list("forecast__queue__code", "starts_at", "agents", "scheduled", "forecast__minutes")
    )
    if not rows:
        return None
    slot = min(row[4] for row in rows)
    per_day, days = DAY // slot, (last_day - first_day).days + 1
    heads = {code: np.full(days * per_day, UNKNOWN) for code in sorted({row[0] for row in rows})}
    shares = _shares_but_breaks(list(heads), last_day)
    for code, starts_at, agents, scheduled, minutes in rows:
        place = int((starts_at - start).total_seconds()) // 60 // slot
        share = shares.get(code)
        heads[code][place : place + minutes // slot] = scheduled if share is None else ceil(agents / (1 - share) - 1e-9)
    return Need(first_day, slot, {code: line.reshape(days, per_day) for code, line in heads.items()})


def _shares_but_breaks(codes: list[str], day: date) -> dict[str, float]:
    """Queue → share of paid time lost for other reasons than breaks, where its newest standard names breaks at all."""
    rows = ServiceStandard.objects.filter(queue__code__in=codes, first_day__lte=day).order_by("first_day")
    found: dict[str, float] = {}
    for code, shrinkage in rows.values_list("queue__code", "shrinkage"):
        found.pop(code, None)
        share = share_but_breaks(shrinkage)
        if share is not None:
            found[code] = share
    return found


def share_but_breaks(shrinkage: object) -> float | None:
    """The share of paid time that a standard's shrinkage takes for other reasons than breaks; None where it does not name breaks."""
    if not isinstance(shrinkage, dict) or BREAKS not in shrinkage:
        return None
    share = sum(float(value) for kind, value in shrinkage.items() if kind != BREAKS)
    return share if 0 <= share < 1 else None
