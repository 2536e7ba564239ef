"""Reports by themselves, and who is told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest
from django.core import mail

from portalkit.access.models import Grant, User
from portalkit.audit.domain.actors import SYSTEM
from portalkit.files.models import StoredFile
from portalkit.jobs.domain.schedules import all_schedules
from portalkit.jobs.models import Job
from portalkit.notify.models import Message
from portalkit.notify.services import deliver_due
from reports.models import Plan, Report, ReportVersion, Subscription
from reports.selectors.plans import plan_of
from reports.services import plans, publishing, subscriptions
from tests.builders import a_user
from tests.complaints.builders import a_crm_row, imported
from tests.complaints.conftest import Province

from .builders import NOW, a_version

RunJobs = Callable[..., list[Job]]
MORNING = datetime(2024, 11, 1, 8, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def reader(october: Province) -> User:
    return a_user("manager", at=october.whole, email="zhou@example.org")


def subscribed(user: User, province: Province, *formats: str, **more: object) -> Subscription:
    fields = {"kind": "monthly", "region": province.whole, "language": "zh-hans", "formats": formats} | more
    return subscriptions.subscribe(user=user, **fields, by=user.actor, now=NOW)  # type: ignore[arg-type]


def publish(province: Province) -> ReportVersion:
    return publishing.publish(version_id=a_version(province.whole).pk, leaves_out=False, by=SYSTEM, now=NOW)


def test_the_schedule_has_a_slot_for_every_kind() -> None:
    when = {one.code: (one.at, one.weekday, one.monthday) for one in all_schedules() if one.code.startswith("reports.")}
    assert {code: (f"{at:%H:%M}", weekday, monthday) for code, (at, weekday, monthday) in when.items()} == {
        "reports.daily": ("07:30", None, None),
        "reports.weekly": ("07:40", 0, None),
        "reports.monthly": ("08:00", None, 1),
        "reports.monthly_again": ("08:00", None, 2),
        "reports.hotline": ("08:00", None, 3),
    }


def test_the_first_of_a_month_makes_the_reports_of_the_month_before_everywhere(october: Province, run_jobs: RunJobs) -> None:
    assert plans.start_round(kind="monthly", by=SYSTEM, now=MORNING).reports == 3
    run_jobs(now=MORNING)
    made = set(Report.objects.values_list("period", "region__code"))
    assert made == {("2024-10", "NJ"), ("2024-10", "NJ01"), ("2024-10", "NJ02")}
    plans.start_round(kind="monthly", by=SYSTEM, now=MORNING + timedelta(days=1))
    run_jobs(now=MORNING + timedelta(days=1))
    assert not ReportVersion.objects.filter(number=2).exists()


def test_a_round_for_a_period_without_data_is_no_failure(october: Province, run_jobs: RunJobs) -> None:
    plans.start_round(kind="monthly", by=SYSTEM, now=NOW)
    assert {(job.state, job.result.get("empty")) for job in run_jobs()} == {("done", True)}


def test_a_plan_narrows_the_round_or_stops_it(october: Province) -> None:
    fields = {"kind": "monthly", "language": "zh-hans", "publishes": False, "by": SYSTEM, "now": NOW}
    plans.set_plan(is_on=True, reach=Plan.Reach.PROVINCE, **fields)  # type: ignore[arg-type]
    assert plans.start_round(kind="monthly", by=SYSTEM, now=MORNING).reports == 1
    plans.set_plan(is_on=False, reach=Plan.Reach.PROVINCE, **fields)  # type: ignore[arg-type]
    assert plans.start_round(kind="monthly", by=SYSTEM, now=MORNING).reports == 0


def test_the_daily_report_goes_out_at_once_others_wait_for_somebody(province: Province, run_jobs: RunJobs) -> None:
    imported("crm_tickets", [a_crm_row(f"C{day}-{n}", at=f"2024-10-{day:02} 08:00:00") for day in range(1, 32) for n in range(3)])
    assert [plan_of(kind).publishes for kind in ("daily", "weekly", "monthly")] == [True, False, False]
    for kind in ("daily", "monthly"):
        fields = {"is_on": True, "reach": Plan.Reach.PROVINCE, "language": "zh-hans", "publishes": plan_of(kind).publishes}
        plans.set_plan(kind=kind, **fields, by=SYSTEM, now=NOW)
        plans.start_round(kind=kind, by=SYSTEM, now=MORNING)
    run_jobs(now=MORNING)
    states = set(ReportVersion.objects.filter(region=province.whole).values_list("report__kind", "state"))
    assert states == {("daily", "published"), ("monthly", "draft")}


def test_a_subscriber_gets_a_message_with_link_and_the_files_chosen(october: Province, reader: User) -> None:
    subscribed(reader, october, "pdf", "pptx")
    version = publish(october)
    deliver_due(now=NOW)
    (sent,) = mail.outbox
    assert sent.to == ["zhou@example.org"]
    assert sent.subject == "网络投诉月报 2024年10月（全省，第 1 版）"
    assert [attachment[0] for attachment in sent.attachments] == [f"网络投诉月报_2024-10_全省_v1.{name}" for name in ("pdf", "pptx")]
    assert sent.attachments[0][1].startswith(b"%PDF")
    page = Message.objects.get(channel="page", user=reader)
    assert page.url == f"/reports/{version.report_id}/v1/"


def test_a_subscriber_without_formats_gets_the_link_alone(october: Province, reader: User) -> None:
    subscribed(reader, october)
    publish(october)
    deliver_due(now=NOW)
    assert not mail.outbox[0].attachments


@pytest.mark.parametrize("loss", ["grant ended", "grant gone", "account closed"])
def test_whoever_lost_the_right_to_the_region_gets_nothing(october: Province, reader: User, loss: str) -> None:
    subscribed(reader, october, "pdf")
    if loss == "grant ended":
        Grant.objects.filter(user=reader).update(valid_to=date(2026, 11, 23))
    elif loss == "grant gone":
        Grant.objects.filter(user=reader).update(region=october.yunzhou)
    else:
        User.objects.filter(pk=reader.pk).update(is_active=False)
    publish(october)
    assert not Message.objects.exists()


def test_other_kinds_regions_and_languages_are_not_sent(october: Province, reader: User) -> None:
    subscribed(reader, october, kind="weekly")
    subscribed(reader, october, region=october.yunzhou)
    subscribed(reader, october, language="en")
    publish(october)
    assert not Message.objects.exists()


def test_files_too_large_for_a_mail_stay_in_the_portal(october: Province, reader: User) -> None:
    subscribed(reader, october, "pdf")
    version = a_version(october.whole)
    prepared = publishing.prepare(version_id=version.pk, by=SYSTEM, now=NOW)
    large = {name: content + b" " * (9 * 1024 * 1024 if name == "pdf" else 0) for name, content in prepared.files.items()}
    publishing.finish(
        publishing.Prepared(prepared.version_id, prepared.document, large, prepared.approved, NOW), leaves_out=False, by=SYSTEM, now=NOW
    )
    message = Message.objects.get(channel="email")
    assert "文件过大" in message.body
    assert not message.attachments.exists()


def test_nobody_subscribes_to_a_region_out_of_reach(october: Province) -> None:
    stranger = a_user("manager", at=october.liuxi)
    with pytest.raises(subscriptions.RegionOutOfReach):
        subscribed(stranger, october)


def test_subscribing_again_changes_the_formats(october: Province, reader: User) -> None:
    subscribed(reader, october, "pdf")
    assert subscribed(reader, october, "xlsx").formats == ("xlsx",)
    assert Subscription.objects.count() == 1


def test_the_files_of_a_report_are_needed_and_never_collected(october: Province) -> None:
    from portalkit.files.selectors import unreferenced

    publish(october)
    assert set(unreferenced(stored_before=NOW + timedelta(days=9))).isdisjoint(
        StoredFile.objects.filter(pk__in=ReportVersion.objects.get().files.values("stored"))
    )
