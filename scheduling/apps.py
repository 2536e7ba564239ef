from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("Hotline scheduling")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401

        name_actions(_ACTIONS)


_ACTIONS: dict[str, object] = {
    "scheduling.make_forecast": _("Forecast made"),
    "scheduling.override_forecast": _("Days of a forecast overridden"),
    "scheduling.undo_override": _("Override of a forecast undone"),
}
