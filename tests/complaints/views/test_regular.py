"""The regular page: its states, its steps, and the tickets behind every number."""

import csv
import io

import pytest
from django.test import Client

from tests.complaints.conftest import Province

from .builders import MONTH, TICKETS, behind

pytestmark = pytest.mark.django_db
PAGE = "/complaints/regular/"
PERIODS = (MONTH, "2024-W44", "2024-10-31")


def test_without_data_the_page_says_what_to_do(province: Province, steward: Client) -> None:
    page = steward.get(PAGE).content.decode()
    assert "No complaints have been imported yet" in page


def test_without_a_period_the_newest_month_with_data_is_shown(october: Province, monitor: Client) -> None:
    assert str(monitor.get(PAGE).context["found"].period) == MONTH


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_of_every_table_leads_to_as_many_tickets(october: Province, monitor: Client, period: str) -> None:
    tables = monitor.get(PAGE, {"month": period}).context["tables"]
    told = [
        (url, count)
        for table in tables.values()
        for row in table["rows"]
        for url, count in ((row.url, row.line.complaints), (row.before_url, row.line.before), (row.last_year_url, row.line.last_year))
        if url and count is not None
    ]
    assert len(told) > 8
    assert [(url, behind(url)) for url, _count in told] == told


@pytest.mark.parametrize("period", PERIODS)
def test_the_tiles_lead_to_the_complaints_and_to_what_is_open(october: Province, monitor: Client, period: str) -> None:
    context = monitor.get(PAGE, {"month": period}).context
    stats = {stat.label: stat for stat in context["stats"]}
    assert behind(stats["Complaints"].url) == context["found"].total.complaints
    assert behind(stats["Open at the end"].url) == context["found"].open_at_end > 0


def test_bars_and_rank_lead_on(october: Province, monitor: Client) -> None:
    course, ranking = monitor.get(PAGE, {"month": MONTH}).context["charts"]
    last = course.row_links[-1]
    assert monitor.get(last).context["found"].total.complaints == course.rows[-1][1] == 10
    assert all(link.startswith(TICKETS) for link in ranking.row_links if link)


def test_tabs_step_between_the_kinds_of_period(october: Province, monitor: Client) -> None:
    frame = monitor.get(PAGE, {"month": MONTH}).context["frame"]
    led = [str(monitor.get(url).context["found"].period) for _name, url, _current in frame.tabs]
    assert led == ["2024-10-31", "2024-W44", "2024-10"]
    assert str(monitor.get(frame.previous_url).context["found"].period) == "2024-09"


def test_a_period_without_data_says_that_it_is_unknown(october: Province, monitor: Client) -> None:
    page = monitor.get(PAGE, {"month": "2024-W20"}).content.decode()
    assert "There are no data for this period" in page


def test_nonsense_in_the_url_is_passed_over(october: Province, monitor: Client) -> None:
    assert str(monitor.get(PAGE, {"month": "2024-Q4", "region": "XX"}).context["found"].period) == MONTH


def test_a_table_downloads_with_what_it_shows(october: Province, monitor: Client) -> None:
    answer = monitor.get(PAGE, {"month": MONTH, "chart": "by-class", "format": "csv"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Class", "Complaints", "Share", "Period before"]
    assert sum(int(row[1]) for row in rows[1:]) == 10
