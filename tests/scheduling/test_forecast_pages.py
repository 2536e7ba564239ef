"""Forecasts from the database to the page: making, overriding, judging."""

from datetime import datetime, time, timedelta

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.periods.domain.calendar import SHANGHAI
from scheduling.adapters.forecast import CHEAP
from scheduling.models import CallVolume, Campaign, DayMark, Forecast, ForecastInterval, ForecastOverride, Queue
from scheduling.selectors.forecasts import current_days, current_intervals, forecast_accuracy
from scheduling.services.forecasts import BadOverride, CannotForecast, make_forecast, override_forecast, undo_override
from tests.builders import a_province, a_user

pytestmark = pytest.mark.django_db
LIST = "/hotline/forecasts/"
WEEK = (1.2, 1.1, 1.0, 1.0, 1.05, 0.8, 0.7)
NOON = datetime.combine(timezone.localdate(), time(12), SHANGHAI)
TODAY = timezone.localdate(NOON)


@pytest.fixture
def queue(db):
    return Queue.objects.create(code="general", name="综合", name_en="General", region=a_province(code="450000"))


@pytest.fixture
def planner(queue):
    client = Client(headers={"accept-language": "en"})
    client.force_login(a_user("planner", at=queue.region), backend="django.contrib.auth.backends.ModelBackend")
    return client


def past_calls(queue, *, days=70, level=800.0, until=TODAY, extra=None, aht=200.0, seed=3):
    """Hours from 8 to 18 of the days before `until`; `extra` maps a day to a factor."""
    random = np.random.default_rng(seed)
    rows = []
    for back in range(days, 0, -1):
        day = until - timedelta(days=back)
        mean = level * WEEK[day.weekday()] * (extra or {}).get(day, 1.0) / 10
        for hour in range(8, 18):
            offered = int(random.poisson(mean))
            rows.append(
                CallVolume(queue=queue, starts_at=datetime.combine(day, time(hour), SHANGHAI), minutes=60, offered=offered, aht_seconds=aht)
            )
    CallVolume.objects.bulk_create(rows)


def made(queue, *, days=14, now=NOON):
    return make_forecast(queue=queue, horizon_days=days, by=SYSTEM, now=now, methods=CHEAP)


