"""The work of the assembly itself: the demo province in and out."""

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from .demo import loading, unloading

DEMO_LOAD, DEMO_UNLOAD = "demo.load", "demo.unload"


@job(DEMO_LOAD, queue="imports", label=_("Load the demo province"))
def load_demo(run: JobRun) -> None:
    """What an attempt that broke off left behind is taken away first."""
    if loading.is_loaded():
        unloading.unload(by=run.actor, now=run.now())
    try:
        loaded = loading.load(seed=int(run.params["seed"]), now=run.now(), tell=lambda text: run.progress(0, None, text))
    except loading.ForeignData as refusal:
        raise JobRefused(str(_("The portal holds data of its own; the demo is not loaded beside them."))) from refusal
    with run.commit({"regions": loaded.regions, "tickets": loaded.tickets}):
        pass


@job(DEMO_UNLOAD, queue="imports", label=_("Delete the demo data"))
def unload_demo(run: JobRun) -> None:
    result: dict[str, int] = {}
    with run.commit(result):
        try:
            result["rows"] = sum(unloading.unload(by=run.actor, now=run.now()).rows.values())
        except unloading.NotLoaded:
            result["rows"] = 0
