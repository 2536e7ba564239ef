from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from portalkit.imports.domain.registry import register
        from portalkit.vault.services import register_sealed

        from . import tasks  # noqa: F401
        from .services.imports import SPECS
        from .services.imports.ticket_target import SEALED

        for spec in SPECS:
            register(spec)
        for column in SEALED:
            register_sealed(self.get_model("Ticket"), column)
