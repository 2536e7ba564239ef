"""Forecasts are made in the background."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from ..models import Queue
from ..services.forecasts import FORECAST, CannotForecast, draw_forecast, keep_forecast


@job(FORECAST, queue="solver", time_limit=timedelta(minutes=15), label=gettext_lazy("Forecast calls"))
def forecast(run: JobRun) -> None:
    queue = Queue.objects.select_related("region").filter(pk=run.params["queue"]).first()
    if queue is None:
        raise JobRefused(_("The queue has been removed."))
    try:
        drawn = draw_forecast(
            queue=queue,
            horizon_days=int(run.params["horizon_days"]),
            now=run.now(),
            progress=lambda done, total: run.progress(done, total + 1, _("candidates at earlier origins")),
        )
    except CannotForecast as reason:
        raise JobRefused(str(reason.args[0])) from None
    result: dict[str, int] = {}
    with run.commit(result):
        result["forecast"] = keep_forecast(drawn=drawn, by=run.actor, now=run.now()).pk
