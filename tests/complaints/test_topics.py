"""Special topics from saving to snapshots: what belongs to one, what is kept, who may see it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from complaints.filters.tickets import TICKET_FILTERS
from complaints.models import Ticket, Topic, TopicResult
from complaints.permissions import ComplaintsPermission
from complaints.selectors import tickets
from complaints.selectors.topics import TopicNotComputed, topic_page, topic_summary, topic_tickets, visible_topics
from complaints.services import topics as services
from complaints.services.topics import NothingToCompute, TopicValues, computing
from complaints.services.versions import bump
from portalkit.access.selectors import Access, access_of_user
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.jobs.models import Job, JobState
from portalkit.periods.domain.calendar import Month, Span
from portalkit.regions.models import Region
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, NOW, TODAY, Row, a_count_row, an_eoms_row, imported
from tests.complaints.conftest import Province

Jobs = Callable[..., Any]
FIRST, LAST = date(2026, 9, 1), date(2026, 10, 31)
WEAK, SLOW, CALL = "用户反映营业厅WLAN热点连接慢，认证页面打不开", "用户反映晚高峰上网很慢", "用户反映经常掉话"


def a_row(number: int, said: str, *, day: date, category: str = "手机上网", **more: str) -> Row:
    return an_eoms_row(f"E{day:%m%d}-{number}", at=f"{day} 09:00:00", category=category, 投诉内容=said, **more)


def rows_of_two_months() -> list[Row]:
    """Every day one complaint of each kind; WLAN ones lie in one cell of Hill and end with September but for every fourth day."""
    found = []
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        if day < date(2026, 10, 1) or offset % 4 == 0:
            found.append(a_row(1, WEAK, day=day, category="WLAN", 申告区县="Hill", 小区="营业厅-1", 故障地点="Hill中心营业厅"))
        found.append(a_row(2, SLOW, day=day, region="Liuxi", 小区="车站-2"))
        found.append(a_row(3, CALL, day=day, category="话音", 申告区县="Hill", 小区="营业厅-1" if offset % 10 == 0 else "村-3"))
    return found


@pytest.fixture
def months(province: Province) -> Province:
    imported("eoms_tickets", rows_of_two_months())
    Job.objects.all().delete()
    return province


def a_topic(region: Region, *, run: Jobs | None = None, **values: Any) -> Topic:
    defaults: dict[str, Any] = {"name": "WLAN", "first_day": FIRST, "is_shared": True, "any_terms": "WLAN，热点"}
    topic = services.create_topic(values=TopicValues(region=region, **(defaults | values)), owner=None, by=SYSTEM, now=NOW)
    if run:
        run()
    return topic


def behind(parameters: dict[str, Any]) -> int:
    """How many tickets the ticket list shows for these parameters."""
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        query.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    bound = TICKET_FILTERS.bind(query, access=EVERYWHERE, permission=ComplaintsPermission.VIEW)
    assert not bound.errors
    return bound.apply(tickets(EVERYWHERE)).count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"any_terms": "", "all_terms": "WLAN,打不开"},
        {"any_terms": "上网, 掉话", "none_terms": "晚高峰"},
        {"any_terms": "", "filters": {"class": ["internet", "voice"], "type": ["wlan", "coverage"]}},
        {"any_terms": "", "places": "营业厅"},
        {"any_terms": "", "cells": "营业厅-1, 车站-2"},
        {"any_terms": "掉话", "last_day": date(2026, 9, 10)},
    ],
)
def test_a_topic_and_the_list_of_its_tickets_hold_the_same(months: Province, values: dict[str, Any]) -> None:
    topic = a_topic(months.whole, **values)
    mine = topic_tickets(topic, days=Span(topic.first_day, topic.last_day or LAST))
    assert 0 < mine.count() < Ticket.objects.count()
    assert behind(topic.parameters(last=LAST)) == mine.count()


@pytest.mark.django_db
def test_a_snapshot_holds_course_places_cells_and_phrases(months: Province, run_jobs: Jobs) -> None:
    imported("subscribers", [a_count_row(month, "Yunzhou", 20_000) for month in ("2026-09", "2026-10")])
    topic = a_topic(months.whole, run=run_jobs)
    found = topic_summary(EVERYWHERE, topic=topic)
    assert (found.tickets, found.background) == (38, 160)
    assert sum(point.tickets for point in found.points) == 38
    spots = {place.region.code: (place.spot.observed, place.spot.background) for place in found.places}
    assert spots == {"NJ01": (38, 99), "NJ02": (0, 61)}
    rates = {place.region.code: place.rate for place in found.places}
    assert (rates["NJ01"], rates["NJ02"]) == (19.0, None)
    assert [(cell.cell, cell.spot.observed, cell.spot.background) for cell in found.cells] == [("营业厅-1", 38, 45)]
    assert found.cells[0].spot.is_over_represented
    assert found.cells_known == 3
    assert "认证页面打不开" in {phrase.text for phrase in found.phrases}
    assert all(phrase.share > phrase.elsewhere for phrase in found.phrases)
    assert not found.is_sampled


@pytest.mark.django_db
def test_the_numbers_beside_phrases_are_those_of_the_ticket_list(months: Province, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    for phrase in topic_summary(EVERYWHERE, topic=topic).phrases:
        assert behind(topic.parameters(last=LAST) | {"all": phrase.text}) == phrase.tickets


@pytest.mark.django_db
def test_phrases_hold_neither_names_nor_numbers(province: Province, run_jobs: Jobs) -> None:
    said = "客户诸葛孔明反映热点慢，联系电话13812345678，张先生补充热点慢"
    imported("eoms_tickets", [a_row(number, said, day=FIRST, 客户姓名="诸葛孔明") for number in range(6)])
    imported("eoms_tickets", [a_row(number + 10, CALL, day=FIRST) for number in range(20)])
    topic = a_topic(province.whole, any_terms="热点", run=run_jobs)
    texts = {phrase.text for phrase in topic_summary(EVERYWHERE, topic=topic).phrases}
    assert texts
    assert not [one for one in texts if any(part in one for part in ("诸葛", "孔明", "张", "138", "5678"))]


@pytest.mark.django_db
def test_a_large_topic_is_read_in_part_and_says_so(months: Province, run_jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "MOST_TEXTS", 20)
    found = topic_summary(EVERYWHERE, topic=a_topic(months.whole, run=run_jobs))
    assert found.is_sampled
    assert 0 < found.texts_read <= 20
    assert found.tickets == 38


@pytest.mark.django_db
def test_before_and_after_a_measure_are_compared_with_the_rest(months: Province, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, any_terms="", filters={"class": ["internet"]})
    services.add_measure(topic=topic, region=months.hill, day=date(2026, 9, 30), text="扩容", by=SYSTEM, now=NOW)
    run_jobs()
    topic.refresh_from_db()
    [one] = topic_summary(EVERYWHERE, topic=topic).effects
    assert one.effect is not None
    assert (one.effect.days, one.effect.here.before, one.effect.rest.before, one.effect.rest.after) == (28, 28, 28, 28)
    assert one.effect.here.after == 7
    assert one.effect.verdict == "fell"


@pytest.mark.django_db
def test_a_change_of_meaning_hides_the_old_snapshot_until_the_new_one(months: Province, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    values = TopicValues(name="Slow", region=months.whole, first_day=FIRST, is_shared=True, any_terms="上网很慢")
    services.change_topic(topic=topic, values=values, by=SYSTEM, now=NOW)
    with pytest.raises(TopicNotComputed):
        topic_summary(EVERYWHERE, topic=topic)
    run_jobs()
    assert topic_summary(EVERYWHERE, topic=topic).tickets == 61


@pytest.mark.django_db
def test_a_new_name_needs_no_new_snapshot(months: Province, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    values = TopicValues(name="Another", region=months.whole, first_day=FIRST, is_shared=True, any_terms="WLAN, 热点")
    services.change_topic(topic=topic, values=values, by=SYSTEM, now=NOW)
    assert topic_summary(EVERYWHERE, topic=topic).topic.name == "Another"
    assert run_jobs() == []


@pytest.mark.django_db
def test_snapshots_are_kept_by_data_version_and_a_page_tells_when_data_are_newer(months: Province, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    assert not topic_page(EVERYWHERE, pk=topic.pk).is_stale
    bump()
    assert topic_page(EVERYWHERE, pk=topic.pk).is_stale
    services.start_topic(topic=topic, by=SYSTEM, now=NOW)
    run_jobs()
    page = topic_page(EVERYWHERE, pk=topic.pk)
    assert len(page.snapshots) == 2
    old = topic_page(EVERYWHERE, pk=topic.pk, snapshot=page.snapshots[1].pk)
    assert (old.is_newest, old.summary.result if old.summary else None) == (False, page.snapshots[1])


@pytest.mark.django_db
def test_doing_the_job_twice_keeps_one_snapshot_and_many_versions_keep_twelve(months: Province) -> None:
    topic = a_topic(months.whole)
    services.compute_now(topic=topic, now=NOW)
    services.compute_now(topic=topic, now=NOW)
    assert TopicResult.objects.count() == 1
    for _ in range(14):
        bump()
        services.compute_now(topic=topic, now=NOW)
    assert TopicResult.objects.count() == 12


@pytest.mark.django_db
def test_a_report_s_month_is_a_snapshot_of_its_own(months: Province) -> None:
    topic = a_topic(months.whole)
    services.compute_now(topic=topic, now=NOW, period=Month(2026, 10))
    assert topic_summary(EVERYWHERE, topic=topic, period=Month(2026, 10)).tickets == 8
    with pytest.raises(TopicNotComputed):
        topic_summary(EVERYWHERE, topic=topic, period=Month(2026, 9))


@pytest.mark.django_db
def test_a_topic_whose_days_have_no_data_fails_with_its_reason(months: Province, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, first_day=date(2027, 1, 1))
    [job] = run_jobs()
    assert (job.state, bool(job.error)) == (JobState.FAILED, True)
    assert topic_page(EVERYWHERE, pk=topic.pk).job == job
    with pytest.raises(NothingToCompute):
        services.compute_now(topic=topic, now=NOW)


@pytest.mark.django_db
def test_a_private_topic_is_its_owner_s_and_a_foreign_region_s_is_nobody_s(months: Province) -> None:
    mine, other = (a_user("noc_staff", at=months.whole) for _ in range(2))
    local = a_user("noc_staff", at=months.liuxi)
    private = TopicValues(name="Mine", region=months.whole, first_day=FIRST)
    services.create_topic(values=private, owner=mine, by=SYSTEM, now=NOW)
    a_topic(months.liuxi, name="Liuxi")
    a_topic(months.whole, name="Whole")

    def seen(access: Access) -> set[str]:
        return set(visible_topics(access).values_list("name", flat=True))

    assert seen(access_of_user(mine, on=TODAY)) == {"Mine", "Liuxi", "Whole"}
    assert seen(access_of_user(other, on=TODAY)) == {"Liuxi", "Whole"}
    assert seen(access_of_user(local, on=TODAY)) == {"Liuxi"}


@pytest.mark.django_db
def test_every_write_stands_in_the_audit_trail(months: Province) -> None:
    topic = a_topic(months.whole)
    measure = services.add_measure(topic=topic, region=months.hill, day=FIRST, text="扩容", by=SYSTEM, now=NOW)
    services.remove_measure(measure=measure, by=SYSTEM, now=NOW)
    services.remove_topic(topic=topic, by=SYSTEM, now=NOW)
    assert list(AuditEvent.objects.filter(action__startswith="complaints.").order_by("pk").values_list("action", flat=True)) == [
        "complaints.save_topic",
        "complaints.add_measure",
        "complaints.remove_measure",
        "complaints.remove_topic",
    ]


@pytest.mark.django_db
def test_the_night_works_out_what_is_older_than_the_data(months: Province, run_jobs: Jobs) -> None:
    fresh, stale = a_topic(months.whole, run=run_jobs), a_topic(months.whole, name="Old", run=run_jobs)
    bump()
    services.compute_now(topic=fresh, now=NOW)
    from portalkit.jobs.services import enqueue

    enqueue(kind="complaints.refresh_topics", key="test", title="", params={}, by=SYSTEM)
    ran = [job.params.get("topic") for job in run_jobs()]
    assert ran == [None, stale.pk]
