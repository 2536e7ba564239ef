"""Standards of queues and the staffing plans of forecasts: through services and pages."""

from datetime import date, datetime, timedelta

import pytest
from django.db.models import Sum

from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region
from scheduling.domain.erlang import Impossible
from scheduling.models import Forecast, ForecastInterval, Queue, ServiceStandard, StaffingInterval
from scheduling.services.staffing import StandardValues, plan_staffing, set_standard
from tests.builders import a_province, a_user
from tests.complaints.views.builders import a_client
from tests.scheduling.builders import a_queue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)
FIRST = date(2026, 12, 1)


@pytest.fixture
def province() -> Region:
    return a_province()


@pytest.fixture
def queue(province: Region) -> Queue:
    return a_queue(at=province)


def values(**changes: object) -> StandardValues:
    usual: dict[str, object] = {
        "first_day": FIRST, "target_share": 0.8, "within_seconds": 20, "max_occupancy": 0.85, "max_asa_seconds": None,
        "patience_seconds": None, "concurrency": 1.0, "shrinkage": {"breaks": 0.3},
    }  # fmt: skip
    return StandardValues(**(usual | changes))  # type: ignore[arg-type]


def a_forecast(queue: Queue, *, days: int = 2, calls: float = 100, aht: float = 180) -> Forecast:
    forecast = Forecast.objects.create(
        queue=queue, number=1, first_day=FIRST, last_day=FIRST + timedelta(days=days - 1), history_until=FIRST, minutes=30, method="mean",
        made_at=NOW, made_by="planner",
    )  # fmt: skip
    midnight = datetime(2026, 12, 1, tzinfo=SHANGHAI)
    called = [calls if slot % 48 >= 16 else 0 for slot in range(48 * days)]
    ForecastInterval.objects.bulk_create(
        ForecastInterval(forecast=forecast, starts_at=midnight + timedelta(minutes=30 * slot), calls=number, aht_seconds=aht)
        for slot, number in enumerate(called)
    )
    return forecast


def test_each_day_is_held_to_the_standard_of_that_day(queue: Queue) -> None:
    planner = a_user("planner", at=queue.region)
    forecast = a_forecast(queue)
    set_standard(queue=queue, values=values(), by=planner.actor, now=NOW)
    set_standard(queue=queue, values=values(first_day=FIRST + timedelta(days=1), target_share=0.95), by=planner.actor, now=NOW)
    assert plan_staffing(forecast=forecast, by=planner.actor, now=NOW) == 96
    first, second = (
        StaffingInterval.objects.get(forecast=forecast, starts_at=datetime(2026, 12, day, 10, 0, tzinfo=SHANGHAI)) for day in (1, 2)
    )
    assert (first.agents, first.scheduled) == (14, 20)
    assert first.service_level == pytest.approx(0.88835, abs=5e-6)
    assert second.agents > first.agents
    quiet = StaffingInterval.objects.get(forecast=forecast, starts_at=datetime(2026, 12, 1, 3, 0, tzinfo=SHANGHAI))
    assert (quiet.agents, quiet.scheduled, quiet.service_level) == (0, 0, None)


def test_a_plan_worked_out_again_takes_the_place_of_the_first(queue: Queue) -> None:
    planner = a_user("planner", at=queue.region)
    forecast = a_forecast(queue)
    plan_staffing(forecast=forecast, by=planner.actor, now=NOW)
    usual = StaffingInterval.objects.filter(forecast=forecast).aggregate(all=Sum("scheduled"))["all"]
    set_standard(queue=queue, values=values(shrinkage={}), by=planner.actor, now=NOW)
    plan_staffing(forecast=forecast, by=planner.actor, now=NOW)
    assert StaffingInterval.objects.filter(forecast=forecast).count() == 96
    assert StaffingInterval.objects.filter(forecast=forecast).aggregate(all=Sum("scheduled"))["all"] < usual


@pytest.mark.parametrize("wrong", [{"shrinkage": {"breaks": 0.6, "training": 0.4}}, {"target_share": 1.0}, {"max_occupancy": 0.0}])
def test_a_standard_that_nothing_meets_is_refused(queue: Queue, wrong: dict[str, object]) -> None:
    planner = a_user("planner", at=queue.region)
    with pytest.raises(Impossible):
        set_standard(queue=queue, values=values(**wrong), by=planner.actor, now=NOW)
    assert not ServiceStandard.objects.exists()


def test_the_calculator_answers_from_its_address(province: Region) -> None:
    client = a_client(a_user("manager", at=province))
    assert client.get("/hotline/calculator/").status_code == 200
    query = "?calls=100&interval=30&aht=180&target=80&within=20&shrinkage=30&max_occupancy=85&concurrency=1"
    response = client.get(f"/hotline/calculator/{query}")
    assert (response.context["answer"].agents, response.context["answer"].scheduled_agents) == (14, 20)
    assert len(response.context["around"]) == 11
    assert b"88.8" in response.content
    assert len(response.context["swings"]) == 12
    assert client.get(f"/hotline/calculator/{query}&max_asa=1").context["answer"].asa <= 1
    there = client.get(f"/hotline/calculator/{query}&agents=14")
    assert len(there.context["swings"]) == 8, "without a target there is none to change"
    assert client.get(f"/hotline/calculator/{query}&chart=sensitivity&format=csv").status_code in (200, 403)
    for wrong in ("?calls=-1", "?calls=100&interval=30&aht=180&within=20", "?calls=x&interval=0&aht=&within=nan"):
        assert client.get(f"/hotline/calculator/{wrong}").status_code == 422


def test_a_planner_sets_a_standard_and_works_a_plan_out_on_the_pages(queue: Queue) -> None:
    planner = a_client(a_user("planner", at=queue.region))
    forecast = a_forecast(queue)
    form = {
        "queue": queue.pk, "first_day": "2026-12-01", "target": "90", "within_seconds": "15", "max_occupancy": "85", "concurrency": "1",
        "breaks": "10", "absence": "", "training": "5", "meetings": "",
    }  # fmt: skip
    assert planner.post("/hotline/standards/new/", form).status_code == 302
    assert ServiceStandard.objects.get().shrinkage == {"breaks": 0.1, "training": 0.05}
    assert planner.post("/hotline/standards/new/", form | {"breaks": "90", "training": "20"}).status_code == 422
    assert b"90" in planner.get("/hotline/standards/").content
    page = f"/hotline/staffing/{forecast.pk}/"
    assert "not worked out yet" in planner.get(page).content.decode().lower()
    assert planner.post(f"{page}work-out/").status_code == 302
    assert planner.get(f"{page}?day=2026-12-02").context["scheduled_hours"] > 0
    assert planner.get(f"{page}?day=nonsense").context["day"] == FIRST
    assert planner.get("/hotline/staffing/").context["table"].page.total == 1
    manager = a_client(a_user("manager", at=queue.region))
    assert manager.get(page).status_code == 200
    assert manager.post(f"{page}work-out/").status_code == 403
