"""The demo's rosters: the present month in force, the next one waiting with a rule broken for the supervisor to find."""

from datetime import UTC, datetime, timedelta

import pytest

from noc_portal.demo.parts import hotline_rosters
from noc_portal.demo.province import PROVINCE_CODE
from scheduling.models import HoursEntry, Roster
from scheduling.selectors.rosters import checked
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import a_hotline, a_requirement

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.mark.django_db
def test_the_demo_has_a_legal_roster_in_force_and_one_that_waits() -> None:
    region = a_province(code=PROVINCE_CODE)
    for name in ("planner", "supervisor"):
        a_user(name, at=region, username=name, is_demo=True)
    queue, people = a_hotline(region, agents=20)
    people[0].no_nights_from = NOW.date() - timedelta(days=60)
    people[0].save()
    a_requirement(queue, first=NOW.date(), heads=4, hours=range(24), minutes=30)
    hotline_rosters.load(now=NOW)
    waiting, published = Roster.objects.order_by("-first_day")
    assert (published.published_at is not None, checked(published).hard) == (True, ())
    assert HoursEntry.objects.filter(roster=published).exists()
    assert waiting.state == "submitted"
    assert 1 <= len(checked(waiting).hard) <= 2
    assert waiting.figures["missing_hours"] < 0.5 * waiting.figures["needed_hours"]


@pytest.mark.django_db
def test_without_agents_the_demo_has_no_rosters() -> None:
    a_province(code=PROVINCE_CODE)
    hotline_rosters.load(now=NOW)
    assert not Roster.objects.exists()
