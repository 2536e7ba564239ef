"""The reverse page: its states, and the tickets behind each part of the flow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portalkit.jobs.models import Job
from tests.complaints.builders import a_crm_row, imported
from tests.complaints.conftest import Province
from tests.complaints.test_reverse import an_answered_row

pytestmark = pytest.mark.django_db
PAGE, LIST, MONTH = "/complaints/reverse/", "/complaints/reverse/tickets/", {"month": "2026-10"}
Jobs = Callable[..., Any]


def import_some() -> None:
    imported(
        "eoms_tickets",
        [
            an_answered_row("E1"),
            an_answered_row("E2", 用户是否满意="否", 回单时间="2026-10-09 09:00:00", cause="割接"),
            an_answered_row("E3", region="Liuxi", 回单时间="2026-10-09 09:00:00", cause="弱覆盖", 是否升级投诉="是"),
            an_answered_row("E4", cause="用户原因", 预处理情况=""),
        ],
    )


def test_before_the_job_has_run_the_page_says_so_and_can_start_it(province: Province, monitor: Client) -> None:
    imported("crm_tickets", [a_crm_row("C1")])
    Job.objects.all().delete()
    assert "Not worked out yet" in monitor.get(PAGE, MONTH).content.decode()
    assert monitor.post("/complaints/reverse/start/").status_code == 302
    assert Job.objects.get().kind == "complaints.reverse"


def test_who_may_not_analyse_starts_nothing(province: Province, manager: Client) -> None:
    assert manager.post("/complaints/reverse/start/").status_code == 403


def test_a_period_without_such_tickets_says_so(province: Province, monitor: Client, run_jobs: Jobs) -> None:
    import_some()
    run_jobs()
    assert "Nothing to start from" in monitor.get(PAGE, {"month": "2026-08"}).content.decode()


@pytest.mark.parametrize("ends", ["reason", "side"])
def test_every_link_of_the_flow_leads_to_as_many_tickets_as_it_says(province: Province, monitor: Client, run_jobs: Jobs, ends: str) -> None:
    import_some()
    run_jobs()
    [chart] = monitor.get(PAGE, {**MONTH, "ends": ends}).context["charts"]
    led = {url: monitor.get(url).context["table"].page.total for url in chart.row_links}
    assert led == {url: row[2] for url, row in zip(chart.row_links, chart.rows, strict=True)}
    assert len(led) >= 6


def test_tiles_steps_and_reasons_lead_to_their_tickets(province: Province, monitor: Client, run_jobs: Jobs) -> None:
    import_some()
    run_jobs()
    page = monitor.get(PAGE, MONTH).context
    told = [(one.tickets, url) for one, url in page["steps"]] + [(one.tickets, url) for one, _step, url in page["reasons"]]
    assert [(monitor.get(url).context["table"].page.total, url) for _count, url in told] == told
    assert [monitor.get(stat.url).context["table"].page.total for stat in page["stats"]] == [int(stat.value) for stat in page["stats"]]


def test_the_list_names_ticket_step_and_what_else_was_found(province: Province, monitor: Client, run_jobs: Jobs) -> None:
    imported("eoms_tickets", [an_answered_row("E9", 用户是否满意="否", 回单时间="2026-10-09 09:00:00", 是否联系用户="否")])
    run_jobs()
    page = monitor.get(LIST, {"department": "=网络部"}).content.decode()
    assert all(said in page for said in ("E9", "Dissatisfied", "Handling limit missed", "Customer not contacted, no reason given"))


def test_the_flow_needs_the_full_drawing_library(province: Province, monitor: Client, run_jobs: Jobs) -> None:
    import_some()
    run_jobs()
    assert "plotly/plotly.min.js" in monitor.get(PAGE, MONTH).content.decode()
