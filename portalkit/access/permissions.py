from enum import StrEnum


class AccessPermission(StrEnum):
    MANAGE_USERS = "access.manage_users"
    MANAGE_TOKENS = "access.manage_tokens"
    MANAGE_REGIONS = "access.manage_regions"
    VIEW_REGIONS = "access.view_regions"
    READ_AUDIT = "access.read_audit"
    VIEW_STYLEGUIDE = "access.view_styleguide"
    MANAGE_DEMO = "access.manage_demo"
