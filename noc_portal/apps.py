from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portalkit.audit.domain.actions import name_actions


class NocPortalConfig(AppConfig):
    name = "noc_portal"

    def ready(self) -> None:
        from . import tasks  # noqa: F401

        name_actions(_ACTIONS)


_ACTIONS = {
    "sheets.export": _("List or chart downloaded"),
    "demo.load": _("Demo data loaded"),
    "demo.unload": _("Demo data deleted"),
}
