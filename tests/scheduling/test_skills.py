"""Several skills on the page: figures entered or taken from a plan, bounds, calls played at once or in a job."""

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from portalkit.jobs.models import Job
from portalkit.periods.domain.calendar import SHANGHAI
from portalkit.regions.models import Region
from scheduling.models import Forecast, ForecastInterval, Queue
from tests.builders import a_province, a_user
from tests.complaints.views.builders import a_client
from tests.scheduling.builders import a_queue, an_agent

pytestmark = pytest.mark.django_db
RunJobs = Callable[..., list[Job]]
DAY = date(2026, 12, 1)


@pytest.fixture
def province() -> Region:
    return a_province()


@pytest.fixture
def queues(province: Region) -> list[Queue]:
    return [a_queue(code, at=province) for code in ("calls", "chat")]


@pytest.fixture
def client(province: Region) -> Client:
    return a_client(a_user("manager", at=province))


def asked(queues: list[Queue], *, rates: tuple[str, ...] = ("100", "60"), groups: list[tuple[list[int], str]], hours: str = "100") -> str:
    fields: list[tuple[str, str]] = [("groups", str(len(groups))), ("play-within", "20"), ("play-hours", hours)]
    for queue, rate in zip(queues, rates, strict=True):
        fields += [(f"q{queue.pk}-calls", rate), (f"q{queue.pk}-aht", "180"), (f"q{queue.pk}-target", "80"), (f"q{queue.pk}-patience", "")]
    for number, (skills, agents) in enumerate(groups):
        fields += [(f"g{number}-skills", str(queues[one].pk)) for one in skills] + [(f"g{number}-agents", agents)]
    return f"{reverse('scheduling:skills')}?{urlencode(fields)}"


def test_without_queues_the_page_says_where_to_begin(client: Client) -> None:
    assert reverse("scheduling:queues") in client.get(reverse("scheduling:skills")).content.decode()


def test_it_begins_with_the_busiest_hour_of_the_plan_and_the_agents_there_are(
    province: Region, queues: list[Queue], client: Client
) -> None:
    forecast = Forecast.objects.create(
        queue=queues[0], number=1, first_day=DAY, last_day=DAY, history_until=DAY, minutes=30, method="mean",
        made_at=datetime(2026, 11, 25, tzinfo=SHANGHAI), made_by="planner",
    )  # fmt: skip
    for hour, minute, calls in ((9, 0, 40), (14, 0, 70), (14, 30, 50)):
        at = datetime(2026, 12, 1, hour, minute, tzinfo=SHANGHAI)
        ForecastInterval.objects.create(forecast=forecast, starts_at=at, calls=calls, aht_seconds=200)
    an_agent(at=province, skills=queues)
    an_agent(at=province, skills=queues[:1])
    an_agent(at=province, skills=queues[:1])
    form = client.get(reverse("scheduling:skills")).context["form"]
    assert form.queues[0].initial["calls"] == 120
    assert form.queues[1].initial["calls"] is None
    assert [(one.initial.get("agents"), len(one.initial.get("skills", []))) for one in form.groups] == [
        (2, 1),
        (1, 2),
        (None, 0),
        (None, 0),
    ]
    earlier = client.get(reverse("scheduling:skills"), {"day": "2026-12-01", "hour": "9"})
    assert earlier.context["form"].queues[0].initial["calls"] == 40


def test_few_calls_are_played_at_once(queues: list[Queue], client: Client) -> None:
    page = client.get(asked(queues, groups=[([0], "7"), ([1], "5"), ([0, 1], "2"), ([], "")]))
    assert page.status_code == 200
    first, second = page.context["queues"]
    assert first.offered > 8000
    assert "(" in first.level
    assert second.verdict
    groups = page.context["groups"]
    assert [one.agents for one in groups] == [7, 5, 2, 14]
    assert groups[-1].pooled <= groups[-1].dedicated


def test_groups_that_are_too_few_are_named(queues: list[Queue], client: Client) -> None:
    page = client.get(asked(queues, groups=[([0], "2"), ([1], "9")]))
    assert any("calls" in line for line in page.context["shortages"])


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([([0], "5")], "No group answers this queue."),
        ([([0, 1], "9"), ([], "3")], "A group needs at least one queue"),
        ([([0, 1], "")], "Say how many they are"),
        ([([0, 1], "-1")], "greater than or equal to 0"),
    ],
)
def test_what_does_not_fit_together_is_said_at_its_place(
    queues: list[Queue], client: Client, groups: list[tuple[list[int], str]], said: str
) -> None:
    page = client.get(asked(queues, groups=groups))
    assert page.status_code == 422
    assert said in page.content.decode()


def test_without_any_calls_there_is_nothing_to_play(queues: list[Queue], client: Client) -> None:
    page = client.get(asked(queues, rates=("", "0"), groups=[([0, 1], "3")]))
    assert page.status_code == 422
    assert "Enter the calls of at least one queue." in page.content.decode()


def test_many_calls_are_played_in_a_job_whose_result_stands_on_the_page(queues: list[Queue], client: Client, run_jobs: RunJobs) -> None:
    address = asked(queues, rates=("120", "90"), groups=[([0], "7"), ([1], "5"), ([0, 1], "2")], hours="300")
    page = client.get(address)
    assert page.context["played"] is None
    assert "played in the background" in page.content.decode()
    play = address.replace(reverse("scheduling:skills"), reverse("scheduling:play_skills"))
    assert client.post(play).status_code == 302
    (job,) = run_jobs()
    assert job.state == "done", job.error
    done = client.get(job.result_url)
    assert done.context["heads"] is not None
    assert done.context["queues"][0].offered > 25_000
    assert client.get(address).context["heads"] == done.context["heads"]


def test_a_result_of_somebody_else_is_not_shown(queues: list[Queue], client: Client, province: Region, run_jobs: RunJobs) -> None:
    address = asked(queues, groups=[([0, 1], "14")])
    client.post(address.replace(reverse("scheduling:skills"), reverse("scheduling:play_skills")))
    (job,) = run_jobs()
    other = a_client(a_user("manager", at=province))
    assert other.get(job.result_url).context["form"].is_bound is False
