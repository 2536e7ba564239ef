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
    "complaints.set_rule": _("Inspection rule set"),
    "complaints.inspect_again": _("Tickets put in line for inspection"),
    "complaints.draw_sample": _("Sample drawn"),
    "complaints.judge_finding": _("Finding judged"),
    "complaints.add_finding": _("Finding added"),
    "complaints.take_back_finding": _("Finding taken back"),
    "complaints.finish_look": _("Second look finished"),
    "complaints.pass_ticket": _("Ticket passed inspection"),
    "complaints.return_ticket": _("Ticket returned to its department"),
    "complaints.answer_return": _("Returned ticket answered"),
    "complaints.accept_answer": _("Answer to a returned ticket accepted"),
}
