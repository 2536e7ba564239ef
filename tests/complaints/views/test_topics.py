"""The pages of special topics: states, numbers with their tickets, forms, who may do what."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from complaints.models import Topic, TopicMeasure
from complaints.services import topics as services
from complaints.services.versions import bump
from portalkit.jobs.models import Job, JobState
from tests.builders import a_user
from tests.complaints.builders import NOW, imported
from tests.complaints.conftest import Province
from tests.complaints.test_topics import FIRST, a_topic, rows_of_two_months

from .builders import a_client, behind

pytestmark = pytest.mark.django_db
LIST = "/complaints/topics/"
Jobs = Callable[..., Any]


@pytest.fixture
def months(province: Province) -> Province:
    imported("eoms_tickets", rows_of_two_months())
    Job.objects.all().delete()
    return province


def page(client: Client, topic: Topic, **data: str) -> str:
    response = client.get(f"{LIST}{topic.pk}/", data)
    assert response.status_code == 200
    return response.content.decode()


def sent(**changes: Any) -> dict[str, Any]:
    return {"name": "Slow", "first_day": "2026-09-01", "any_terms": "上网很慢", "type": ["mobile_internet"], **changes}


def test_an_empty_list_says_what_a_topic_is(province: Province, monitor: Client) -> None:
    text = monitor.get(LIST).content.decode()
    assert "a subject looked at in depth" in text
    assert "New special topic" in text


def test_a_saved_topic_is_worked_out_and_listed(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    answer = monitor.post(f"{LIST}new/", sent(region=months.whole.pk))
    topic = Topic.objects.get()
    assert answer["Location"] == f"{LIST}{topic.pk}/"
    assert (topic.filters, topic.is_shared) == ({"type": ["mobile_internet"]}, False)
    assert "in line to be worked out" in page(monitor, topic)
    run_jobs()
    assert monitor.get(answer["Location"]).context["found"].tickets == 61
    assert "Slow" in monitor.get(LIST).content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"last_day": "2026-08-01"}, {"region": "999999"}, {"type": ["nonsense"]}])
def test_a_form_with_nonsense_comes_back(months: Province, monitor: Client, wrong: dict[str, Any]) -> None:
    answer = monitor.post(f"{LIST}new/", {**sent(region=months.whole.pk), **wrong})
    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_every_number_of_a_topic_leads_to_as_many_tickets(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, filters={"class": ["internet", "voice"]}, run=run_jobs)
    context = monitor.get(f"{LIST}{topic.pk}/").context
    volume, _share, where = context["charts"]
    told = [(context["stats"][0].url, 38), (context["tickets_url"], 38)]
    told += list(zip(volume.row_links, (row[1] for row in volume.rows), strict=True))
    told += list(zip(where.row_links, (row[1] for row in where.rows), strict=True))
    told += [(row.url, row.phrase.tickets) for row in context["phrases"]]
    told += [(url, place.spot.observed) for place, url in (*context["places"], *context["counties"])]
    told += [(url, cell.spot.observed) for cell, url in context["cells"]]
    assert [(url, behind(url)) for url, _count in told] == told
    assert len(told) > 10


def test_a_phrase_narrows_the_topic_into_a_new_one(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    row = next(row for row in monitor.get(f"{LIST}{topic.pk}/").context["phrases"] if row.phrase.text == "认证页面打不开")
    form = monitor.get(row.narrow_url).context["form"]
    assert (form["all_terms"].value(), form["any_terms"].value(), form["name"].value()) == (
        "认证页面打不开",
        "WLAN, 热点",
        "WLAN · 认证页面打不开",
    )


def test_a_topic_that_nothing_fits_says_so(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    assert "No ticket is about this topic" in page(monitor, a_topic(months.whole, any_terms="卫星", run=run_jobs))


def test_before_the_first_snapshot_the_page_offers_to_work_it_out(months: Province, monitor: Client) -> None:
    topic = a_topic(months.whole)
    Job.objects.all().delete()
    assert "Not worked out yet" in page(monitor, topic)
    monitor.post(f"{LIST}{topic.pk}/compute/")
    assert Job.objects.get().kind == "complaints.topic"


def test_a_failed_and_a_cancelled_job_are_told_and_can_be_repeated(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, first_day=date(2027, 1, 1))
    run_jobs()
    text = page(monitor, topic)
    assert all(said in text for said in ("The topic could not be worked out", Job.objects.get().error, "Try again"))
    Job.objects.update(state=JobState.CANCELLED, error="")
    assert "Working it out was cancelled" in page(monitor, topic)


def test_newer_data_are_told_beside_the_old_snapshot(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    assert "There are newer data" not in page(monitor, topic)
    bump()
    text = page(monitor, topic)
    assert "There are newer data" in text
    assert "Key phrases" in text


def test_progress_is_polled_until_the_page_loads_anew(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole)
    address = f"{LIST}{topic.pk}/progress/"
    assert "in line to be worked out" in monitor.get(address).content.decode()
    run_jobs()
    ended = monitor.get(address)
    assert (ended.status_code, ended["HX-Refresh"]) == (204, "true")


def test_an_earlier_snapshot_can_be_looked_at(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    first = topic.results.get()
    bump()
    services.compute_now(topic=topic, now=NOW)
    assert "to the newest" in page(monitor, topic, snapshot=str(first.pk))
    assert "to the newest" not in page(monitor, topic)


def test_measures_are_noted_and_removed(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    values = {"day": "2026-09-30", "text": "扩容一载波", "region": months.hill.pk, "expected": "下降三成"}
    assert monitor.post(f"{LIST}{topic.pk}/measures/new/", values).status_code == 302
    run_jobs()
    text = page(monitor, topic)
    assert all(said in text for said in ("扩容一载波", "下降三成", "Before and after the measures"))
    measure = TopicMeasure.objects.get()
    monitor.post(f"{LIST}measures/{measure.pk}/remove/")
    assert not TopicMeasure.objects.exists()


def test_a_measure_of_tomorrow_is_refused(months: Province, monitor: Client) -> None:
    topic = a_topic(months.whole)
    answer = monitor.post(f"{LIST}{topic.pk}/measures/new/", {"day": "2199-01-01", "text": "x", "region": months.hill.pk})
    assert answer.status_code == 422


def test_who_may_not_analyse_reads_but_changes_nothing(months: Province, manager: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    text = page(manager, topic)
    assert "Note a measure" not in text
    for name in ("change", "remove", "compute", "measures/new"):
        assert manager.post(f"{LIST}{topic.pk}/{name}/").status_code == 403


def test_a_colleague_s_private_topic_does_not_exist(months: Province, monitor: Client) -> None:
    values = services.TopicValues(name="Mine", region=months.whole, first_day=FIRST)
    owner = a_user("noc_staff", at=months.whole)
    topic = services.create_topic(values=values, owner=owner, by=owner.actor_at(""), now=NOW)
    assert a_client(owner).get(f"{LIST}{topic.pk}/").status_code == 200
    for name in ("", "change/", "progress/"):
        assert monitor.get(f"{LIST}{topic.pk}/{name}").status_code == 404
    assert monitor.post(f"{LIST}{topic.pk}/remove/").status_code == 404


def test_cells_and_phrases_download(months: Province, monitor: Client, run_jobs: Jobs) -> None:
    topic = a_topic(months.whole, run=run_jobs)
    for chart in ("cells", "phrases", "volume", "where"):
        answer = monitor.get(f"{LIST}{topic.pk}/", {"chart": chart, "format": "csv"})
        assert answer["Content-Type"].startswith("text/csv")
