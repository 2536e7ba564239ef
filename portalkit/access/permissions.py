from enum import StrEnum

from portalkit.regions.permissions import RegionsPermission


class AccessPermission(StrEnum):
    """Regions stand below access and name their own permissions; here they are the same ones."""

    MANAGE_USERS = "access.manage_users"
    MANAGE_TOKENS = "access.manage_tokens"
    MANAGE_REGIONS = RegionsPermission.MANAGE.value
    VIEW_REGIONS = RegionsPermission.VIEW.value
    READ_AUDIT = "access.read_audit"
    VIEW_STYLEGUIDE = "access.view_styleguide"
    MANAGE_DEMO = "access.manage_demo"
