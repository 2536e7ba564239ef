"""A day of a queue under way."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from portalkit.access.selectors import PortalRequest
from portalkit.charts.views import chart_export
from portalkit.guards.permissions import requires

from ..charts.intraday import intervals_sheet, intraday_charts, moves_sheet
from ..forms.intraday import DayForm
from ..models import Queue
from ..panels.intraday import LACK_TEXTS, interval_lines, intraday_stats, move_lines
from ..permissions import SchedulingPermission
from ..selectors import intraday as selectors
from ..selectors.queues import visible_queues
from .rights import may_import, sees_people


@requires(SchedulingPermission.VIEW)
def intraday(request: PortalRequest) -> HttpResponseBase:
    """Today, where it has no calls yet the newest day that has, or the day that was asked for."""
    queues = list(visible_queues(request.access).order_by("-is_active", "pk"))
    form = DayForm(request.GET if {"queue", "day"} & set(request.GET) else None, queues=queues)
    is_wrong = form.is_bound and not form.is_valid()
    asked = form.cleaned_data if form.is_bound and not is_wrong else {}
    queue = next((one for one in queues if one.code == asked.get("queue")), queues[0] if queues else None)
    context: dict[str, Any] = {
        "queue": queue,
        "can_plan": request.access.can(SchedulingPermission.PLAN),
        "can_import": may_import(request.access),
        "can_export": request.access.can(SchedulingPermission.EXPORT),
    }
    if queue is not None and not is_wrong:
        today = timezone.localdate()
        newest = selectors.newest_day(queue, today=today)
        day = asked.get("day") or newest or today
        found = selectors.intraday(request.access, queue, day, now=timezone.now())
        rows, moves = interval_lines(found), move_lines(found, with_names=sees_people(request.access))
        charts, sheets = intraday_charts(found, rows), [intervals_sheet(rows), moves_sheet(moves)]
        if download := chart_export(request, [*charts, *sheets], permission_to_export=SchedulingPermission.EXPORT):
            return download
        form = DayForm(initial={"queue": queue.code, "day": day}, queues=queues)
        context |= {
            "found": found,
            "rows": rows,
            "moves": moves,
            "charts": {chart.key: chart for chart in charts},
            "stats": intraday_stats(found),
            "lacks": [LACK_TEXTS[lack] for lack in found.lacks],
            "is_empty": newest is None and found.line.forecast is None,
            "stands_in": today if not asked.get("day") and newest is not None and newest != today else None,
            "seen_until": _clock(found.line.seen_until),
            **_neighbours(queue, day),
        }
    return render(request, "scheduling/intraday.html", context | {"form": form}, status=422 if is_wrong else 200)


def _neighbours(queue: Queue, day: date) -> dict[str, Any]:
    """Addresses of the day before and after, and of this one for downloads."""
    before, here, after = (urlencode({"queue": queue.code, "day": (day + timedelta(days=step)).isoformat()}) for step in (-1, 0, 1))
    return {"day": day, "before": before, "here": here, "after": after}


def _clock(minute: int | None) -> str:
    """`24:00` at the end of the day."""
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"
