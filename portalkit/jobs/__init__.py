"""Background work that is neither lost nor done twice, whatever dies in the middle.

Declare the work in the app's `tasks.py`, which its `AppConfig.ready` imports:

    from portalkit.jobs.services import JobRefused, JobRun
    from portalkit.jobs.tasks import job

    @job("reports.monthly", queue="reports", time_limit=timedelta(minutes=20), label=_("Monthly report"))
    def build_report(run: JobRun) -> None:
        report = draw_up(run.params["month"], on_progress=run.progress)     # long, changes nothing, may be broken off anywhere
        if report.is_empty:
            raise JobRefused(_("There is no data for this month."))         # fails at once; other exceptions are tried again
        result = {}
        with run.commit(result):                                            # one transaction: the effect and the job's end
            result["report"] = keep_report(report, by=run.actor, now=run.now()).pk

Put it in line from a service, in the transaction of what it belongs to:

    from portalkit.jobs.services import enqueue
    job = enqueue(kind="reports.monthly", key=month, title=_("Report {month}").format(month=month), params={"month": month},
                  by=access.actor, region=region, now=now, result_url=reverse("reports:month", args=[month]))

The same kind and key again gives the open job there is, so a button pressed twice starts one. Send the user to
`reverse("jobs:job", args=[job.pk])`: progress, time left, cancel, the reason of a failure, the way to the result.

Recurring work is declared beside its handler and started by `manage.py scheduler` (times of Asia/Shanghai):

    from portalkit.jobs.domain.schedules import Schedule, register
    register(Schedule(code="reports.monthly", kind="reports.monthly", at=time(6), monthday=1))

In tests the fixture `run_jobs()` does what is in line, in the test's process, by the same claim and commit.

How it works: the row is the truth. Celery rings and runs; it may lose or repeat its messages. A run claims the row with a fresh
token under a lock that its operating system or database server drops when its process dies. `commit` ends the row only under that
token. The scheduler's sweep rings again for rows that wait too long and frees those whose lock is gone.

What it guarantees:

- A job commits or vanishes with the transaction that put it in line. A broker that does not answer holds nobody up.
- Work and end are committed together, once. A run that lost its claim, was cancelled or failed leaves nothing behind of what it
  did inside `commit`. What a handler does outside of it (a mail, a file) may happen again and must bear that.
- Failed attempts (`max_attempts`, with growing pauses) end as failed, in one line without traceback or personal numbers, and whoever
  registered with `domain.endings.when_failed` is told. Deaths of the worker are counted apart: five and the job is failed too.
- `progress` writes twice a second at most and raises when cancel was asked. Inside a transaction it does nothing.
- A schedule's slot starts once however many schedulers run; after a pause only the latest slot is caught up; a schedule seen for
  the first time starts with its next slot.
- Everybody sees the own jobs; `jobs.view_all` and `jobs.manage` reach those of the regions they are granted in. A foreign job is
  not found. Texts written by a run are in the language of who asked for it.

Shapes: with `REDIS_URL` Redis is the broker; without, messages are files in the data folder (`adapters.spool`), for one machine.
Liveness needs a session of its own at PostgreSQL: no transaction pooler between worker and server. With SQLite it is a file lock,
so all processes share one machine. `manage.py portal` runs web, worker and scheduler; elsewhere each is its own service:

    celery -A noc_portal.celery worker -Q imports,reports,default --without-gossip --without-mingle --without-heartbeat
    manage.py scheduler
"""
