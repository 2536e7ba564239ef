"""Versions: numbered, kept with their files, commented, published once and for good."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from complaints.services import enter_published_rate
from portalkit.access.models import User
from portalkit.access.selectors import system_access
from portalkit.approvals.services import NoReason, NotNow, OwnWork
from portalkit.audit.domain.actors import SYSTEM
from portalkit.audit.models import AuditEvent
from portalkit.files.services import open_file
from portalkit.jobs.models import Job
from portalkit.periods.domain.calendar import Month
from reports.domain.comparison import Change
from reports.domain.encoding import from_json
from reports.models import Commentary, Report, ReportFile, ReportVersion
from reports.permissions import ReportsPermission
from reports.selectors.reports import compare_page
from reports.services import commentary as comments
from reports.services import generating, publishing
from tests.builders import a_user
from tests.complaints.conftest import Province

from .builders import NOW, OCTOBER, a_version
from .reading import pdf_lines

RunJobs = Callable[..., list[Job]]
EVERYWHERE = system_access(SYSTEM, list(ReportsPermission))


@pytest.fixture
def author(october: Province) -> User:
    return a_user("noc_staff", at=october.whole, full_name="陈晓雯")


@pytest.fixture
def checker(october: Province) -> User:
    return a_user("supervisor", at=october.whole, full_name="赵国强")


def change_figures(province: Province, value: str = "2.60") -> None:
    enter_published_rate(month=OCTOBER, region=province.whole, value=Decimal(value), by=SYSTEM, now=NOW)


def said(version: ReportVersion, author: User, *, section: str = "summary", text: str = "环比上升") -> Commentary:
    return comments.write(version=version, section=section, text=text, user=author, by=author.actor, now=NOW)


def approved(version: ReportVersion, author: User, checker: User, **more: str) -> Commentary:
    words = comments.submit(commentary=said(version, author, **more), by=author.actor, now=NOW)
    return comments.approve(commentary=words, user=checker, by=checker.actor, now=NOW)


def published(version: ReportVersion, by: User, *, leaves_out: bool = False) -> ReportVersion:
    return publishing.publish(version_id=version.pk, leaves_out=leaves_out, by=by.actor, now=NOW)


def test_a_version_keeps_the_whole_document_and_three_files(version: ReportVersion) -> None:
    assert (version.number, version.state, version.is_partial) == (1, "draft", False)
    assert from_json(version.document).region_label == "全省"
    assert {file.file_format: file.name for file in version.files.all()} == {
        name: f"网络投诉月报_2024-10_全省_v1.{name}" for name in ("pdf", "xlsx", "pptx")
    }
    assert AuditEvent.objects.filter(action="reports.generate", region_code="NJ").count() == 1


def test_generating_again_without_a_change_gives_the_version_there_is(version: ReportVersion, october: Province) -> None:
    again = generating.generate(kind="monthly", period=OCTOBER, region=october.whole, language="zh-hans", by=SYSTEM, now=NOW)
    assert (again.version, again.is_new) == (version, False)


def test_a_change_makes_the_next_version_and_the_comparison_names_it(version: ReportVersion, october: Province) -> None:
    change_figures(october)
    assert a_version(october.whole).number == 2
    found = compare_page(EVERYWHERE, report=version.report_id).found
    changed = {(one.path[-1], one.before, one.after) for one in found.changed}
    assert changed == {("公布值", "2.51", "2.60")}
    assert found.count(Change.ADDED) == found.count(Change.GONE) == 0
    assert all(round(one.relative or 0, 4) == 0.0359 for one in found.changed)


def test_a_period_without_data_gives_no_report(october: Province) -> None:
    with pytest.raises(generating.EmptyPeriod):
        a_version(october.whole, period=Month(2023, 1))
    assert not Report.objects.exists()


def test_two_that_build_at_once_do_not_take_the_same_number(october: Province) -> None:
    def build() -> generating.Built:
        return generating.build(kind="monthly", period=OCTOBER, region=october.whole, language="zh-hans", by=SYSTEM, now=NOW)

    first = build()
    change_figures(october)
    second = build()
    assert generating.keep(first, by=SYSTEM, now=NOW).version.number == 1
    with pytest.raises(generating.NumberTaken):
        generating.keep(second, by=SYSTEM, now=NOW)
    assert generating.keep(replace(second, number=2), by=SYSTEM, now=NOW).version.number == 2


def test_publishing_puts_the_approved_commentary_into_document_and_files(version: ReportVersion, author: User, checker: User) -> None:
    approved(version, author, checker, text="弱覆盖增多")
    done = published(version, checker)
    words = from_json(done.document).section("summary").commentary  # type: ignore[union-attr]
    assert words is not None
    assert (words.text, words.author, words.approver) == ("弱覆盖增多", "陈晓雯", "赵国强")
    with open_file(done.files.get(file_format="pdf").stored) as pdf:
        lines = pdf_lines(pdf.read())
    assert "弱覆盖增多" in lines
    assert (done.state, done.published_by, done.published_at) == ("published", "赵国强", NOW)


def test_commentary_that_nobody_approved_blocks_or_is_left_out(version: ReportVersion, author: User, checker: User) -> None:
    said(version, author)
    with pytest.raises(publishing.CommentaryPending):
        published(version, checker)
    with pytest.raises(publishing.CommentaryPending):
        publishing.request_publication(version=version, leaves_out=False, by=checker.actor, now=NOW)
    done = published(version, checker, leaves_out=True)
    assert from_json(done.document).section("summary").commentary is None  # type: ignore[union-attr]
    assert AuditEvent.objects.get(action="reports.publish").detail["left_out"] == 1


def test_commentary_approved_while_the_files_were_written_starts_publishing_over(
    version: ReportVersion, author: User, checker: User
) -> None:
    prepared = publishing.prepare(version_id=version.pk, by=checker.actor, now=NOW)
    approved(version, author, checker)
    with pytest.raises(publishing.CommentaryChanged):
        publishing.finish(prepared, leaves_out=False, by=checker.actor, now=NOW)


def test_a_published_version_is_published_once(version: ReportVersion, checker: User) -> None:
    published(version, checker)
    with pytest.raises(publishing.AlreadyPublished):
        published(version, checker)


def test_only_the_newest_version_is_published(version: ReportVersion, checker: User, october: Province) -> None:
    change_figures(october)
    a_version(october.whole)
    with pytest.raises(publishing.NotNewest):
        published(version, checker)


@pytest.mark.parametrize("field", ["document", "state", "figures", "built_by", "published_by", "digest", "number"])
def test_the_database_refuses_every_change_of_a_published_version(version: ReportVersion, checker: User, field: str) -> None:
    published(version, checker)
    values = {"document": {}, "state": "draft", "figures": 1, "number": 9}
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportVersion.objects.filter(pk=version.pk).update(**{field: values.get(field, "x")})


def test_the_database_refuses_other_files_for_a_published_version(version: ReportVersion, checker: User) -> None:
    other = version.files.get(file_format="xlsx").stored
    published(version, checker)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportFile.objects.filter(version=version, file_format="pdf").update(stored=other)
    version.files.filter(file_format="pdf").delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportFile.objects.create(version=version, file_format="pdf", stored=other)


def test_nothing_is_said_of_a_published_version_any_more(version: ReportVersion, author: User, checker: User) -> None:
    words = said(version, author)
    published(version, checker, leaves_out=True)
    with pytest.raises(comments.VersionClosed):
        said(version, author, section="rates")
    for act in (comments.submit, comments.withdraw, comments.drop):
        with pytest.raises(comments.VersionClosed):
            act(commentary=words, by=author.actor, now=NOW)


def test_nobody_approves_own_commentary_and_the_database_agrees(version: ReportVersion, checker: User) -> None:
    words = comments.submit(commentary=said(version, checker), by=checker.actor, now=NOW)
    with pytest.raises(OwnWork):
        comments.approve(commentary=words, user=checker, by=checker.actor, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commentary.objects.filter(pk=words.pk).update(state="approved", decided_by=checker, decided_at=NOW)


def test_the_database_wants_a_name_a_time_and_a_reason_for_what_is_decided(version: ReportVersion, author: User, checker: User) -> None:
    words = comments.submit(commentary=said(version, author), by=author.actor, now=NOW)
    without_reason = {"state": "returned", "decided_by": checker, "decided_at": NOW}
    for fields in ({"state": "approved"}, without_reason, {"state": "draft", "decided_by": checker}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commentary.objects.filter(pk=words.pk).update(**fields)


def test_what_is_sent_back_says_why_and_a_change_makes_a_draft(version: ReportVersion, author: User, checker: User) -> None:
    words = comments.submit(commentary=said(version, author), by=author.actor, now=NOW)
    with pytest.raises(NoReason):
        comments.send_back(commentary=words, note="  ", user=checker, by=checker.actor, now=NOW)
    back = comments.send_back(commentary=words, note="请补充措施", user=checker, by=checker.actor, now=NOW)
    assert (back.state, back.decision_note) == ("returned", "请补充措施")
    assert (said(version, author, text="已补充").state, Commentary.objects.get().decision_note) == ("draft", "")


def test_commentary_that_waits_is_not_changed_behind_the_approvers_back(version: ReportVersion, author: User) -> None:
    words = comments.submit(commentary=said(version, author), by=author.actor, now=NOW)
    with pytest.raises(NotNow):
        said(version, author, text="改写")
    assert comments.withdraw(commentary=words, by=author.actor, now=NOW).state == "draft"
    assert said(version, author, text="改写").text == "改写"


def test_a_change_of_approved_commentary_asks_for_approval_anew(version: ReportVersion, author: User, checker: User) -> None:
    approved(version, author, checker)
    assert (said(version, author, text="再改").state, Commentary.objects.get().decided_by) == ("draft", None)


def test_only_sections_that_are_there_are_commented(version: ReportVersion, author: User) -> None:
    with pytest.raises(comments.NoSuchSection):
        said(version, author, section="weather")
    with pytest.raises(comments.NothingSaid):
        said(version, author, text=" \u202e ")


def test_the_next_version_keeps_approval_where_nothing_changed(
    version: ReportVersion, author: User, checker: User, october: Province
) -> None:
    approved(version, author, checker, section="causes")
    approved(version, author, checker, section="summary")
    change_figures(october)
    states = dict(a_version(october.whole).commentaries.values_list("section", "state"))
    assert states == {"causes": "approved", "summary": "draft"}


def test_every_step_of_commentary_is_audited_in_its_region(version: ReportVersion, author: User, checker: User) -> None:
    approved(version, author, checker)
    events = AuditEvent.objects.filter(action__endswith="_commentary", region_code="NJ").order_by("pk")
    assert list(events.values_list("action", flat=True)) == [
        "reports.revise_commentary",
        "reports.submit_commentary",
        "reports.approve_commentary",
    ]


def test_a_job_generates_and_another_publishes(october: Province, checker: User, run_jobs: RunJobs) -> None:
    def ask() -> Job:
        return generating.request_report(
            kind="monthly", period=OCTOBER, region=october.whole, language="zh-hans", by=checker.actor, now=NOW
        )

    assert ask() == ask()
    assert [(one.state, one.result) for one in run_jobs()] == [("done", {"version": 1, "new": True})]
    publishing.request_publication(version=ReportVersion.objects.get(), leaves_out=False, by=checker.actor, now=NOW)
    assert [one.state for one in run_jobs()] == ["done"]
    assert ReportVersion.objects.get().published_by == "赵国强"


def test_a_job_for_a_period_without_data_says_so(october: Province, checker: User, run_jobs: RunJobs) -> None:
    generating.request_report(kind="monthly", period=Month(2023, 1), region=october.whole, language="en", by=checker.actor, now=NOW)
    (job,) = run_jobs()
    assert (job.state, "no data" in job.error) == ("failed", True)
