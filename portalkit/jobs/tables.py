"""The list of jobs."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from .models import Job
from .panels import progress_text, tone_of, took


def _took(job: Job) -> str:
    return took(job, now=timezone.now())


JOBS = Table(
    key="jobs.jobs",
    title=_("Jobs"),
    default_order="-created",
    row_link=lambda job: reverse("jobs:job", args=[job.pk]),
    columns=(
        Column("title", _("Job"), value=str),
        Column("state", _("State"), value="get_state_display", kind="badge", tone=tone_of, order_by="state"),
        Column("progress", _("Progress"), value=progress_text),
        Column("created", _("Asked for"), value="created_at", kind="datetime", order_by="pk"),
        Column("started", _("Started"), value="started_at", kind="datetime", order_by="started_at"),
        Column("took", _("Duration"), value=_took),
        Column("owner", _("Asked by"), order_by="owner__username"),
        Column("region", _("Region"), order_by="region__path"),
        Column("error", _("Reason"), is_long=True),
        Column("kind", _("Kind"), value="kind_label", order_by="kind", shown=False),
        Column("finished", _("Ended"), value="finished_at", kind="datetime", order_by="finished_at", shown=False),
        Column("attempts", _("Failed attempts"), kind="number", order_by="attempts", shown=False),
        Column("interruptions", _("Interruptions"), kind="number", order_by="interruptions", shown=False),
        Column("queue", _("Queue"), order_by="queue", shown=False),
    ),
)
