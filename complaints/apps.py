from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaint analysis")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions
        from portalkit.imports.domain.registry import register
        from portalkit.vault.services import register_sealed

        from . import tasks  # noqa: F401
        from .services.imports import SPECS
        from .services.imports.ticket_target import SEALED

        name_actions(_ACTIONS)
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
    "complaints.enter_fault": _("Fault entered"),
    "complaints.accept_fault": _("Fault accepted"),
    "complaints.refuse_fault": _("Fault refused"),
    "complaints.assign_fault": _("Fault given to an owner"),
    "complaints.solve_fault": _("Fault solved"),
    "complaints.give_up_fault": _("Fault not solvable"),
    "complaints.reopen_fault": _("Fault reopened"),
    "complaints.set_contest_formula": _("Points of the contest set"),
    "complaints.announce_champions": _("Champions announced"),
    "complaints.estimate_benefit": _("Benefit estimated"),
    "complaints.revise_benefit": _("Benefit estimated anew"),
}
