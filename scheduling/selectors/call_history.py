"""The calls of a queue as a grid of days and intervals, with the days and campaigns that are not ordinary."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from portalkit.calendars.models import DayKind, SpecialDay
from portalkit.periods.domain.calendar import SHANGHAI

from ..domain.campaigns import Campaign as DomainCampaign
from ..domain.forecast.errors import Vector
from ..domain.forecast.series import DAY_MINUTES, History
from ..models import CallVolume, Campaign, DayMark, Queue

MOST_YEARS = 4
_RECENT_ROWS = 500


class NoHistory(LookupError):
    """The queue has no calls before the day that was asked for."""


@dataclass(frozen=True)
class QueueHistory:
    """`history`: calls offered; `handling` (days, slots): mean handling time, s, NaN where unknown; `left_out`: ordinals of outliers."""

    history: History
    handling: Vector
    left_out: frozenset[int]


def queue_history(queue: Queue, *, until: date) -> QueueHistory:
    """Four years at most that end the day before `until`. The grid is that of the newest rows; others are joined or split evenly.

    Raises NoHistory. Two queries.
    """
    end = day_start(until)
    rows = CallVolume.objects.filter(queue=queue, starts_at__lt=end, starts_at__gte=end - timedelta(days=366 * MOST_YEARS))
    found = list(rows.order_by("starts_at").values_list("starts_at", "minutes", "offered", "aht_seconds"))
    if not found:
        raise NoHistory(queue.code)
    minutes = Counter(row[1] for row in found[-_RECENT_ROWS:]).most_common(1)[0][0]
    marks = DayMark.objects.filter(queue=queue, kind=DayMark.Kind.OUTLIER).values_list("day", flat=True)
    calls, handling, first = _grid(found, minutes, until)
    return QueueHistory(History(first, minutes, calls), handling, frozenset(day.toordinal() for day in marks))


def special_days() -> dict[int, str]:
    """Holidays and make-up workdays by ordinal, named `holiday:<name>` and `made_up:`. One query."""
    rows = SpecialDay.objects.values_list("day", "kind", "name")
    return {day.toordinal(): f"holiday:{name}" if kind == DayKind.HOLIDAY else "made_up:" for day, kind, name in rows}


def campaigns_of(queue: Queue) -> list[tuple[Campaign, DomainCampaign]]:
    """The queue's campaigns, each with its plain form. One query."""
    return [(one, _plain(one)) for one in Campaign.objects.filter(queue=queue).order_by("first_day", "pk")]


def day_start(day: date) -> datetime:
    """Midnight of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def daily_calls(queue: Queue, *, first_day: date, last_day: date) -> History | None:
    """The calls of some days, without any judgement; None when there are none. One query."""
    rows = CallVolume.objects.filter(
        queue=queue, starts_at__gte=day_start(first_day), starts_at__lt=day_start(last_day + timedelta(days=1))
    )
    found = list(rows.order_by("starts_at").values_list("starts_at", "minutes", "offered", "aht_seconds"))
    if not found:
        return None
    minutes = Counter(row[1] for row in found).most_common(1)[0][0]
    calls, _handling, first = _grid(found, minutes, last_day + timedelta(days=1))
    return History(first, minutes, calls)


def _plain(one: Campaign) -> DomainCampaign:
    return DomainCampaign(
        first_day=one.first_day.toordinal(),
        last_day=one.last_day.toordinal(),
        targets=float(one.targets),
        call_back_rate=one.call_back_rate,
        half_life_days=one.half_life_days,
        is_paid=one.is_paid,
    )


def _grid(rows: Iterable[tuple[datetime, int, int, float | None]], minutes: int, until: date) -> tuple[Vector, Vector, date]:
    """Calls and handling times, (days, slots) each, and the first day."""
    table = list(rows)
    first = table[0][0].astimezone(SHANGHAI).date()
    slots = DAY_MINUTES // minutes
    size = (until - first).days * slots
    origin = day_start(first).astimezone(UTC).timestamp()
    at = ((np.array([row[0].timestamp() for row in table]) - origin) // (60 * minutes)).astype(np.int64)
    offered = np.array([row[2] for row in table], dtype=float)
    seconds = np.array([np.nan if row[3] is None else row[3] for row in table], dtype=float)
    lengths = np.array([row[1] for row in table], dtype=np.int64)
    if (lengths > minutes).any():
        at, offered, seconds = _split(at, offered, seconds, np.maximum(lengths // minutes, 1))
    inside = (at >= 0) & (at < size)
    at, offered, seconds = at[inside], offered[inside], seconds[inside]
    present = np.bincount(at, minlength=size) > 0
    calls = np.where(present, np.bincount(at, weights=offered, minlength=size), np.nan)
    timed = np.isfinite(seconds) & (offered > 0)
    weight = np.bincount(at[timed], weights=offered[timed], minlength=size)
    product = np.bincount(at[timed], weights=offered[timed] * seconds[timed], minlength=size)
    handling = np.divide(product, weight, out=np.full(size, np.nan), where=weight > 0)
    return calls.reshape(-1, slots), handling.reshape(-1, slots), first


def _split(at: np.ndarray, offered: Vector, seconds: Vector, parts: np.ndarray) -> tuple[np.ndarray, Vector, Vector]:
    """Long intervals as several of the grid's, calls shared evenly."""
    within = np.concatenate([np.arange(part) for part in parts])
    return np.repeat(at, parts) + within, np.repeat(offered / parts, parts), np.repeat(seconds, parts)