def downloaded(client, url, query):
    response = client.get(url, query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_a_forecast_has_every_day_and_intervals_that_add_up_to_it(queue):
    past_calls(queue)
    forecast = made(queue)
    days = list(forecast.days.order_by("day"))
    assert [one.day for one in days] == [TODAY + timedelta(days=n) for n in range(14)]
    assert forecast.intervals.count() == 14 * 10
    for one in days:
        assert one.low <= one.calls <= one.high
        assert one.calls == pytest.approx(800 * WEEK[one.day.weekday()], rel=0.2)
        mine = forecast.intervals.filter(starts_at__date=one.day)
        assert sum(row.calls for row in mine) == pytest.approx(one.calls)
    assert set(forecast.intervals.values_list("aht_seconds", flat=True)) == {200.0}
    assert forecast.history_until == TODAY - timedelta(days=1)
    assert AuditEvent.objects.filter(action="scheduling.make_forecast").count() == 1


@pytest.mark.parametrize(("days", "why"), [(0, "no calls yet"), (10, "too short")])
def test_too_little_history_is_refused_with_its_reason(queue, days, why):
    past_calls(queue, days=days)
    with pytest.raises(CannotForecast) as caught:
        made(queue)
    with override("en"):
        assert why in str(caught.value.args[0])


def test_old_history_is_refused_and_a_short_gap_is_bridged(queue):
    past_calls(queue, until=TODAY - timedelta(days=5))
    forecast = made(queue)
    assert forecast.days.order_by("day").first().day == TODAY
    with pytest.raises(CannotForecast):
        made(queue, now=NOON + timedelta(days=90))


def test_missing_handling_times_are_assumed_and_said(queue):
    past_calls(queue, aht=None)
    forecast = made(queue)
    assert forecast.choice["aht_known"] is False
    assert set(forecast.intervals.values_list("aht_seconds", flat=True)) == {180.0}


def test_a_marked_outlier_is_not_learned_from(queue):
    strange = {TODAY - timedelta(days=back): 3.5 for back in (7, 14, 21)}
    past_calls(queue, extra=strange)
    learned = made(queue).days.get(day=TODAY).calls
    person = a_user("planner", at=queue.region)
    for day in strange:
        DayMark.objects.create(queue=queue, day=day, kind="outlier", set_by=person, set_at=NOON)
    without = made(queue).days.get(day=TODAY).calls
    assert without < 0.7 * learned
    assert without == pytest.approx(800 * WEEK[TODAY.weekday()], rel=0.2)


def test_a_coming_campaign_adds_its_calls_and_a_past_one_does_not_stay(queue):
    start = TODAY - timedelta(days=30)
    past_calls(queue, days=100, extra={start + timedelta(days=n): 1 + 0.6 * 0.5 ** (n / 3) for n in range(12)})
    Campaign.objects.create(code="a", name="A", queue=queue, first_day=start, last_day=start, targets=100_000)
    plain = made(queue)
    coming = TODAY + timedelta(days=3)
    Campaign.objects.create(code="b", name="B", queue=queue, first_day=coming, last_day=coming, targets=100_000)
    forecast = made(queue)
    added = {one.day: one.campaign for one in forecast.days.all()}
    assert added[coming - timedelta(days=1)] == 0
    assert added[coming] > added[coming + timedelta(days=3)] > 0
    assert forecast.choice["campaigns"][0]["code"] == "b"
    assert forecast.choice["response"]["learned_from"] == 1
    assert forecast.days.get(day=coming).base == pytest.approx(plain.days.get(day=coming).base)


def test_the_newest_version_in_force_counts(queue):
    past_calls(queue, days=100)
    older = made(queue, days=20, now=NOON - timedelta(days=10))
    first, second = made(queue), made(queue)
    assert [one.number for one in (older, first, second)] == [1, 2, 3]
    assert set(Forecast.objects.filter(is_current=True)) == {older, second}
    days = current_days(queue=queue, first_day=TODAY - timedelta(days=3), last_day=TODAY + timedelta(days=3))
    assert len(days) == 7
    assert {row.forecast_id for day, row in days.items() if day >= TODAY} == {second.pk}
    assert {row.forecast_id for day, row in days.items() if day < TODAY} == {older.pk}
    rows = current_intervals(queue=queue, first_day=TODAY - timedelta(days=1), last_day=TODAY)
    assert [row.forecast_id for row in rows] == [older.pk] * 10 + [second.pk] * 10


def test_overrides_change_days_with_their_intervals_and_undo_brings_them_back(queue):
    past_calls(queue)
    forecast, person = made(queue), a_user("planner", at=queue.region)
    before = dict(ForecastInterval.objects.values_list("pk", "calls"))
    day = TODAY + timedelta(days=2)
    said = forecast.days.get(day=day).calls
    values = {"forecast": forecast, "comment": "Fair", "user": person, "by": SYSTEM, "now": NOON}
    first = override_forecast(first_day=day, last_day=day, factor=1.5, **values)
    second = override_forecast(first_day=day, last_day=day + timedelta(days=1), calls=500, **values)
    assert forecast.days.get(day=day).calls == 500
    undo_override(override=second, user=person, by=SYSTEM, now=NOON)
    assert forecast.days.get(day=day).calls == pytest.approx(1.5 * said)
    assert sum(row.calls for row in forecast.intervals.filter(starts_at__date=day)) == pytest.approx(1.5 * said)
    override_forecast(first_day=day, last_day=day, calls=0, **values)
    assert sum(row.calls for row in forecast.intervals.filter(starts_at__date=day)) == 0
    for one in ForecastOverride.objects.all():
        undo_override(override=one, user=person, by=SYSTEM, now=NOON)
    assert dict(ForecastInterval.objects.values_list("pk", "calls")) == pytest.approx(before)
    assert ForecastOverride.objects.filter(undone_by=person).count() == 3
    undo_override(override=first, user=person, by=SYSTEM, now=NOON)
    assert AuditEvent.objects.filter(action="scheduling.undo_override").count() == 3


@pytest.mark.parametrize(
    "wrong", [{"comment": " "}, {"factor": None}, {"calls": 5.0}, {"factor": -1.0}, {"last_day": TODAY + timedelta(days=99)}]
)
def test_an_override_that_makes_no_sense_is_refused(queue, wrong):
    past_calls(queue)
    values = {"forecast": made(queue), "first_day": TODAY, "last_day": TODAY, "factor": 1.1, "comment": "x", "user": a_user(), "by": SYSTEM}
    with pytest.raises(BadOverride):
        override_forecast(**values | wrong, now=NOON)


def test_accuracy_is_known_once_days_are_over(queue):
    past_calls(queue, days=100)
    assert forecast_accuracy(made(queue), today=TODAY) is None
    found = forecast_accuracy(made(queue, days=12, now=NOON - timedelta(days=10)), today=TODAY)
    assert found.days == 10
    assert 0 < found.daily.wape < 0.1
    assert found.daily.wape < found.interval.wape < 0.3
    assert abs(found.daily.bias) <= found.daily.wape
    assert found.daily.mase < 1.5


def test_an_empty_list_says_what_a_forecast_is(planner):
    text = planner.get(LIST).content.decode()
    assert "how many calls come on each day" in text
    assert "Forecast calls" in text


def test_the_form_starts_a_job_that_makes_the_forecast(queue, planner, run_jobs):
    past_calls(queue)
    answer = planner.post(f"{LIST}new/", {"queue": queue.pk, "horizon_days": 7})
    assert answer["Location"].startswith("/jobs/")
    assert "Forecast the calls of General" in planner.get(LIST).content.decode()
    run_jobs()
    forecast = Forecast.objects.get()
    assert forecast.days.count() == 7
    assert {one["name"] for one in forecast.choice["candidates"]} >= {"ets", "theta", "mstl_week", "boosting"}
    assert planner.get(f"{LIST}queues/{queue.pk}/")["Location"] == f"{LIST}{forecast.pk}/"


def test_a_job_without_history_fails_with_the_reason(queue, planner, run_jobs):
    planner.post(f"{LIST}new/", {"queue": queue.pk, "horizon_days": 7})
    (job,) = run_jobs()
    job.refresh_from_db()
    assert "no calls yet" in job.error


@pytest.mark.parametrize("wrong", [{"horizon_days": "0"}, {"horizon_days": "999"}, {"queue": "999999"}])
def test_a_wrong_form_is_shown_again(queue, planner, wrong):
    assert planner.post(f"{LIST}new/", {"queue": queue.pk, "horizon_days": 7, **wrong}).status_code == 422


def test_the_page_shows_days_candidates_and_the_floor(queue, planner):
    past_calls(queue, days=100)
    forecast = made(queue)
    text = planner.get(f"{LIST}{forecast.pk}/").content.decode()
    for words in ("Calls a day", "Poisson floor", "Why this forecast", "Calendar regression", "only version", "No campaign adds"):
        assert words in text
    for key in ("days", "candidates"):
        assert downloaded(planner, f"{LIST}{forecast.pk}/", {"chart": key, "format": "csv"})
        assert downloaded(planner, f"{LIST}{forecast.pk}/", {"chart": key, "format": "xlsx"})


def test_versions_are_compared_and_accuracy_is_shown(queue, planner):
    past_calls(queue, days=100)
    older, newer = made(queue, days=20, now=NOON - timedelta(days=10)), made(queue)
    text = planner.get(f"{LIST}{older.pk}/", {"against": newer.pk}).content.decode()
    assert "Versions compared" in text
    assert "Accuracy so far" in text
    assert downloaded(planner, f"{LIST}{older.pk}/", {"against": newer.pk, "chart": "versions", "format": "csv"})
    assert "Versions compared" not in planner.get(f"{LIST}{older.pk}/", {"against": "nonsense"}).content.decode()


def test_a_day_shows_its_intervals(queue, planner):
    past_calls(queue)
    forecast = made(queue)
    text = planner.get(f"{LIST}{forecast.pk}/days/{TODAY}/").content.decode()
    assert "Offered load, erlang" in text
    assert "08:00" in text
    assert downloaded(planner, f"{LIST}{forecast.pk}/days/{TODAY}/", {"chart": "intervals", "format": "csv"})
    assert planner.get(f"{LIST}{forecast.pk}/days/2001-01-01/").status_code == 404
    assert planner.get(f"{LIST}{forecast.pk}/days/nonsense/").status_code == 404


def test_days_are_overridden_and_brought_back_on_the_page(queue, planner):
    past_calls(queue)
    forecast = made(queue)
    url = f"{LIST}{forecast.pk}/override/"
    values = {"first_day": TODAY, "last_day": TODAY, "factor": "2", "comment": "Storm expected"}
    assert planner.get(url).status_code == 200
    assert planner.post(url, values | {"calls": "5"}).status_code == 422
    assert planner.post(url, values | {"last_day": "2001-01-01"}).status_code == 422
    said = forecast.days.get(day=TODAY).calls
    assert planner.post(url, values)["Location"] == f"{LIST}{forecast.pk}/"
    assert forecast.days.get(day=TODAY).calls == pytest.approx(2 * said)
    assert "Storm expected" in planner.get(f"{LIST}{forecast.pk}/").content.decode()
    planner.post(f"{LIST}overrides/{ForecastOverride.objects.get().pk}/undo/")
    assert forecast.days.get(day=TODAY).calls == pytest.approx(said)
    assert "undone" in planner.get(f"{LIST}{forecast.pk}/").content.decode()


def test_who_may_only_look_can_change_nothing(queue):
    past_calls(queue)
    forecast = made(queue)
    client = Client(headers={"accept-language": "en"})
    client.force_login(a_user("supervisor", at=queue.region), backend="django.contrib.auth.backends.ModelBackend")
    assert "Override days" not in client.get(f"{LIST}{forecast.pk}/").content.decode()
    assert client.post(f"{LIST}{forecast.pk}/override/", {}).status_code == 403
    assert client.post(f"{LIST}new/", {}).status_code == 403
