from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    default = True
    name = "portalkit.jobs"
    label = "jobs"
    verbose_name = _("Background jobs")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401

        name_actions({"jobs.enqueue": _("Job started"), "jobs.cancel": _("Job cancelled")})


class JobTables(AppConfig):
    """The tables alone, for a program that does none of the work."""

    name = "portalkit.jobs"
    label = "jobs"
