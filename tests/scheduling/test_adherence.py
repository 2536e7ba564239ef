"""Attendance against published rosters, from rows of the database to the page."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portalkit.access.selectors import access_of_user
from portalkit.periods.domain.calendar import SHANGHAI, Month
from scheduling.models import Absence, AttendanceSpan, Roster
from scheduling.selectors.evaluation import evaluate
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import NOW, a_hotline, a_roster

pytestmark = pytest.mark.django_db
DECEMBER = Month(2026, 12)


@pytest.fixture
def place():
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)
        manager = a_user("manager", at=region)

        def __init__(self):
            self.queue, self.agents = a_hotline(self.region, agents=3)

        def publish(self, plan, *, breaks=""):
            made = a_roster(self.region, self.planner, plan)
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=NOW
            )
            made.assignments.update(breaks=breaks)
            return made

        def present(self, agent, day, start, end):
            midnight = datetime(2026, 12, day, tzinfo=SHANGHAI)
            return AttendanceSpan.objects.create(
                agent=agent, day=midnight.date(), starts_at=midnight + timedelta(hours=start), ends_at=midnight + timedelta(hours=end)
            )

        def kept(self):
            return evaluate(access_of_user(self.planner, on=date(2027, 1, 4)), region=self.region, month=DECEMBER).kept

        def page(self, client, user, **query):
            client.force_login(user)
            return client.get(reverse("scheduling:evaluation"), {"month": "2026-12", **query})

    return Place()


def test_without_attendance_nothing_is_judged(place):
    place.publish({place.agents[0]: {1: "A2"}})
    assert place.kept() is None


def test_shifts_are_kept_late_left_early_and_missed(place):
    one, other, third = place.agents
    place.publish({one: {1: "A2", 2: "A2"}, other: {1: "A2"}, third: {1: "A2"}}, breaks="12:00-13:00")
    place.present(one, 1, 8, 12)
    place.present(one, 1, 13, 17)
    place.present(one, 2, 8, 17)
    place.present(other, 1, 8.5, 16)
    kept = place.kept()
    assert (kept.total.shifts, kept.total.absent, kept.total.late, kept.total.left_early) == (4, 1, 30, 60)
    assert kept.total.planned == 4 * 480
    assert kept.total.adherence == pytest.approx((2 * 480 + 390) / (4 * 480))
    assert [(day.day, figures.shifts) for day, figures in kept.days] == [(1, 3), (2, 1)]
    assert [agent for agent, _figures in kept.worst] == [third, other, one]
    assert [team for team, _figures in kept.teams] == ["一组"]


def test_leave_days_without_attendance_and_shifts_that_go_on_are_not_judged(place):
    one, other, _third = place.agents
    place.publish({one: {1: "A2", 2: "A2", 3: "B2"}, other: {1: "A2"}})
    place.present(one, 1, 8, 17)
    Absence.objects.create(agent=other, first_day=date(2026, 12, 1), last_day=date(2026, 12, 1), kind="sick")
    place.present(one, 3, 12, 15)
    kept = place.kept()
    assert (kept.total.shifts, kept.total.absent) == (1, 0)
    assert kept.until == datetime(2026, 12, 3, 15, tzinfo=SHANGHAI)


def test_a_night_is_judged_with_the_stretch_after_midnight(place):
    place.publish({place.agents[0]: {1: "N1"}}, breaks="03:00-03:30")
    place.present(place.agents[0], 1, 23.5, 27)
    place.present(place.agents[0], 2, 3.5, 8)
    kept = place.kept()
    assert (kept.total.shifts, kept.total.adherence, kept.total.left_early) == (1, 1, 0)


def test_the_page_names_agents_to_planners_and_shows_teams_to_all(place, client):
    place.publish({place.agents[0]: {1: "A2"}})
    place.present(place.agents[0], 1, 8, 17)
    name = place.agents[0].name
    assert name in place.page(client, place.planner).content.decode()
    plain = place.page(client, place.manager).content.decode()
    assert "adherence-by-team" in plain
    assert name not in plain
    assert place.page(client, place.manager, chart="adherence-by-agent", format="xlsx").status_code == 404
    sheet = place.page(client, place.planner, chart="adherence-by-agent", format="xlsx")
    rows = list(load_workbook(BytesIO(b"".join(sheet) if sheet.streaming else sheet.content)).active.iter_rows(values_only=True))
    assert any(name in row for row in rows)


def test_a_month_without_attendance_says_what_to_import(place, client):
    place.publish({place.agents[0]: {1: "A2"}})
    text = place.page(client, a_user("administrator", at=place.region)).content.decode()
    assert f"{reverse('imports:upload')}?kind=attendance" in text
    assert reverse("imports:upload") + "?kind=attendance" not in place.page(client, place.manager).content.decode()
