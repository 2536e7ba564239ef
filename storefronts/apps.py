from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StorefrontsConfig(AppConfig):
    name = "storefronts"
    verbose_name = _("Business halls")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions
        from portalkit.imports.domain.registry import register

        from .services.imports import SPECS

        for spec in SPECS:
            register(spec)
        name_actions(
            {
                "storefronts.add_hall": _("Hall added"),
                "storefronts.change_hall": _("Hall changed"),
            }
        )
