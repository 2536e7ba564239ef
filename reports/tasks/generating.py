"""Reports in the background: on demand, by schedule, and their publication."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job
from portalkit.regions.models import Region

from ..domain.kinds import ReportKind, period_of
from ..services import generating, plans, publishing

ROUND = "reports.round"


@job(generating.GENERATE, queue="reports", time_limit=timedelta(minutes=20), label=_("Generate a report"))
def generate(run: JobRun) -> None:
    kind, period = run.params["kind"], period_of(run.params["kind"], run.params["period"])
    region = Region.objects.get(code=run.params["region"])
    try:
        built = generating.build(
            kind=kind, period=period, region=region, language=run.params["language"], by=run.actor, now=run.now(), on_progress=run.progress
        )
    except generating.EmptyPeriod as empty:
        if not run.params.get("is_planned"):
            raise JobRefused(str(empty)) from None
        with run.commit({"empty": True}):
            return
    result: dict[str, object] = {}
    with run.commit(result):
        made = generating.keep(built, by=run.actor, now=run.now())
        result.update(version=made.version.number, new=made.is_new)
        if run.params.get("publishes") and made.is_new and not made.version.is_partial:
            publishing.request_publication(version=made.version, leaves_out=True, by=run.actor, now=run.now())


@job(publishing.PUBLISH, queue="reports", time_limit=timedelta(minutes=20), label=_("Publish a report"))
def publish(run: JobRun) -> None:
    leaves_out = bool(run.params["leaves_out"])
    try:
        prepared = publishing.prepare(version_id=run.params["version"], by=run.actor, now=run.now())
        with run.commit({"version": run.params["version"]}):
            publishing.finish(prepared, leaves_out=leaves_out, by=run.actor, now=run.now())
    except publishing.AlreadyPublished:
        raise JobRefused(_("This version is published already.")) from None
    except publishing.NotNewest:
        raise JobRefused(_("There is a newer version of this report.")) from None
    except publishing.CommentaryPending:
        raise JobRefused(_("There is commentary that nobody has approved.")) from None


@job(ROUND, queue="reports", label=_("Reports by schedule"))
def planned(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        result["reports"] = plans.start_round(kind=run.params["kind"], by=run.actor, now=run.now()).reports


schedules.register(
    Schedule(code="reports.daily", kind=ROUND, at=time(7, 30), params={"kind": ReportKind.DAILY.value}),
    Schedule(code="reports.weekly", kind=ROUND, at=time(7, 40), weekday=0, params={"kind": ReportKind.WEEKLY.value}),
    Schedule(code="reports.monthly", kind=ROUND, at=time(8), monthday=1, params={"kind": ReportKind.MONTHLY.value}),
    Schedule(code="reports.monthly_again", kind=ROUND, at=time(8), monthday=2, params={"kind": ReportKind.MONTHLY.value}),
    Schedule(code="reports.hotline", kind=ROUND, at=time(8), monthday=3, params={"kind": ReportKind.HOTLINE.value}),
)
