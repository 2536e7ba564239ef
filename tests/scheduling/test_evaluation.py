"""The fit of a month's published rosters, from rows of the database to the page."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portalkit.access.selectors import access_of_user
from portalkit.periods.domain.calendar import SHANGHAI, Month
from scheduling.models import CallVolume, ForecastInterval, Roster
from scheduling.selectors.evaluation import Lack, evaluate
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import FIRST, NOW, a_hotline, a_requirement, a_roster

pytestmark = pytest.mark.django_db
DECEMBER = Month(2026, 12)
DAY = date(2027, 1, 4)


@pytest.fixture
def place():
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)

        def __init__(self):
            self.queue, self.agents = a_hotline(self.region, agents=2)

        def publish(self, plan):
            made = a_roster(self.region, self.planner, plan)
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=NOW
            )
            made.assignments.update(breaks="")
            return made

        def call(self, hour, offered, day=FIRST, **fields):
            at = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
            values = {"answered": offered, "in_target": offered, "aht_seconds": 180, "minutes": 30, **fields}
            return CallVolume.objects.create(**{"queue": self.queue, "starts_at": at, "offered": offered, **values})

        def found(self):
            return evaluate(access_of_user(self.planner, on=DAY), region=self.region, month=DECEMBER)

    return Place()


def test_without_anything_the_evaluation_says_all_that_is_missing(place):
    found = place.found()
    assert found.is_empty
    assert set(found.lacks) == set(Lack)
    assert found.total.service_level is None


def test_heads_are_compared_with_the_requirement_by_the_hour(place):
    a_requirement(place.queue, heads=2, hours=range(9, 11))
    place.publish({place.agents[0]: {1: "A2"}})
    spans = place.publish({place.agents[0]: {1: "A2"}}).assignments.get().shift.spans
    found = place.found()
    day = found.days[0].figures.cover
    assert day.needed_hours == 4
    assert day.under_hours == 2, spans
    assert found.gap[0][9] == -1
    assert found.gap[1][9] is None, "nobody is rostered on the second day, so it is not judged"


def test_what_came_and_was_answered_is_counted_once_over_all_intervals(place):
    place.publish({place.agents[0]: {1: "A2"}})
    place.call(9, 10, answered=8, in_target=6)
    place.call(10, 10, minutes=60, answered=10, in_target=10)
    total = place.found().total
    assert (total.offered, total.answered, total.service_level) == (20, 0.9, 0.8)


def test_unknown_answers_are_not_counted_as_none_answered(place):
    place.publish({place.agents[0]: {1: "A2"}})
    place.call(9, 10, answered=8)
    place.call(10, 10, answered=None, in_target=None)
    assert place.found().total.answered == pytest.approx(0.8)


def test_the_forecast_of_the_current_version_is_judged(place):
    forecast = a_requirement(place.queue, heads=1)
    place.call(9, 10)
    ForecastInterval.objects.create(forecast=forecast, starts_at=datetime(2026, 12, 1, 9, tzinfo=SHANGHAI), calls=24, aht_seconds=180)
    error = place.found().total.error
    assert (error.wape, error.bias) == (pytest.approx(0.2), pytest.approx(0.2)), "24 calls an hour are 12 in half of one"


def test_half_hours_of_all_days_stand_together(place):
    a_requirement(place.queue, heads=2, hours=range(9, 11))
    place.publish({place.agents[0]: {1: "A2", 2: "A2"}})
    found = place.found()
    nine = next(one for one in found.intervals if one.minute == 540)
    assert (nine.heads, nine.needed) == (1, 2)
    assert nine.figures.cover.under_hours == 1, "half an hour on two days"
    assert sum(one.figures.cover.needed_hours for one in found.intervals) == found.total.cover.needed_hours


def test_queues_are_judged_one_by_one_and_together(place):
    forecast = a_requirement(place.queue, heads=1)
    other, _people = a_hotline(place.region, agents=0)
    for day in range(1, 3):
        ForecastInterval.objects.create(forecast=forecast, starts_at=datetime(2026, 12, day, 9, tzinfo=SHANGHAI), calls=24, aht_seconds=180)
        place.call(9, 20, day=date(2026, 12, day), minutes=60)
        place.call(10, 5, day=date(2026, 12, day), minutes=60, queue=other)
    first, second, together = place.found().queues
    assert (first.offered, first.forecast, second.offered, together.queue, together.offered) == (40, 48, 10, None, 50)
    assert first.by_day.wape == first.by_interval.wape == pytest.approx(0.2)
    assert second.by_day.wape is None, "nothing was forecast"


def test_mase_is_measured_against_last_weeks_day_in_the_weeks_before(place):
    forecast = a_requirement(place.queue, heads=1)
    for offset in range(1, 15):
        day = date(2026, 12, 1) - timedelta(days=offset)
        place.call(9, 20 if offset > 7 else 30, day=day, minutes=60)
    place.call(9, 20, minutes=60)
    ForecastInterval.objects.create(forecast=forecast, starts_at=datetime(2026, 12, 1, 9, tzinfo=SHANGHAI), calls=25, aht_seconds=180)
    assert place.found().queues[0].by_day.mase == pytest.approx(0.5), "5 calls off, 10 calls from week to week"


def test_nights_and_weekends_are_compared_between_agents(place):
    place.publish({place.agents[0]: {5: "A2", 6: "A2"}, place.agents[1]: {1: "A2"}})
    found = place.found()
    assert (found.weekends.least, found.weekends.most, found.weekends.gini) == (0, 2, 0.5)
    assert [team.agents for team in found.teams] == [2]


def test_a_withdrawn_roster_is_not_judged(place):
    made = place.publish({place.agents[0]: {1: "A2"}})
    Roster.objects.filter(pk=made.pk).update(withdrawn_at=NOW)
    assert place.found().is_empty


def test_another_province_is_not_read(place):
    other = a_province("ZZ")
    place.publish({place.agents[0]: {1: "A2"}})
    place.call(9, 10)
    outsider = a_user("planner", at=other)
    found = evaluate(access_of_user(outsider, on=DAY), region=other, month=DECEMBER)
    assert found.is_empty
    assert Lack.CALLS in found.lacks


def test_the_page_shows_the_month_and_hands_out_its_table(place, client):
    a_requirement(place.queue, heads=1)
    place.publish({place.agents[0]: {1: "A2"}})
    place.call(9, 10)
    client.force_login(place.planner)
    page = client.get(reverse("scheduling:evaluation"), {"month": "2026-12"})
    assert page.status_code == 200
    assert "over-under" in page.content.decode()
    sheet = client.get(reverse("scheduling:evaluation"), {"month": "2026-12", "chart": "over-under", "format": "xlsx"})
    rows = list(load_workbook(BytesIO(b"".join(sheet) if sheet.streaming else sheet.content)).active.iter_rows(values_only=True))
    assert any(isinstance(cell, datetime | date) for row in rows for cell in row)


def test_an_empty_month_says_what_to_do(place, client):
    client.force_login(place.planner)
    page = client.get(reverse("scheduling:evaluation"), {"month": str(Month(2026, 12).next())})
    assert reverse("scheduling:rosters") in page.content.decode()
