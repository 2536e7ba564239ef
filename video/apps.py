from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideoConfig(AppConfig):
    name = "video"
    verbose_name = _("Hall video")

    def ready(self) -> None:
        from portalkit.alarms.domain.kinds import register as register_alarms
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401
        from .services.retention.danger import RETENTION_DANGER

        register_alarms(RETENTION_DANGER)
        name_actions(_ACTIONS)


_ACTIONS: dict[str, object] = {
    "video.remove_footage": _("Footage removed from a volume"),
    "video.archive_footage": _("Footage copied to the archive"),
    "video.remove_archived": _("Footage removed from the archive"),
    "video.set_keep_days": _("Days to keep of a camera set"),
    "video.place_hold": _("Legal hold placed"),
    "video.release_hold": _("Legal hold released"),
    "video.ask_export": _("Evidence export asked for"),
    "video.make_export": _("Evidence export made"),
    "video.download_export": _("Evidence export downloaded"),
}
