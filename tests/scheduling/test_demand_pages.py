"""Pages of queues, demand, call history, agents and campaigns: states, filters, downloads, who may do what."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portalkit.audit.models import AuditEvent
from portalkit.regions.models import Region
from scheduling.models import Campaign, DayMark, Queue
from tests.builders import a_prefecture, a_province, a_user
from tests.scheduling.builders import a_campaign, a_queue, an_absence, an_agent, calls, office_hours

pytestmark = pytest.mark.django_db
DEMAND, HISTORY, QUEUES, AGENTS, CAMPAIGNS = (f"/hotline/{page}/" for page in ("demand", "demand/history", "queues", "agents", "campaigns"))


@pytest.fixture
def province() -> Region:
    return a_province()


@pytest.fixture
def queue(province: Region) -> Queue:
    return a_queue("general", at=province, name="热线综合", name_en="General hotline")


def a_client(role: str, region: Region) -> Client:
    client = Client()
    client.force_login(a_user(role, at=region), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["noc_language"] = "en"
    return client


@pytest.fixture
def planner(province: Region) -> Client:
    return a_client("planner", province)


@pytest.fixture
def manager(province: Region) -> Client:
    return a_client("manager", province)


def today() -> date:
    return timezone.localdate()


def with_history(queue: Queue, *, days: int = 84, odd: int = 20, hole: int = 0) -> None:
    """Until yesterday; the day `odd` days back has three times its calls, the day `hole` days back has none."""
    first = today() - timedelta(days=days)
    odd_day, hole_day = today() - timedelta(days=odd), today() - timedelta(days=hole)

    def pattern(day: date) -> list[int] | dict[int, int]:
        if hole and day == hole_day:
            return {}
        return (
            office_hours(1000 + 40 * day.weekday() + day.toordinal() % 3 * 9, minutes=60)
            if day != odd_day
            else office_hours(3000, minutes=60)
        )

    calls(queue, first=first, days=days, pattern=pattern, minutes=60)


def text_of(client: Client, url: str, **data: Any) -> str:
    response = client.get(url, data)
    assert response.status_code == 200
    return response.content.decode()


def downloaded(client: Client, url: str, **data: Any) -> str:
    response = client.get(url, data)
    assert response.status_code == 200
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return content.decode("utf-8-sig", errors="replace")


def test_without_a_queue_the_pages_say_who_adds_one(planner: Client, manager: Client) -> None:
    assert "There is no queue yet" in text_of(planner, DEMAND)
    assert "/hotline/queues/new/" in text_of(planner, HISTORY)
    assert "/hotline/queues/new/" not in text_of(manager, HISTORY)
    assert "A queue is a kind of contact" in text_of(planner, QUEUES)


def test_without_history_the_page_says_what_to_import(planner: Client, manager: Client, queue: Queue) -> None:
    assert "/imports/upload/?kind=call_volumes" in text_of(planner, DEMAND)
    text = text_of(manager, DEMAND)
    assert "This queue has no call history yet" in text
    assert "/imports/upload/" not in text


def test_demand_shows_totals_profiles_and_the_verdict(manager: Client, queue: Queue) -> None:
    with_history(queue)
    a_campaign("C1", queue=queue, first_day=today() - timedelta(days=50), name="Upgrade")
    text = text_of(manager, DEMAND, queue="general")
    for part in ("Calls a day by month", "Weekday and time of day", "Holidays against usual days", "Upgrade", "Fair to forecast from"):
        assert part in text


def test_the_days_in_view_narrow_the_figures_but_not_the_verdict(manager: Client, queue: Queue) -> None:
    with_history(queue)
    day = today() - timedelta(days=20)
    text = text_of(manager, DEMAND, queue="general", day_from=f"{day}", day_to=f"{day}")
    assert "3,000 calls" in text
    assert "Fair to forecast from" in text
    assert "No calls in these days" in text_of(manager, DEMAND, day_from="2020-01-01", day_to="2020-01-31")


def test_a_change_of_filters_answers_the_part_below_them(manager: Client, queue: Queue) -> None:
    with_history(queue, days=28)
    response = manager.get(DEMAND, {"queue": "general"}, HTTP_HX_REQUEST="true")
    assert "<html" not in response.content.decode()
    assert response["HX-Push-Url"] == f"{DEMAND}?queue=general"


@pytest.mark.parametrize("chart", ["days", "months", "weeks", "weekdays", "heat", "profiles", "handling", "holidays", "campaigns"])
def test_every_chart_can_be_downloaded(manager: Client, queue: Queue, chart: str) -> None:
    with_history(queue, days=35)
    assert downloaded(manager, DEMAND, queue="general", chart=chart, format="csv").count("\n") >= 1


def test_history_names_outliers_and_holes_and_can_be_downloaded(manager: Client, queue: Queue) -> None:
    with_history(queue, odd=20, hole=40)
    text = text_of(manager, HISTORY, queue="general")
    assert f"{today() - timedelta(days=20)}" in text
    assert "24.0 h of open time without data" in text
    assert "Take the mark back" not in text
    assert f"{today() - timedelta(days=20)}" in downloaded(manager, HISTORY, queue="general", chart="outliers", format="csv")
    assert downloaded(manager, HISTORY, queue="general", chart="faults", format="xlsx").startswith("PK")


def test_a_planner_marks_a_day_with_a_note_and_takes_it_back(planner: Client, queue: Queue) -> None:
    with_history(queue)
    day = today() - timedelta(days=20)
    form = text_of(planner, "/hotline/queues/general/marks/new/", day=f"{day}", kind="ordinary")
    assert f'value="{day}"' in form
    sent = {"day": f"{day}", "kind": "ordinary", "note": "a match evening"}
    assert planner.post("/hotline/queues/general/marks/new/", sent).status_code == 302
    mark = DayMark.objects.get()
    assert (mark.queue, mark.day, mark.kind, mark.note) == (queue, day, "ordinary", "a match evening")
    assert "a match evening" in text_of(planner, HISTORY, queue="general")
    planner.post("/hotline/queues/general/marks/new/", {**sent, "kind": "outlier"})
    assert DayMark.objects.get().kind == "outlier"
    planner.post(f"/hotline/marks/{mark.pk}/remove/")
    assert not DayMark.objects.exists()
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["scheduling.mark_day", "scheduling.mark_day", "scheduling.unmark_day"]


def test_a_mark_needs_its_reason(planner: Client, queue: Queue) -> None:
    assert planner.post("/hotline/queues/general/marks/new/", {"day": "2026-01-05", "kind": "outlier", "note": ""}).status_code == 422


def test_a_planner_adds_and_changes_a_queue(planner: Client, province: Region) -> None:
    sent = {"code": "broadband", "name": "宽带报障", "name_en": "Broadband", "region": province.pk, "channel": "voice", "is_active": "on"}
    assert planner.post("/hotline/queues/new/", sent).status_code == 302
    assert planner.post("/hotline/queues/new/", sent).status_code == 422
    assert planner.post("/hotline/queues/broadband/change/", {**sent, "name": "宽带", "channel": "chat"}).status_code == 302
    queue = Queue.objects.get()
    assert (queue.name, queue.channel, queue.is_active) == ("宽带", "chat", True)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == ["scheduling.add_queue", "scheduling.change_queue"]


def test_queues_are_listed_with_history_and_agents_and_exported(manager: Client, queue: Queue, province: Region) -> None:
    with_history(queue, days=28)
    an_agent("A1", at=province, skills=[queue])
    an_agent("A2", at=province, skills=[queue], last_day=today() - timedelta(days=1))
    text = text_of(manager, QUEUES)
    assert "General hotline" in text
    assert downloaded(manager, QUEUES, format="xlsx").startswith("PK")
    assert "General hotline" not in text_of(manager, QUEUES, channel="chat")
    assert downloaded(manager, QUEUES, format="csv").splitlines()[1].split(",")[-2] == "1"


def test_a_planner_adds_changes_and_removes_a_campaign(planner: Client, queue: Queue) -> None:
    sent = {"code": "C1", "name": "Upgrade", "queue": queue.pk, "first_day": "2026-12-01", "last_day": "2026-12-07", "targets": "1000"}
    assert planner.post(f"{CAMPAIGNS}new/", {**sent, "rate_percent": "2.5"}).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.call_back_rate, campaign.half_life_days) == (0.025, None)
    assert 'value="2.5"' in text_of(planner, f"{CAMPAIGNS}{campaign.pk}/change/")
    assert planner.post(f"{CAMPAIGNS}{campaign.pk}/change/", {**sent, "last_day": "2026-11-30"}).status_code == 422
    assert planner.post(f"{CAMPAIGNS}{campaign.pk}/change/", {**sent, "targets": "2000"}).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.targets, campaign.call_back_rate) == (2000, None)
    assert planner.post(f"{CAMPAIGNS}new/", sent).status_code == 422
    assert planner.post(f"{CAMPAIGNS}{campaign.pk}/remove/").status_code == 302
    assert not Campaign.objects.exists()


def test_campaigns_are_narrowed_by_state_and_days(manager: Client, queue: Queue) -> None:
    a_campaign("past", queue=queue, first_day=today() - timedelta(days=30))
    a_campaign("now", queue=queue, first_day=today() - timedelta(days=2))
    a_campaign("next", queue=queue, first_day=today() + timedelta(days=9))

    def shown(**data: Any) -> list[str]:
        text = text_of(manager, CAMPAIGNS, **data)
        return [code for code in ("past", "now", "next") if f">{code}<" in text]

    assert shown() == ["past", "now", "next"]
    assert [shown(state=state) for state in ("over", "running", "coming")] == [["past"], ["now"], ["next"]]
    assert shown(day_from=f"{today()}", day_to=f"{today()}") == ["now"]


def test_agents_are_narrowed_by_team_skill_and_absence(manager: Client, queue: Queue, province: Region) -> None:
    other = a_queue("chat", at=province)
    an_absence(an_agent("A1", at=province, skills=[queue], team="One"), today())
    an_agent("A2", at=province, skills=[other, queue], team="Two")
    an_agent("A3", at=province, skills=[other], team="Two", last_day=today() - timedelta(days=1))

    def shown(**data: Any) -> list[str]:
        text = text_of(manager, AGENTS, **data)
        return [code for code in ("A1", "A2", "A3") if f">{code}<" in text]

    assert shown() == ["A1", "A2", "A3"]
    assert shown(team="Two") == ["A2", "A3"]
    assert shown(skill="general") == ["A1", "A2"]
    assert shown(away="yes") == ["A1"]
    assert shown(there="no") == ["A3"]


def test_an_agents_page_shows_skills_contract_and_leave(manager: Client, queue: Queue, province: Region) -> None:
    agent = an_agent("A1", at=province, skills=[queue], name="Li Mei", prefers_off="6 7", team="One")
    an_absence(agent, date(2026, 12, 1), date(2026, 12, 5))
    text = text_of(manager, f"{AGENTS}{agent.pk}/")
    for part in ("Li Mei", "General hotline", "Saturday、Sunday", "2026-12-05"):
        assert part in text
    assert "No skill: cannot be rostered" in text_of(manager, f"{AGENTS}{an_agent('A2', at=province).pk}/")


def test_an_empty_list_of_agents_says_what_to_import(planner: Client, manager: Client) -> None:
    assert "/imports/upload/?kind=agents" in text_of(planner, AGENTS)
    assert "/imports/upload/" not in text_of(manager, AGENTS)


def test_a_planner_of_one_prefecture_sees_and_changes_only_its_queues(province: Region, queue: Queue) -> None:
    place = a_prefecture("Liuxi", under=province)
    own = a_queue("own", at=place)
    with_history(queue, days=28)
    client = a_client("planner", place)
    assert "General hotline" not in text_of(client, DEMAND, queue="general")
    assert client.get("/hotline/queues/general/change/").status_code == 404
    assert client.get("/hotline/queues/general/marks/new/").status_code == 404
    assert client.get(f"/hotline/queues/{own.code}/change/").status_code == 200


def test_a_manager_changes_nothing(manager: Client, queue: Queue) -> None:
    for url in ("/hotline/queues/new/", "/hotline/queues/general/change/", "/hotline/queues/general/marks/new/", f"{CAMPAIGNS}new/"):
        assert manager.get(url).status_code == 403
