from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portalkit.audit.domain.actions import name_actions
from portalkit.vault.services import register_sealed


class AccessConfig(AppConfig):
    name = "portalkit.access"
    label = "access"
    verbose_name = _("Users and access")

    def ready(self) -> None:
        name_actions(_ACTIONS)
        register_sealed(self.get_model("Authenticator"), "secret_sealed")


_ACTIONS = {
    "access.sign_in": _("Signed in"),
    "access.sign_in_refused": _("Sign-in refused"),
    "access.sign_out": _("Signed out"),
    "access.end_session": _("Browser signed out"),
    "access.end_sessions": _("Browsers signed out"),
    "access.enrol_second_factor": _("Second factor enrolled"),
    "access.verify_second_factor": _("Second factor accepted"),
    "access.second_factor_refused": _("Second factor refused"),
    "access.renew_recovery_codes": _("Recovery codes renewed"),
    "access.remove_second_factor": _("Second factor removed"),
    "access.create_user": _("User created"),
    "access.change_user": _("User changed"),
    "access.deactivate_user": _("User deactivated"),
    "access.activate_user": _("User activated"),
    "access.issue_password_link": _("Password link issued"),
    "access.change_password": _("Password changed"),
    "access.give_grant": _("Role given"),
    "access.withdraw_grant": _("Role withdrawn"),
    "access.issue_token": _("Token issued"),
    "access.revoke_token": _("Token revoked"),
    "access.rotate_keys": _("Vault keys rotated"),
}
