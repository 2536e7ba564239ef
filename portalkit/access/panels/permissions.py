"""Permissions in words, by the app they belong to."""

from collections.abc import Iterable

from django.apps import apps

from portalkit.access.selectors.roles import permissions


def permission_label(code: str) -> str:
    """The code itself where this installation no longer has the permission."""
    return str(permissions().get(code, code))


def permission_groups(codes: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Pairs of code and label, under the name of their app, in the reader's language."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in codes:
        groups.setdefault(_app_name(code), []).append((code, permission_label(code)))
    return groups


def _app_name(code: str) -> str:
    label = code.partition(".")[0]
    return str(apps.get_app_config(label).verbose_name) if label in apps.app_configs else label
