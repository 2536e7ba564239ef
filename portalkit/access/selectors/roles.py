"""The roles of this installation (setting NOC_ROLES)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from portalkit.access.domain.roles import Role


@cache
def roles() -> Mapping[str, Role]:
    """By code, in the order of the setting."""
    found: Any = import_string(settings.NOC_ROLES)
    return {role.code: role for role in found}


@cache
def permissions() -> Mapping[str, str]:
    """Every permission that some role holds, sorted by code, with its (translatable) label."""
    held = {str(permission): getattr(permission, "label", str(permission)) for role in roles().values() for permission in role.permissions}
    return dict(sorted(held.items()))


@cache
def permission_codes() -> tuple[str, ...]:
    """The same, codes alone."""
    return tuple(permissions())
