from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "portalkit.calendars"
    label = "calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions
        from portalkit.imports.domain.registry import register

        from .services.day_kind import SPECIAL_DAYS

        register(SPECIAL_DAYS)
        name_actions(_ACTIONS)


_ACTIONS = {
    "calendars.set_day": _("Special day set"),
    "calendars.remove_day": _("Special day removed"),
    "calendars.set_hours": _("Working hours set"),
}
