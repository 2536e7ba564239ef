"""What a caller may do on pages of the hotline."""

from portalkit.access.selectors import Access
from portalkit.imports.permissions import ImportsPermission

from ..permissions import SchedulingPermission


def may_import(access: Access) -> bool:
    return access.can(SchedulingPermission.IMPORT) and access.can(ImportsPermission.UPLOAD)


def sees_people(access: Access) -> bool:
    """Whether single agents are named: to those who plan them or decide on their requests, not to every reader of figures."""
    return access.can(SchedulingPermission.PLAN) or access.can(SchedulingPermission.APPROVE)
