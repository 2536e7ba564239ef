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
def permission_codes() -> tuple[str, ...]:
    """Every permission that some role holds, sorted."""
    return tuple(sorted({str(permission) for role in roles().values() for permission in role.permissions}))
