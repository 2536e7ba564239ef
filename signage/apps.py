from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignageConfig(AppConfig):
    name = "signage"
    verbose_name = _("Hall signage")

    def ready(self) -> None:
        from portalkit.alarms.domain.kinds import register as register_alarms
        from portalkit.audit.domain.actions import name_actions
        from portalkit.imports.domain.registry import register
        from portalkit.vault.services import register_sealed

        from . import tasks  # noqa: F401
        from .services.imports import SPECS
        from .services.screens.alarm_kinds import ALARM_KINDS

        name_actions(_ACTIONS)
        register_alarms(*ALARM_KINDS)
        for spec in SPECS:
            register(spec)
        register_sealed(self.get_model("Pairing"), "token_sealed")


_ACTIONS: dict[str, object] = {
    "signage.begin_upload": _("Upload begun"),
    "signage.abandon_upload": _("Upload discarded"),
    "signage.refuse_upload": _("Uploaded file turned down"),
    "signage.add_content": _("Content added"),
    "signage.replace_content": _("New version of content"),
    "signage.change_content": _("Content changed"),
    "signage.retire_content": _("Content retired"),
    "signage.bring_back_content": _("Content brought back"),
    "signage.pair_screen": _("Screen paired with a player"),
    "signage.revoke_screen": _("Player of a screen revoked"),
    "signage.move_screen": _("Screen moved to another hall"),
    "signage.add_screen": _("Screen registered"),
    "signage.change_screen": _("Screen changed"),
    "signage.enable_screen": _("Screen put in service"),
    "signage.disable_screen": _("Screen taken out of service"),
    "signage.command_screens": _("Command sent to screens"),
    "signage.add_playlist": _("Playlist made"),
    "signage.change_playlist": _("Playlist changed"),
    "signage.remove_playlist": _("Playlist removed"),
    "signage.add_layout": _("Layout made"),
    "signage.change_layout": _("Layout changed"),
    "signage.remove_layout": _("Layout removed"),
    "signage.add_schedule": _("Schedule drafted"),
    "signage.change_schedule": _("Schedule changed"),
    "signage.remove_draft": _("Draft of a schedule removed"),
    "signage.submit_schedulerevision": _("Revision handed in"),
    "signage.withdraw_schedulerevision": _("Revision taken back"),
    "signage.approve_schedulerevision": _("Revision approved"),
    "signage.send_back_schedulerevision": _("Revision sent back"),
    "signage.withdraw": _("Schedule taken off air"),
    "signage.announce_emergency": _("Emergency put on screens"),
    "signage.end_emergency": _("Emergency ended"),
}
