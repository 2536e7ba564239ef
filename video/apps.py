from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideoConfig(AppConfig):
    name = "video"
    verbose_name = _("Hall video")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions

        name_actions(_ACTIONS)


_ACTIONS: dict[str, object] = {
    "video.play": _("Footage watched"),
}
