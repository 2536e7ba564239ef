from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideoConfig(AppConfig):
    name = "video"
    verbose_name = _("Hall video")

    def ready(self) -> None:
        from portalkit.alarms.domain.kinds import register as register_alarms
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401
        from .services.alarm_kinds import ALARM_KINDS

        register_alarms(*ALARM_KINDS)
        name_actions(_ACTIONS)


_ACTIONS: dict[str, object] = {
    "video.mark_unknown": _("Cameras of a silent storage node marked unknown"),
    "video.save_wall": _("Camera wall saved"),
    "video.remove_wall": _("Camera wall removed"),
}
