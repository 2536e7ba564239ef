"""Calls and forecasts of queues as lines of a day's intervals, with the days before that tell how far forecasts stray."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Q

from ...domain.intraday import Reforecast, Scatter, handling, learned, reforecast
from ...domain.intraday.reforecast import worth
from ...domain.shifts import DAY
from ...models import CallVolume, DayMark, Forecast, ForecastInterval, Queue
from ..slots import STEP, Line, midnight

LEARNED_DAYS = 42


@dataclass(frozen=True)
class Came:
    """(days, intervals) each, NaN unknown: calls offered, answered, answered in target, and mean handling seconds."""

    offered: Line
    answered: Line
    in_target: Line
    seconds: Line


@dataclass(frozen=True)
class QueueDay:
    """A queue's day in intervals of `minutes`. `forecast` None: no version made before the day holds it, and `said` is 0 all day.

    `came` are lines of the day alone (intervals,). `seen_until`: minute at which the last known interval ends, None when none is known.
    `learned_from`: earlier days behind the scatter. `rest` and `aht` are the day as it is expected now.
    """

    queue: Queue
    day: date
    minutes: int
    forecast: Forecast | None
    said: Line
    said_aht: Line
    came: Came
    seen_until: int | None
    learned_from: int
    rest: Reforecast
    aht: Line
    aht_ratio: float

    @property
    def starts(self) -> range:
        """Minutes after midnight at which intervals begin."""
        return range(0, DAY, self.minutes)


def queue_days(queues: Sequence[Queue], day: date) -> dict[int, QueueDay]:
    """Each queue's day, by primary key. Four queries, whatever the number of queues."""
    first = day - timedelta(days=LEARNED_DAYS)
    owners = _owners(queues, first, day)
    said = _said(owners, first, day)
    came = _came(queues, owners, first, day)
    marked: dict[int, set[date]] = {}
    for queue, one in DayMark.objects.filter(queue__in=queues, kind=DayMark.Kind.OUTLIER, day__gte=first).values_list("queue_id", "day"):
        marked.setdefault(queue, set()).add(one)
    return {queue.pk: _queue_day(queue, day, owners, said[queue.pk], came[queue.pk], marked.get(queue.pk, set())) for queue in queues}


def _queue_day(
    queue: Queue, day: date, owners: Mapping[tuple[int, date], Forecast], said: tuple[Line, Line], came: Came, marked: set[date]
) -> QueueDay:
    calls, seconds = said
    minutes = DAY // calls.shape[1]
    before = [
        number
        for number in range(LEARNED_DAYS)
        if (one := day - timedelta(days=LEARNED_DAYS - number)) not in marked and (queue.pk, one) in owners and calls[number].any()
    ]
    known = [number for number in before if np.isfinite(came.offered[number]).any()]
    scatter = learned(came.offered[known], calls[known])
    own = Came(came.offered[-1], came.answered[-1], came.in_target[-1], came.seconds[-1])
    ratio, aht = handling(own.seconds, _taken(own), seconds[-1], scatter=_handling_scatter(came, seconds, known))
    seen = np.flatnonzero(np.isfinite(own.offered))
    return QueueDay(
        queue=queue,
        day=day,
        minutes=minutes,
        forecast=owners.get((queue.pk, day)),
        said=calls[-1],
        said_aht=seconds[-1],
        came=own,
        seen_until=(int(seen[-1]) + 1) * minutes if len(seen) else None,
        learned_from=len(known),
        rest=reforecast(own.offered, calls[-1], scatter=scatter),
        aht=aht,
        aht_ratio=ratio.value,
    )


def _handling_scatter(came: Came, said: Line, known: list[int]) -> Scatter:
    return learned(*worth(came.seconds[known], _taken(came)[known], said[known]))


def _taken(came: Came) -> Line:
    """Calls behind the handling times: the answered ones, where they are not counted those offered."""
    return np.where(np.isfinite(came.answered), came.answered, came.offered)


def _owners(queues: Iterable[Queue], first: date, last: date) -> dict[tuple[int, date], Forecast]:
    """The forecast of each queue and day: the newest version that was made from history before the day."""
    rows = Forecast.objects.filter(queue__in=list(queues), first_day__lte=last, last_day__gte=first, history_until__lt=last).defer("choice")
    found: dict[tuple[int, date], Forecast] = {}
    for row in rows.order_by("number"):
        day = max(row.first_day, first, row.history_until + timedelta(days=1))
        while day <= min(row.last_day, last):
            found[row.queue_id, day] = row
            day += timedelta(days=1)
    return found


