"""What callers may do and see, and the people, sessions and tokens themselves."""

from .access import Access, PortalRequest, access_of_token, access_of_user, system_access
from .people import ended_sessions, grants_of, grants_over, live_sessions, manageable_users, tokens
from .pickers import picked_period, picked_region
from .roles import permission_codes, permissions, roles

__all__ = [
    "Access",
    "PortalRequest",
    "access_of_token",
    "access_of_user",
    "ended_sessions",
    "grants_of",
    "grants_over",
    "live_sessions",
    "manageable_users",
    "permission_codes",
    "permissions",
    "picked_period",
    "picked_region",
    "roles",
    "system_access",
    "tokens",
]
