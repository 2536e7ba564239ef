"""What users set for their own eyes. Not audited: it changes nothing but their own screen."""

from typing import Any

from portalkit.access.domain.preferences import HEADER_KEYS, BadPreference, checked
from portalkit.access.models import Preference
from portalkit.access.selectors.access import Access


def keep_preference(*, access: Access, key: str, value: Any) -> None:
    """Keeps one preference of the caller. Raises `BadPreference` for an unknown key, a bad value, or a region beyond reach."""
    kept = checked(key, value)
    if access.user is None:
        raise BadPreference(key)
    if key == "picked_region" and kept and not access.visible_regions().filter(code=kept).exists():
        raise BadPreference(key)
    Preference.objects.update_or_create(user=access.user, key=key, defaults={"value": kept})
    access.preferences[key] = kept


def keep_header_preference(*, access: Access, key: str, value: str) -> None:
    """The same for what the header's form may set: theme, region, period."""
    if key not in HEADER_KEYS:
        raise BadPreference(key)
    keep_preference(access=access, key=key, value=value)


class UserPreferences:
    """`request.preferences`: the caller's preferences, read with one query at the first use."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, key: str, default: Any = None) -> Any:
        return self._access.preferences.get(key, default)

    def set(self, key: str, value: Any) -> None:
        keep_preference(access=self._access, key=key, value=value)