def _said(owners: Mapping[tuple[int, date], Forecast], first: date, last: date) -> "_Said":
    """Forecast calls and handling seconds (days, intervals) by queue; 0 where the forecast has no interval."""
    days = (last - first).days + 1
    wanted = Q(pk__in=[])
    for forecast, begins, ends in _stretches(owners):
        wanted |= Q(forecast=forecast, starts_at__gte=midnight(begins), starts_at__lt=midnight(ends + timedelta(days=1)))
    found = _Said()
    for (queue, _day), forecast in sorted(owners.items(), key=lambda one: one[0]):
        found[queue] = (np.zeros((days, DAY // forecast.minutes)), np.zeros((days, DAY // forecast.minutes)))
    origin = midnight(first)
    rows = ForecastInterval.objects.filter(wanted) if owners else ForecastInterval.objects.none()
    for queue, minutes, starts_at, calls, seconds in rows.values_list(
        "forecast__queue_id", "forecast__minutes", "starts_at", "calls", "aht_seconds"
    ):
        _put(found[queue], int((starts_at - origin).total_seconds()) // 60, minutes, calls, seconds)
    return found


class _Said(dict[int, tuple[Line, Line]]):
    """By queue; of a queue without any forecast nothing is said."""

    def __missing__(self, queue: int) -> tuple[Line, Line]:
        nothing = np.zeros((LEARNED_DAYS + 1, DAY // 30))
        return nothing, nothing


def _put(lines: tuple[Line, Line], minute: int, minutes: int, calls: float, seconds: float) -> None:
    """Into the grid of the queue's newest forecast; an interval of an older, coarser one is split evenly, finer ones are added up."""
    length = DAY // lines[0].shape[1]
    parts = max(1, minutes // length)
    place = np.arange(minute // length, minute // length + parts)
    flat, times = lines[0].reshape(-1), lines[1].reshape(-1)
    before = flat[place]
    share = calls / parts
    times[place] = np.where(before + share > 0, (before * times[place] + share * seconds) / np.maximum(before + share, 1e-12), seconds)
    flat[place] += share


def _stretches(owners: Mapping[tuple[int, date], Forecast]) -> list[tuple[Forecast, date, date]]:
    found: list[tuple[Forecast, date, date]] = []
    for (_queue, day), forecast in sorted(owners.items(), key=lambda one: one[0]):
        if found and found[-1][0] == forecast and (day - found[-1][2]).days == 1:
            found[-1] = (forecast, found[-1][1], day)
        else:
            found.append((forecast, day, day))
    return found


def _came(queues: Sequence[Queue], owners: Mapping[tuple[int, date], Forecast], first: date, last: date) -> dict[int, Came]:
    """What came, in the intervals of each queue's forecast."""
    days = (last - first).days + 1
    length = {queue: forecast.minutes for (queue, _day), forecast in sorted(owners.items(), key=lambda one: one[0])}
    fine = {queue.pk: np.full((4, days * DAY // STEP), np.nan) for queue in queues}
    origin = midnight(first)
    rows = CallVolume.objects.filter(queue__in=queues, starts_at__gte=origin, starts_at__lt=midnight(last + timedelta(days=1)))
    for queue, starts_at, minutes, offered, answered, in_target, seconds in rows.values_list(
        "queue_id", "starts_at", "minutes", "offered", "answered", "in_target", "aht_seconds"
    ):
        steps, place = minutes // STEP, int((starts_at - origin).total_seconds()) // 60 // STEP
        taken = offered if answered is None else answered
        work = taken * seconds if seconds is not None else None if taken else 0.0
        for line, amount in zip(fine[queue], (offered, answered, in_target, work), strict=True):
            if amount is not None:
                line[place : place + steps] = amount / steps
    return {pk: _sums(lines, days, length.get(pk, 30)) for pk, lines in fine.items()}


def _sums(fine: Line, days: int, minutes: int) -> Came:
    offered, answered, in_target, work = np.round(fine.reshape(4, days, DAY // minutes, -1).sum(axis=3), 6)
    taken = np.where(np.isfinite(answered), answered, offered)
    with np.errstate(divide="ignore", invalid="ignore"):
        seconds = np.where(taken > 0, work / taken, np.nan)
    return Came(offered, answered, in_target, seconds)
