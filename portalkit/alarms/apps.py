from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlarmsConfig(AppConfig):
    name = "portalkit.alarms"
    label = "alarms"
    verbose_name = _("Alarms")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401

        name_actions(_ACTIONS)


_ACTIONS = {
    "alarms.raise": _("Alarm raised or changed"),
    "alarms.clear": _("Alarm cleared"),
    "alarms.acknowledge": _("Alarm acknowledged"),
    "alarms.unacknowledge": _("Acknowledgement of an alarm taken back"),
    "alarms.subscribe": _("Subscribed to alarms"),
    "alarms.unsubscribe": _("Subscription to alarms ended"),
}
