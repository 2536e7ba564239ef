from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignageConfig(AppConfig):
    name = "signage"
    verbose_name = _("Hall signage")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions

        from . import tasks  # noqa: F401

        name_actions(_ACTIONS)


_ACTIONS: dict[str, object] = {}
