from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    name = "portalkit.notify"
    label = "notify"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions
        from portalkit.jobs.domain.endings import when_failed

        from . import tasks  # noqa: F401
        from .services import tell_of_failure

        when_failed("notify", tell_of_failure)
        name_actions({"notify.try_again": _("Message put in line again")})
