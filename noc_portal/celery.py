"""The Celery application: doorbell and engine of the jobs, whose truth are their rows."""

import os
import warnings

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
TRANSPORT_ALIASES["spool"] = "portalkit.jobs.adapters.spool:Transport"

# Celery warns of root because a pickled message could run anything; ours are JSON with a number in it.
warnings.filterwarnings("ignore", message=r"You're running the worker with superuser privileges")

app = Celery("noc_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="portalkit.jobs.tasks.run")  # type: ignore[untyped-decorator]
def run(job_id: int) -> None:
    """Imports the work when the first call comes: Django's apps are ready by then, and the web process never needs it."""
    from portalkit.jobs import tasks

    tasks.run(job_id)
