from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaint analysis")

    def ready(self) -> None:
        from portalkit.alarms.domain.kinds import register as register_alarms
        from portalkit.audit.domain.actions import name_actions
        from portalkit.imports.domain.registry import register
        from portalkit.vault.services import register_sealed

        from . import tasks  # noqa: F401
        from .services.imports import SPECS
        from .services.imports.ticket_target import SEALED
        from .services.warning_alarms import ALARM_KINDS

        name_actions(_ACTIONS)
        register_alarms(*ALARM_KINDS)
        for spec in SPECS:
            register(spec)
        for column in SEALED:
            register_sealed(self.get_model("Ticket"), column)


_ACTIONS = {
    "complaints.annotate": _("Event noted"),
    "complaints.remove_annotation": _("Event removed"),
    "complaints.set_target": _("Target set"),
    "complaints.map_category": _("Category mapped"),
    "complaints.map_cause": _("Cause mapped"),
    "complaints.end_mapping": _("Mapping ended"),
    "complaints.enter_published_rate": _("Published rate entered"),
    "complaints.remove_published_rate": _("Published rate removed"),
    "complaints.reveal_number": _("Subscriber number shown"),
    "complaints.set_warning_rules": _("Thresholds of early warning set"),
}
