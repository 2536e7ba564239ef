"""A hotline whose December has a roster, calls and a forecast, and people with and without the right to see it."""

from datetime import date, datetime

from portalkit.access.domain.roles import Role
from portalkit.access.models import User
from portalkit.periods.domain.calendar import SHANGHAI, Month
from portalkit.regions.models import Region
from reports.permissions import ReportsPermission
from scheduling.models import CallVolume, ForecastInterval, HoursEntry, Roster
from tests.builders import a_user
from tests.scheduling.roster_builders import NOW, a_hotline, a_requirement, a_roster

DECEMBER = Month(2026, 12)
WITHOUT_HOTLINE = (
    Role(code="manager", name="Manager", description="", permissions=frozenset({ReportsPermission.VIEW, ReportsPermission.GENERATE})),
)
HOURS = range(9, 16)


def a_december(region: Region, *, days: range = range(1, 32)) -> User:
    """Two queues with calls on `days` and a forecast of the first; two agents on a published roster. Returns the planner."""
    planner, supervisor = a_user("planner", at=region), a_user("supervisor", at=region)
    queue, agents = a_hotline(region, agents=2)
    other, _agents = a_hotline(region, agents=0)
    forecast = a_requirement(queue, heads=2, hours=HOURS)
    plan = {agents[0]: dict.fromkeys((1, 2, 3, 5, 6), "A2"), agents[1]: dict.fromkeys((1, 2), "A2")}
    made = a_roster(region, planner, plan)
    Roster.objects.filter(pk=made.pk).update(state="approved", submitted_at=NOW, decided_by=supervisor, decided_at=NOW, published_at=NOW)
    for day in (date(2026, 12, number) for number in days):
        for hour in HOURS:
            at = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
            for number, one in enumerate((queue, other)):
                offered = 10 + hour + number * day.day
                values = {"answered": offered - 2, "in_target": offered - 5, "aht_seconds": 180, "minutes": 60, "offered": offered}
                CallVolume.objects.create(queue=one, starts_at=at, **values)
            ForecastInterval.objects.create(forecast=forecast, starts_at=at, calls=22 + day.day % 3, aht_seconds=180)
    HoursEntry.objects.create(agent=agents[0], day=date(2026, 12, 31), minutes=90, kind="roster", booked_at=NOW, booked_by="test")
    return planner
