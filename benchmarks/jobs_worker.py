"""The worker that `benchmarks.jobs` starts and kills: the product's own, with one more kind of work."""

import time

import django

django.setup()

from django.db import connection  # noqa: E402

from noc_portal.celery import app  # noqa: E402
from portalkit.jobs.services import JobRun  # noqa: E402
from portalkit.jobs.tasks import job  # noqa: E402

__all__ = ["app"]


@job("bench.add", queue="bench")
def add(run: JobRun) -> None:
    """Adds one row, slowly, so that a kill often comes between effect and end."""
    time.sleep(run.params["before"])
    with run.commit({"added": 1}):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_rows (job_id) VALUES (%s)", [run.job_id])
        time.sleep(run.params["inside"])
