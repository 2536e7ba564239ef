"""A queue's day under way, from rows of the database to the page."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portalkit.access.selectors import access_of_user
from portalkit.periods.domain.calendar import SHANGHAI
from scheduling.domain.intraday import MoveKind
from scheduling.models import AgentSkill, CallVolume, DayMark, Forecast, ForecastInterval, LabourRule, Queue, Roster, ServiceStandard
from scheduling.selectors.intraday import Lack, intraday, newest_day
from tests.builders import a_province, a_user
from tests.scheduling.roster_builders import NOW, a_hotline, a_roster

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 2)
NOON = datetime(2026, 12, 2, 12, tzinfo=SHANGHAI)
MONTH = (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture
def place():
    class Place:
        region = a_province()
        planner = a_user("planner", at=region)
        supervisor = a_user("supervisor", at=region)
        manager = a_user("manager", at=region)

        def __init__(self):
            self.queue, self.agents = a_hotline(self.region, agents=3, cycle=True)

        def publish(self, plan):
            made = a_roster(self.region, self.planner, plan, first=MONTH[0], last=MONTH[1])
            Roster.objects.filter(pk=made.pk).update(
                state="approved", submitted_at=NOW, decided_by=self.supervisor, decided_at=NOW, published_at=NOW
            )
            return made

        def forecast(self, calls=20.0, *, queue=None, first=DAY, days=1, hours=range(8, 20), minutes=30, number=1):
            queue = queue or self.queue
            made = Forecast.objects.create(
                queue=queue, number=number, first_day=first, last_day=first + timedelta(days=days - 1),
                history_until=first - timedelta(days=1), minutes=minutes, method="mean", made_at=NOW, made_by="test",
            )  # fmt: skip
            ForecastInterval.objects.bulk_create(
                ForecastInterval(forecast=made, starts_at=_at(first + timedelta(days=day), minute), calls=calls, aht_seconds=180)
                for day in range(days)
                for minute in range(hours.start * 60, hours.stop * 60, minutes)
            )
            return made

        def call(self, offered=20, *, day=DAY, hours=range(8, 12), minutes=30, queue=None, **fields):
            values = {"answered": offered, "in_target": offered, "aht_seconds": 180, **fields}
            CallVolume.objects.bulk_create(
                CallVolume(queue=queue or self.queue, starts_at=_at(day, minute), minutes=minutes, offered=offered, **values)
                for minute in range(hours.start * 60, hours.stop * 60, minutes)
            )

        def found(self, *, day=DAY, now=NOON, queue=None):
            return intraday(access_of_user(self.planner, on=DAY), queue or self.queue, day, now=now)

        def page(self, client, user=None, **query):
            client.force_login(user or self.planner)
            return client.get(reverse("scheduling:intraday"), {"queue": self.queue.code, **query})

    return Place()


def _at(day, minute):
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(minutes=minute)


def test_without_anything_the_day_says_all_that_is_missing(place):
    found = place.found()
    assert set(found.lacks) == set(Lack)
    assert (found.service_level, found.outlook, found.moves) == (None, None, ())


def test_a_busy_morning_raises_the_rest_of_the_day_but_not_by_all_of_it(place):
    place.forecast(calls=20)
    place.call(30)
    line = place.found().line
    assert line.seen_until == 720
    assert 1.05 < line.rest.ratio.value < 1.5
    assert line.rest.total == pytest.approx(8 * 30 + 16 * 20 * line.rest.ratio.value)
    assert line.rest.calls[23] == 30
    assert line.rest.calls[24] == pytest.approx(20 * line.rest.ratio.value)


def test_a_day_without_calls_is_as_forecast(place):
    place.forecast(calls=20)
    found = place.found()
    assert found.lacks == (Lack.ROSTER, Lack.CALLS)
    assert found.line.rest.total == pytest.approx(24 * 20)
    assert (found.heads.needed == found.heads.planned).all()


def test_earlier_days_teach_how_far_the_morning_can_be_trusted(place):
    first = DAY - timedelta(days=20)
    place.forecast(calls=20, first=first, days=21)
    for back in range(1, 21):
        place.call(12 if back % 2 else 28, day=DAY - timedelta(days=back), hours=range(8, 20))
    place.call(28)
    wild = place.found().line
    assert wild.learned_from == 20
    assert wild.rest.ratio.value > 1.35
    DayMark.objects.create(queue=place.queue, day=DAY - timedelta(days=2), kind="outlier", set_by=place.planner, set_at=NOW)
    assert place.found().line.learned_from == 19


def test_a_forecast_made_after_the_day_is_not_the_one_the_day_is_held_to(place):
    place.forecast(calls=20)
    late = place.forecast(calls=99, number=2)
    Forecast.objects.filter(pk=late.pk).update(history_until=DAY)
    assert place.found().line.said.max() == 20


def test_intervals_of_calls_and_forecast_may_have_other_lengths(place):
    place.forecast(calls=40, minutes=60)
    place.call(20, minutes=30)
    line = place.found().line
    assert (line.minutes, line.rest.ratio.value) == (60, pytest.approx(1))
    assert line.came.offered[8] == 40


def test_heads_of_the_roster_stand_against_heads_needed_and_breaks_are_taken_off(place):
    place.forecast(calls=20)
    made = place.publish({agent: {2: "A2"} for agent in place.agents})
    made.assignments.update(breaks="11:00-11:30")
    heads = place.found().heads
    assert heads.staffed[[16, 21, 22, 33, 34]].tolist() == [3, 3, 0, 3, 0]
    assert heads.planned[16] > 0
    assert heads.planned[0] == 0


def test_the_level_of_the_rest_is_what_erlang_promises_with_the_roster(place):
    place.forecast(calls=20)
    place.call(20, in_target=10)
    place.publish({agent: {2: "A2"} for agent in place.agents})
    level = place.found().heads.level
    assert level[16] == 0.5
    assert level[25] < 0.9
    assert level[36] == 0, "nobody is there after five"


def test_more_calls_than_forecast_lead_to_moves_within_the_rules(place):
    place.forecast(calls=20)
    place.call(40)
    place.publish({place.agents[0]: {2: "A2", 3: "A2"}, place.agents[1]: {2: "B1", 3: "A2"}})
    found = place.found()
    assert found.outlook.missing > found.outlook.after
    assert found.outlook.missing - found.outlook.after == pytest.approx(sum(one.hours for one in found.moves), abs=0.01)
    kinds = {one.who: one.kind for one in found.moves}
    assert kinds[place.agents[0].code] == MoveKind.LONGER
    LabourRule.objects.create(code="overtime_a_day", region=place.region, first_day=date(2026, 1, 1), value=0)
    assert not any(one.kind in {MoveKind.LONGER, MoveKind.EARLIER} for one in place.found().moves)


def test_a_queue_with_few_calls_lends_its_agents_to_one_with_many(place):
    other = Queue.objects.create(code="chat", name="在线", region=place.region)
    AgentSkill.objects.bulk_create(AgentSkill(agent=agent, queue=other) for agent in place.agents)
    for queue, came in ((place.queue, 50), (other, 4)):
        place.forecast(calls=20, queue=queue)
        place.call(came, queue=queue)
    place.publish({agent: {2: "A2"} for agent in place.agents})
    (first, *_rest) = [one for one in place.found().moves if one.kind == MoveKind.SKILL]
    assert (first.queue, first.other) == (place.queue.code, "chat")
    assert first.hours >= 0.25


def test_nobody_goes_home_early_without_a_pool_or_with_a_queue_unknown(place):
    place.forecast(calls=1, hours=range(8, 17))
    place.call(1)
    place.publish({agent: {2: "A2"} for agent in place.agents})
    assert MoveKind.LEAVE in _kinds(place)
    other = Queue.objects.create(code="chat", name="在线", region=place.region)
    place.call(5, queue=other)
    assert MoveKind.LEAVE not in _kinds(place)
    CallVolume.objects.filter(queue=other).delete()
    LabourRule.objects.filter(code="hours_cycle").delete()
    assert MoveKind.LEAVE not in _kinds(place)


def _kinds(place):
    return {one.kind for one in place.found().moves}


def test_today_nothing_before_the_clock_is_moved_and_a_day_that_is_over_not_at_all(place):
    place.forecast(calls=20)
    place.call(40)
    place.publish({agent: {2: "A2"} for agent in place.agents})
    assert place.found(now=NOON + timedelta(hours=2)).now == 840
    assert place.found(now=NOON + timedelta(days=1)).now == 720, "the day as far as it is known"
    place.call(40, hours=range(12, 24))
    over = place.found(now=NOON + timedelta(days=1))
    assert over.is_over
    assert over.moves == ()


def test_the_standard_of_the_day_decides_what_is_needed(place):
    place.forecast(calls=60)
    before = place.found().heads.planned[16]
    ServiceStandard.objects.create(queue=place.queue, first_day=DAY, target_share=0.99, within_seconds=5, shrinkage={"breaks": 0.1})
    assert place.found().heads.planned[16] > before


def test_the_newest_day_with_calls_is_found(place):
    assert newest_day(place.queue, today=DAY) is None
    place.call(1)
    place.call(1, day=DAY + timedelta(days=3))
    assert newest_day(place.queue, today=DAY + timedelta(days=1)) == DAY


def test_another_province_sees_neither_queue_nor_roster(place, client):
    place.forecast()
    place.call(20)
    place.publish({place.agents[0]: {2: "A2"}})
    client.force_login(a_user("planner", at=a_province("ZZ")))
    page = client.get(reverse("scheduling:intraday"))
    assert page.status_code == 200
    assert place.queue.name not in page.content.decode()
    assert client.get(reverse("scheduling:intraday"), {"queue": place.queue.code}).status_code == 422


def test_the_page_shows_moves_with_names_to_planners_only_and_hands_out_its_tables(place, client):
    place.forecast(calls=20)
    place.call(40)
    place.publish({agent: {2: "A2"} for agent in place.agents})
    page = place.page(client, day="2026-12-02")
    text = page.content.decode()
    assert page.status_code == 200
    assert place.agents[0].name in text
    assert reverse("scheduling:roster", args=[Roster.objects.get().pk]) in text
    plain = place.page(client, place.manager, day="2026-12-02").content.decode()
    assert "moves" in plain
    assert not any(agent.name in plain for agent in place.agents)
    for key in ("calls", "heads", "level", "handling", "intervals", "moves"):
        sheet = place.page(client, day="2026-12-02", chart=key, format="xlsx")
        rows = list(load_workbook(BytesIO(b"".join(sheet) if sheet.streaming else sheet.content)).active.iter_rows(values_only=True))
        assert len(rows) > 1, key


def test_a_day_that_is_none_is_refused_and_an_unknown_queue_too(place, client):
    place.call(1)
    assert place.page(client, day="soon").status_code == 422
    client.force_login(place.planner)
    assert client.get(reverse("scheduling:intraday"), {"queue": "nowhere"}).status_code == 422


def test_a_queue_without_any_history_says_what_to_import(place, client):
    text = place.page(client).content.decode()
    assert f"{reverse('imports:upload')}?kind=call_volumes" in text


def test_the_newest_day_stands_in_for_today_and_says_so(place, client):
    newest = timezone.localdate() - timedelta(days=3)
    place.forecast(first=newest)
    place.call(20, day=newest)
    page = place.page(client)
    assert page.context["stands_in"] is not None
    assert page.context["day"] == newest
    assert place.page(client, day=newest.isoformat()).context["stands_in"] is None
