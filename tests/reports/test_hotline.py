"""The hotline's monthly report: the figures of /hotline/evaluation/, for whoever may see the hotline."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import override_settings
from django.urls import reverse

from portalkit.access.models import User
from portalkit.access.selectors import access_of_user, roles
from portalkit.audit.domain.actors import SYSTEM
from portalkit.jobs.models import Job
from portalkit.notify.models import Message
from portalkit.regions.models import Region
from reports.domain.document import Document, Exhibit, Stats
from reports.models import ReportVersion
from reports.selectors.documents import build_document
from reports.services import plans, publishing, subscriptions
from scheduling.selectors.evaluation import evaluate
from tests.builders import a_province, a_user
from tests.complaints.views.builders import a_client

from .builders import NOW, a_version
from .hotline import DECEMBER, a_december

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
RunJobs = Callable[..., list[Job]]


@pytest.fixture
def region() -> Region:
    return a_province()


@pytest.fixture
def version(region: Region) -> ReportVersion:
    a_december(region)
    return a_version(region, kind="hotline", period=DECEMBER)


@pytest.fixture
def without_hotline(region: Region) -> Iterator[User]:
    """A manager who may see reports, and no hotline."""
    with override_settings(NOC_ROLES="tests.reports.hotline.WITHOUT_HOTLINE"):
        roles.cache_clear()
        yield a_user("manager", at=region)
    roles.cache_clear()


def built(region: Region, *, language: str = "en") -> Document:
    return build_document(kind="hotline", period=DECEMBER, region=region, language=language, today=TODAY)


def exhibit(document: Document, section: str, key: str) -> Exhibit:
    found = document.section(section)
    assert found is not None
    return next(one for one in found.exhibits if one.key == key)


def test_without_a_published_roster_there_is_no_report_and_it_says_so(region: Region) -> None:
    document = built(region)
    assert document.is_empty
    assert "No roster is published" in document.notice
    assert "没有已发布的班表" in built(region, language="zh-hans").notice


def test_its_figures_are_those_of_the_evaluation(region: Region) -> None:
    planner = a_december(region)
    found = evaluate(access_of_user(planner, on=TODAY), region=region, month=DECEMBER)
    document = built(region)
    stats = {item.key: item.value for block in document.sections[0].blocks if isinstance(block, Stats) for item in block.items}
    total = found.total
    assert stats["shape"] == total.shape.overlap is not None
    assert stats["staffing"] == total.cover.staffing_fit
    assert stats["service_level"] == total.service_level
    assert (stats["wape"], stats["bias"]) == (total.error.wape, total.error.bias)
    assert stats["pool"] == found.pool_hours == 1.5
    days = exhibit(document, "hotline-days", "fit-by-day")
    assert days.numbers("shape") == tuple(one.figures.shape.overlap for one in found.days)
    assert days.numbers("offered") == tuple(one.figures.offered for one in found.days)
    halves = exhibit(document, "hotline-intervals", "fit-by-interval")
    assert halves.numbers("heads") == tuple(one.heads for one in found.intervals)
    assert sum(value or 0 for value in halves.numbers("under")) == pytest.approx(total.cover.under_hours)
    queues = exhibit(document, "hotline-forecasts", "errors-by-queue")
    assert queues.numbers("by_day") == tuple(one.by_day.wape for one in found.queues)
    assert queues.rows[-1].is_total
    teams = exhibit(document, "hotline-people", "teams")
    assert teams.numbers("hours") == tuple(one.hours for one in found.teams)


def test_a_month_whose_calls_have_not_all_come_is_marked(region: Region) -> None:
    a_december(region, days=range(1, 20))
    document = built(region)
    assert (document.is_partial, document.data_date) == (True, "2026-12-19")
    assert "2026-12-19" in document.notice


def test_what_is_missing_is_said_above_the_figures(region: Region) -> None:
    a_december(region, days=range(0))
    texts = str(built(region).sections[0])
    assert "No calls of this month have been imported." in texts
    assert "—" in built(region).sections[0].finding


def test_it_is_made_on_the_third_for_hotlines_with_a_roster_and_a_manager_downloads_it(region: Region, run_jobs: RunJobs) -> None:
    a_december(region)
    morning = NOW.replace(year=2027, month=1, day=3)
    assert plans.start_round(kind="hotline", by=SYSTEM, now=morning).reports >= 1
    run_jobs(now=morning)
    version = ReportVersion.objects.get()
    manager = a_client(a_user("manager", at=region), language="zh-hans")
    for name in ("pdf", "xlsx"):
        answer = manager.get(reverse("reports:download", args=[version.report_id, 1, name]))
        assert answer.status_code == 200
        assert answer.getvalue()  # type: ignore[attr-defined]
        assert "%E7%83%AD%E7%BA%BF" in answer.headers["Content-Disposition"]
    assert "热线拟合度月报" in manager.get(reverse("reports:list")).content.decode()


def test_it_is_generated_by_whoever_may_generate_and_see_the_hotline(region: Region, run_jobs: RunJobs) -> None:
    a_december(region)
    supervisor = a_client(a_user("supervisor", at=region))
    form = {"kind": "hotline", "period": "2026-12", "region": region.pk, "language": "en"}
    assert supervisor.post(reverse("reports:generate"), form).status_code == 302
    run_jobs()
    assert ReportVersion.objects.get().report.kind == "hotline"


def test_without_the_hotlines_permission_it_is_neither_listed_nor_opened_nor_made(
    version: ReportVersion, without_hotline: User, region: Region
) -> None:
    client = a_client(without_hotline)
    report = version.report_id
    assert "Hotline monthly report ·" not in client.get(reverse("reports:list")).content.decode()
    for name, arguments in (("report", [report]), ("version", [report, 1]), ("download", [report, 1, "pdf"]), ("compare", [report])):
        assert client.get(reverse(f"reports:{name}", args=arguments)).status_code == 404
    form = {"kind": "hotline", "period": "2026-12", "region": region.pk, "language": "en"}
    assert client.post(reverse("reports:generate"), form).status_code == 422
    with pytest.raises(subscriptions.RegionOutOfReach):
        subscriptions.subscribe(user=without_hotline, kind="hotline", region=region, language="en", formats=["pdf"], by=SYSTEM, now=NOW)


def test_a_subscriber_who_may_no_longer_see_the_hotline_gets_nothing(version: ReportVersion, region: Region) -> None:
    reader = a_user("manager", at=region, email="zhou@example.org")
    subscriptions.subscribe(user=reader, kind="hotline", region=region, language="zh-hans", formats=["pdf"], by=SYSTEM, now=NOW)
    with override_settings(NOC_ROLES="tests.reports.hotline.WITHOUT_HOTLINE"):
        roles.cache_clear()
        publishing.publish(version_id=version.pk, leaves_out=False, by=SYSTEM, now=NOW)
    roles.cache_clear()
    assert not Message.objects.exists()
