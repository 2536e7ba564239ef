"""The Celery application: doorbell and engine of the jobs, whose truth are their rows."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
TRANSPORT_ALIASES["spool"] = "portalkit.jobs.adapters.spool:Transport"

app = Celery("noc_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="portalkit.jobs.tasks.run")  # type: ignore[untyped-decorator]
def run(job_id: int) -> None:
    """Imports the work when the first call comes: Django's apps are ready by then, and the web process never needs it."""
    from portalkit.jobs import tasks

    tasks.run(job_id)
