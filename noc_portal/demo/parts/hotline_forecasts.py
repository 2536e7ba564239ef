"""Forecasts of the demo's queues: one made five weeks ago, by now judged by what came, and one in force until next month ends.

The candidates that need no library are enough here: all of them would take the demo half a minute.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from portalkit.access.models import User
from portalkit.audit.domain.actors import SYSTEM
from scheduling.adapters.forecast import CHEAP
from scheduling.models import Queue
from scheduling.services.forecasts import CannotForecast, make_forecast

EARLIER_DAYS = 35
PLANNER = "planner"


def load(*, now: datetime) -> None:
    today = timezone.localdate(now)
    earlier = now - timedelta(days=EARLIER_DAYS)
    planner = User.objects.filter(username=PLANNER, is_demo=True).first()
    by = planner.actor if planner else SYSTEM
    for queue in Queue.objects.filter(is_active=True).select_related("region"):
        for moment, days in ((earlier, EARLIER_DAYS), (now, (_end_of_next_month(today) - today).days + 1)):
            try:
                make_forecast(queue=queue, horizon_days=days, by=by, now=moment, methods=CHEAP)
            except CannotForecast:
                continue


def _end_of_next_month(day: date) -> date:
    month_after_next = (day.replace(day=1) + timedelta(days=62)).replace(day=1)
    return month_after_next - timedelta(days=1)
