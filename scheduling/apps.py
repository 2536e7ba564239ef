from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    name = "scheduling"
    verbose_name = _("Hotline scheduling")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions
        from portalkit.imports.domain.registry import register

        from . import tasks  # noqa: F401
        from .services.imports import SPECS

        for spec in SPECS:
            register(spec)
        name_actions(_ACTIONS)


_ACTIONS: dict[str, object] = {
    "scheduling.set_account": _("Account of an agent set"),
    "scheduling.set_standard": _("Service standard set"),
    "scheduling.plan_staffing": _("Staffing plan worked out"),
    "scheduling.add_queue": _("Queue added"),
    "scheduling.change_queue": _("Queue changed"),
    "scheduling.add_campaign": _("Campaign added"),
    "scheduling.change_campaign": _("Campaign changed"),
    "scheduling.remove_campaign": _("Campaign removed"),
    "scheduling.mark_day": _("Day of a queue marked"),
    "scheduling.unmark_day": _("Mark of a day taken back"),
    "scheduling.make_forecast": _("Forecast made"),
    "scheduling.override_forecast": _("Days of a forecast overridden"),
    "scheduling.undo_override": _("Override of a forecast undone"),
    "scheduling.ensure_labour_ground": _("Usual shifts and rules set up"),
    "scheduling.create_shift": _("Shift added"),
    "scheduling.change_shift": _("Shift changed"),
    "scheduling.set_labour_rule": _("Labour rule set"),
    "scheduling.create_rotation": _("Rotation added"),
    "scheduling.change_rotation": _("Rotation changed"),
    "scheduling.apply_rotation": _("Roster filled in by a rotation"),
    "scheduling.build_roster": _("Roster built"),
    "scheduling.stop_roster": _("Build ended early"),
    "scheduling.copy_roster": _("Roster copied"),
    "scheduling.edit_roster": _("Cells of a roster changed"),
    "scheduling.comment_roster": _("Cell of a roster commented on"),
    "scheduling.check_roster": _("Roster checked again"),
    "scheduling.revise_roster": _("Roster taken up again"),
    "scheduling.submit_roster": _("Roster submitted"),
    "scheduling.withdraw_roster": _("Roster taken back"),
    "scheduling.approve_roster": _("Roster approved"),
    "scheduling.send_back_roster": _("Roster sent back"),
    "scheduling.publish_roster": _("Roster published"),
    "scheduling.withdraw_published_roster": _("Published roster taken back"),
    "scheduling.add_absence": _("Absence added"),
    "scheduling.change_absence": _("Absence changed"),
    "scheduling.end_absence": _("Absence ended"),
    "scheduling.remove_absence": _("Absence removed"),
    "scheduling.ask_leave": _("Leave asked for"),
    "scheduling.ask_swap": _("Swap asked for"),
    "scheduling.answer_swap": _("Swap answered by the colleague"),
    "scheduling.withdraw_request": _("Request taken back"),
    "scheduling.grant_request": _("Request granted"),
    "scheduling.refuse_request": _("Request refused"),
    "scheduling.make_offer": _("Hours offered"),
    "scheduling.withdraw_offer": _("Offer withdrawn"),
    "scheduling.take_offer": _("Offer taken"),
    "scheduling.refuse_offer": _("Offer refused"),
    "scheduling.make_calendar": _("Calendar address made"),
    "scheduling.replace_calendar": _("Calendar address replaced"),
    "scheduling.end_calendar": _("Calendar address ended"),
}
