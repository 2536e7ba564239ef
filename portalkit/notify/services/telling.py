"""Tells owners of what happened to their work."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portalkit.jobs.models import Job

from .sending import notify


def tell_of_failure(job: Job) -> None:
    """Called in the transaction that marks a job failed. Work of the schedule has no owner to tell."""
    if job.owner is None or job.finished_at is None:
        return
    with translation.override(job.language or None):
        subject = _("Not done: {title}").format(title=job)
    url = reverse("jobs:job", args=[job.pk])
    notify(user=job.owner, subject=subject, body=job.error, url=url, key=f"jobs.failed {job.pk}", now=job.finished_at)
