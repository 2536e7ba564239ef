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
    "complaints.merge_repeats": _("Repeats merged"),
    "complaints.separate_repeat": _("Repeat separated"),
    "complaints.confirm_repeats": _("Repeats confirmed"),
    "complaints.undo_repeats": _("Decision on repeats taken back"),
    "complaints.judge_validity": _("Validity of a ticket judged"),
    "complaints.withdraw_validity": _("Verdict on a ticket taken back"),
    "complaints.set_repeat_rules": _("Rules of repeats set"),
    "complaints.save_topic": _("Special topic saved"),
    "complaints.change_topic": _("Special topic changed"),
    "complaints.remove_topic": _("Special topic removed"),
    "complaints.add_measure": _("Measure of a topic noted"),
    "complaints.remove_measure": _("Measure of a topic removed"),
    "complaints.reveal_number": _("Subscriber number shown"),
    "complaints.set_warning_rules": _("Thresholds of early warning set"),
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
    "complaints.set_deadline": _("Deadline rule set"),
    "complaints.end_deadline": _("Deadline rule ended"),
    "complaints.pause_ticket": _("Ticket put on hold"),
    "complaints.resume_ticket": _("Ticket taken off hold"),
    "complaints.open_notice": _("Supervision notice opened"),
    "complaints.answer_notice": _("Supervision notice answered"),
    "complaints.close_notice": _("Supervision notice closed"),
    "complaints.reopen_notice": _("Supervision notice opened again"),
    "complaints.escalate_notice": _("Supervision notice raised"),
    "complaints.propose_legacy": _("Long-planned case proposed"),
    "complaints.decide_legacy": _("Long-planned case decided on"),
    "complaints.set_level": _("Escalation level set"),
    "complaints.add_contact": _("Escalation contact added"),
    "complaints.remove_contact": _("Escalation contact removed"),
    "complaints.set_automatic": _("Automatic notices set"),
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
