from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideoConfig(AppConfig):
    default = True
    name = "video"
    verbose_name = _("Hall video")

    def ready(self) -> None:
        from portalkit.alarms.domain.kinds import register as register_alarms
        from portalkit.audit.domain.actions import name_actions
        from portalkit.imports.domain.registry import register
        from portalkit.vault.services.rotation import register_sealed

        from . import tasks  # noqa: F401
        from .services.alarm_kinds import ALARM_KINDS
        from .services.imports import SPECS
        from .services.retention.danger import RETENTION_DANGER

        register_alarms(*ALARM_KINDS, RETENTION_DANGER)

        for spec in SPECS:
            register(spec)
        register_sealed(self.get_model("Camera"), "password_sealed")
        name_actions(_ACTIONS)


class VideoTables(AppConfig):
    """The tables alone, for a program that does none of the work. A recorder asks for retention, which workers do."""

    name = "video"

    def ready(self) -> None:
        from portalkit.jobs.domain.kinds import JobKind, register

        from .services.node_jobs import ATTEMPTS, RETENTION

        register(JobKind(code=RETENTION, max_attempts=ATTEMPTS))


_ACTIONS: dict[str, object] = {
    "video.add_camera": _("Camera registered"),
    "video.change_camera": _("Camera changed"),
    "video.set_password": _("Password of a camera set"),
    "video.start_camera": _("Recording of a camera started"),
    "video.stop_camera": _("Recording of a camera stopped"),
    "video.move_camera": _("Camera moved to another node"),
    "video.take_over_facts": _("Facts of a device taken over"),
    "video.add_node": _("Storage node added"),
    "video.change_node": _("Storage node changed"),
    "video.add_volume": _("Volume added"),
    "video.change_volume": _("Volume changed"),
    "video.add_rule": _("Subnet allowed for cameras"),
    "video.change_rule": _("Allowed subnet changed"),
    "video.remove_rule": _("Allowed subnet removed"),
    "video.play": _("Footage watched"),
    "video.watch": _("Camera watched live"),
    "video.remove_footage": _("Footage removed from a volume"),
    "video.archive_footage": _("Footage copied to the archive"),
    "video.remove_archived": _("Footage removed from the archive"),
    "video.set_keep_days": _("Days to keep of a camera set"),
    "video.place_hold": _("Legal hold placed"),
    "video.release_hold": _("Legal hold released"),
    "video.ask_export": _("Evidence export asked for"),
    "video.make_export": _("Evidence export made"),
    "video.download_export": _("Evidence export downloaded"),
    "video.mark_unknown": _("Cameras of a silent storage node marked unknown"),
    "video.save_wall": _("Camera wall saved"),
    "video.remove_wall": _("Camera wall removed"),
}
