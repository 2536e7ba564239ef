"""The demo's hotline: what its pages promise is really in the data."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum

from noc_portal.demo import loading, unloading
from noc_portal.demo.parts import hotline_attendance, hotline_data, hotline_rosters
from noc_portal.demo.people import USERS
from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from portalkit.audit.domain.actors import SYSTEM
from portalkit.periods.domain.calendar import SHANGHAI, Month
from portalkit.regions.models import Region
from scheduling.models import Absence, Agent, AgentSkill, AttendanceSpan, CallVolume, Campaign, Queue
from scheduling.selectors.evaluation import evaluate
from tests.builders import a_user

NOW = datetime(2026, 11, 25, 9, 10, tzinfo=SHANGHAI)


@pytest.fixture
def demo(db: None) -> None:
    loading.add_regions(now=NOW)
    for person in USERS:
        a_user(person.role, at=Region.objects.get(code=person.region), username=person.username, full_name=person.full_name, is_demo=True)
    hotline_data.load(now=NOW)


@pytest.mark.usefixtures("demo")
def test_the_hotline_of_the_demo_is_whole_and_gone_with_it() -> None:
    large = Queue.objects.get(code="10086")
    assert CallVolume.objects.filter(queue=large).count() == 731 * 48 - 3 * 48 + 18
    assert CallVolume.objects.filter(queue=large).latest("starts_at").starts_at == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    recent = CallVolume.objects.filter(queue=large, starts_at__gte=NOW - timedelta(days=28)).aggregate(calls=Sum("offered"))
    assert 5_300 < recent["calls"] / 28 < 7_000
    assert Agent.objects.get(user__username="agent").name == "莫丽萍"
    assert (Agent.objects.count(), Agent.objects.values("team").distinct().count()) == (120, 6)
    assert not Agent.objects.filter(skills=None).exists()
    assert _overlapping() == []
    unloading.unload(by=SYSTEM, now=NOW)
    assert not any(model.objects.exists() for model in (Queue, CallVolume, Agent, AgentSkill, Absence, Campaign))


@pytest.mark.usefixtures("demo")
def test_agents_of_the_demo_were_mostly_there_when_the_roster_wanted_them() -> None:
    Agent.objects.exclude(code__endswith="0").delete()
    hotline_rosters.load(now=NOW)
    hotline_attendance.load(now=NOW)
    assert not AttendanceSpan.objects.filter(ends_at__gt=NOW + timedelta(minutes=10)).exists()
    access = access_of_user(User.objects.get(username="planner"), on=NOW.date())
    kept = evaluate(access, region=Region.objects.get(code="NJ"), month=Month(2026, 11)).kept
    assert kept is not None
    assert kept.total.shifts > 120
    assert 0.95 < (kept.total.adherence or 0) < 1
    assert kept.total.late_shifts > 0


def _overlapping() -> list[int]:
    """Agents whose leave contradicts itself."""
    last: dict[int, date] = {}
    wrong = []
    for agent, first_day, last_day in Absence.objects.order_by("agent", "first_day").values_list("agent", "first_day", "last_day"):
        if agent in last and last[agent] >= first_day:
            wrong.append(agent)
        last[agent] = last_day
    return wrong
