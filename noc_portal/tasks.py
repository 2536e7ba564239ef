"""The work of the assembly itself: the demo province in and out."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portalkit.jobs.domain import schedules
from portalkit.jobs.domain.schedules import Schedule
from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job

from .demo import loading, screens, unloading

DEMO_LOAD, DEMO_UNLOAD, DEMO_SCREENS = "demo.load", "demo.unload", "demo.screens"


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


@job(DEMO_SCREENS, label=_("The demo's screens speak"))
def speak_for_screens(run: JobRun) -> None:
    """Screens of the demo that nobody opened a player for say what a player would."""
    made_up = screens.made_up_screens() if loading.is_loaded() else []
    with run.commit({"screens": len(made_up)}):
        for screen in made_up:
            screens.speak(screen, now=run.now())


schedules.register(Schedule(code=DEMO_SCREENS, kind=DEMO_SCREENS, every=timedelta(minutes=1)))
