from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission
from portalkit.regions.permissions import RegionsPermission


class AccessPermission(Permission):
    """Regions stand below access and name their own permissions; here they are the same ones."""

    MANAGE_USERS = "access.manage_users", _("Manage users and their roles")
    MANAGE_TOKENS = "access.manage_tokens", _("Issue and revoke machine tokens")
    MANAGE_REGIONS = RegionsPermission.MANAGE.value, RegionsPermission.MANAGE.label
    VIEW_REGIONS = RegionsPermission.VIEW.value, RegionsPermission.VIEW.label
    READ_AUDIT = "access.read_audit", _("Read the audit log")
    VIEW_STYLEGUIDE = "access.view_styleguide", _("See the component gallery")
    MANAGE_DEMO = "access.manage_demo", _("Load and delete the demo data")
