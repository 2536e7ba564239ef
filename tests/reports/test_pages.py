"""The pages of reports, as each role has them."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from portalkit.access.models import User
from portalkit.audit.models import AuditEvent
from portalkit.jobs.models import Job
from reports.models import Commentary, Plan, ReportVersion, Subscription
from reports.services import commentary as comments
from tests.builders import a_user
from tests.complaints.conftest import Province
from tests.complaints.views.builders import a_client

from .builders import NOW, a_version
from .test_versions import change_figures

RunJobs = Callable[..., list[Job]]


@pytest.fixture
def analyst(october: Province) -> User:
    return a_user("noc_staff", at=october.whole)


@pytest.fixture
def checker(october: Province) -> Client:
    return a_client(a_user("supervisor", at=october.whole))


@pytest.fixture
def manager(october: Province) -> Client:
    return a_client(a_user("manager", at=october.whole))


def at(name: str, version: ReportVersion, **more: str) -> str:
    return reverse(f"reports:{name}", kwargs={"pk": version.report_id, "number": version.number, **more})


def test_the_list_shows_state_version_and_publisher_and_leads_to_the_report(version: ReportVersion, manager: Client) -> None:
    html = manager.get(reverse("reports:list")).content.decode()
    assert "Monthly report · Oct 2024" in html
    assert "Draft" in html
    assert manager.get(reverse("reports:report", args=[version.report_id])).headers["Location"] == at("version", version)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("kind=monthly", True),
        ("kind=daily", False),
        ("state=draft", True),
        ("state=published", False),
        ("period=2024-1", True),
        ("region=NJ02", False),
    ],
)
def test_the_list_is_narrowed(version: ReportVersion, manager: Client, query: str, is_found: bool) -> None:
    assert ("Oct 2024" in manager.get(f"{reverse('reports:list')}?{query}").content.decode()) is is_found


def test_commentary_that_waits_is_told_on_the_start_page_of_who_may_approve_it(
    version: ReportVersion, analyst: User, checker: Client
) -> None:
    words = comments.write(version=version, section="summary", text="环比上升", user=analyst, by=analyst.actor, now=NOW)
    address = f"{reverse('reports:list')}?to_approve=yes"
    assert address not in checker.get("/").content.decode()
    comments.submit(commentary=words, by=analyst.actor, now=NOW)
    assert address in checker.get("/").content.decode()
    assert address not in a_client(analyst).get("/").content.decode()
    assert "Oct 2024" in checker.get(address).content.decode()
    assert "Oct 2024" not in checker.get(f"{reverse('reports:list')}?to_approve=no").content.decode()


def test_an_empty_list_tells_where_to_begin(october: Province, checker: Client, manager: Client) -> None:
    assert reverse("reports:generate") in checker.get(reverse("reports:list")).content.decode()
    assert reverse("reports:generate") not in manager.get(reverse("reports:list")).content.decode()


def test_a_report_of_the_province_is_not_for_the_people_of_a_prefecture(version: ReportVersion, october: Province) -> None:
    local = a_client(a_user("manager", at=october.yunzhou))
    assert local.get(at("version", version)).status_code == 404
    assert local.get(at("download", version, file_format="pdf")).status_code == 404
    assert "Oct 2024" not in local.get(reverse("reports:list")).content.decode()
    own = a_version(october.yunzhou)
    assert local.get(at("version", own)).status_code == 200


def test_every_download_is_named_and_audited(version: ReportVersion, manager: Client) -> None:
    for name, kind in (("pdf", "application/pdf"), ("xlsx", "spreadsheetml"), ("pptx", "presentationml")):
        response = manager.get(at("download", version, file_format=name))
        assert kind in response.headers["Content-Type"]
        assert "%E7%BD%91%E7%BB%9C" in response.headers["Content-Disposition"]
        assert response.getvalue()  # type: ignore[attr-defined]
    events = AuditEvent.objects.filter(action="reports.download", region_code="NJ")
    assert sorted(event.detail["format"] for event in events) == ["pdf", "pptx", "xlsx"]
    assert manager.get(at("download", version, file_format="docx")).status_code == 404


def test_a_chart_of_a_report_is_downloaded_with_its_values(version: ReportVersion, manager: Client) -> None:
    response = manager.get(at("version", version), {"chart": "rates-by-month", "format": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    assert book.get_sheet_by_index(0).to_python()[-1][0] == "2024-10"


def test_a_report_is_generated_in_a_job_that_leads_to_it(october: Province, checker: Client, run_jobs: RunJobs) -> None:
    form = {"kind": "monthly", "period": "2024-10", "region": october.whole.pk, "language": "zh-hans"}
    assert checker.post(reverse("reports:generate"), form).status_code == 302
    (job,) = run_jobs()
    landed = checker.get(job.result_url, follow=True)
    assert landed.redirect_chain[-1][0] == at("version", ReportVersion.objects.get())


@pytest.mark.parametrize("period", ["2024-W41", "2024", "x", "", "2024-10-01"])
def test_a_period_of_another_kind_is_refused_in_the_form(october: Province, checker: Client, period: str) -> None:
    form = {"kind": "monthly", "period": period, "region": october.whole.pk, "language": "zh-hans"}
    assert checker.post(reverse("reports:generate"), form).status_code == 422
    assert not Job.objects.filter(kind__startswith="reports.").exists()


def test_nobody_generates_for_a_region_out_of_reach(october: Province) -> None:
    local = a_client(a_user("supervisor", at=october.yunzhou))
    form = {"kind": "monthly", "period": "2024-10", "region": october.whole.pk, "language": "zh-hans"}
    assert local.post(reverse("reports:generate"), form).status_code == 422


def test_a_commentary_goes_from_its_author_to_another_who_approves(version: ReportVersion, analyst: User, checker: Client) -> None:
    place = {"section": "summary"}
    a_client(analyst).post(at("commentary", version, **place), {"text": "Up <b>because</b>", "then": "submit"})
    assert Commentary.objects.get().state == "submitted"
    html = checker.get(at("version", version)).content.decode()
    assert "Up &lt;b&gt;because&lt;/b&gt;" in html
    checker.post(at("decide", version, **place), {"step": "approve"})
    assert Commentary.objects.get().state == "approved"


def test_the_author_sees_why_it_was_sent_back(version: ReportVersion, analyst: User, checker: Client) -> None:
    place = {"section": "summary"}
    a_client(analyst).post(at("commentary", version, **place), {"text": "x", "then": "submit"})
    checker.post(at("decide", version, **place), {"step": "send_back", "note": ""})
    assert Commentary.objects.get().state == "submitted"
    checker.post(at("decide", version, **place), {"step": "send_back", "note": "Say what is done"})
    assert "Say what is done" in a_client(analyst).get(at("commentary", version, **place)).content.decode()


def test_a_supervisor_cannot_approve_own_words_on_the_page(version: ReportVersion, checker: Client) -> None:
    place = {"section": "summary"}
    checker.post(at("commentary", version, **place), {"text": "x", "then": "submit"})
    checker.post(at("decide", version, **place), {"step": "approve"})
    assert Commentary.objects.get().state == "submitted"
    assert "Your own commentary is approved by somebody else." in checker.get(at("version", version)).content.decode()


@pytest.mark.parametrize("text", ["", "字" * 20_001, "\x00"])
def test_a_commentary_that_says_nothing_or_too_much_is_refused(version: ReportVersion, analyst: User, text: str) -> None:
    response = a_client(analyst).post(at("commentary", version, section="summary"), {"text": text})
    assert response.status_code == 422
    assert not Commentary.objects.exists()


def test_a_section_that_is_not_there_is_not_found(version: ReportVersion, analyst: User) -> None:
    assert a_client(analyst).get(at("commentary", version, section="weather")).status_code == 404


def test_publishing_with_commentary_open_asks_first(version: ReportVersion, analyst: User, checker: Client, run_jobs: RunJobs) -> None:
    comments.write(version=version, section="summary", text="x", user=analyst, by=analyst.actor, now=NOW)
    assert "One commentary is not approved." in checker.get(at("version", version)).content.decode()
    checker.post(at("publish", version))
    assert not Job.objects.filter(kind__startswith="reports.").exists()
    checker.post(at("publish", version), {"leaves_out": "yes"})
    run_jobs()
    html = checker.get(at("version", version)).content.decode()
    assert ReportVersion.objects.get().is_published
    assert "Not in this report" in html
    assert at("publish", version) not in html


def test_the_comparison_shows_what_changed_and_everything_when_asked(version: ReportVersion, october: Province, manager: Client) -> None:
    change_figures(october)
    a_version(october.whole)
    url = reverse("reports:compare", args=[version.report_id])
    html = manager.get(url).content.decode()
    assert "What changed since v1" in html
    assert "2.51" in html
    assert "2.60" in html
    rows = manager.get(f"{url}?change=same&format=csv")
    assert b"".join(rows.streaming_content).count(b"\r\n") > 100  # type: ignore[attr-defined]
    assert manager.get(f"{url}?from=1&to=9").status_code == 404
    assert manager.get(f"{url}?from=x&to=-1").status_code == 200


def test_people_subscribe_themselves_and_end_it(october: Province, manager: Client) -> None:
    url = reverse("reports:subscriptions")
    form = {"kind": "monthly", "region": october.whole.pk, "language": "zh-hans", "formats": ["pdf", "xlsx"]}
    assert manager.post(url, form).status_code == 302
    assert Subscription.objects.get().formats == ("pdf", "xlsx")
    manager.post(reverse("reports:unsubscribe", args=[Subscription.objects.get().pk]))
    assert not Subscription.objects.exists()


def test_an_administrator_subscribes_others_within_what_they_may_see(october: Province) -> None:
    admin = a_client(a_user("administrator", at=october.whole))
    reader = a_user("manager", at=october.yunzhou)
    url = reverse("reports:subscribers")
    form = {"user": reader.pk, "kind": "monthly", "region": october.whole.pk, "language": "zh-hans", "formats": ["pdf"]}
    assert admin.post(url, form).status_code == 422
    assert admin.post(url, form | {"region": october.yunzhou.pk}).status_code == 302
    assert Subscription.objects.get().user == reader


def test_the_schedule_is_set_on_its_page(october: Province) -> None:
    admin = a_client(a_user("administrator", at=october.whole))
    form = {"kind": "weekly", "weekly-is_on": "on", "weekly-reach": "province", "weekly-language": "en"}
    assert admin.post(reverse("reports:schedule"), form).status_code == 302
    plan = Plan.objects.get()
    assert (plan.kind, plan.is_on, plan.reach, plan.language, plan.publishes) == ("weekly", True, "province", "en", False)
