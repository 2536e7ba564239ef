from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignageConfig(AppConfig):
    name = "signage"
    verbose_name = _("Hall signage")

    def ready(self) -> None:
        from portalkit.audit.domain.actions import name_actions
        from portalkit.vault.services import register_sealed

        from . import tasks  # noqa: F401

        name_actions(_ACTIONS)
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
}
