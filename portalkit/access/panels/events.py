"""The detail of an audit event in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.access.selectors.roles import roles
from portalkit.audit.domain.actors import ActorKind
from portalkit.audit.models import AuditEvent
from portalkit.ui.domain.formats import DASH

from .permissions import permission_label

_LABELS = {
    "username": gettext_lazy("User name"),
    "full_name": gettext_lazy("Full name"),
    "department": gettext_lazy("Department"),
    "email": gettext_lazy("E-mail"),
    "role": gettext_lazy("Role"),
    "region": gettext_lazy("Region"),
    "valid_from": gettext_lazy("First day"),
    "valid_to": gettext_lazy("Ends before"),
    "expires_at": gettext_lazy("Ends on"),
    "permissions": gettext_lazy("Permissions"),
    "browser": gettext_lazy("Browser"),
    "address": gettext_lazy("IP address"),
    "reason": gettext_lazy("Reason"),
    "count": gettext_lazy("Count"),
    "rows": gettext_lazy("Rows"),
    "name": gettext_lazy("Name"),
    "source": gettext_lazy("List"),
    "format": gettext_lazy("File format"),
    "query": gettext_lazy("Filters"),
}
_REASONS = {"wrong": gettext_lazy("wrong name or password"), "locked": gettext_lazy("too many attempts")}


@dataclass(frozen=True)
class DetailLine:
    """`label` is the key itself where nobody named it, and `is_named` false then."""

    label: str
    value: str
    is_named: bool


def caller_words(event: AuditEvent) -> str:
    """`User 3`, `Machine 7`, or the part of the system that did it."""
    if event.actor_kind == ActorKind.SYSTEM:
        return event.actor_name
    return f"{_('Machine') if event.actor_kind == ActorKind.MACHINE else _('User')} {event.actor_id}"


def detail_lines(detail: dict[str, Any]) -> list[DetailLine]:
    """One line for each entry; a change reads `before → after`, one line for each field."""
    return [line for key, value in detail.items() for line in _lines(key, value)]


def _lines(key: str, value: Any) -> Iterable[DetailLine]:
    if isinstance(value, dict):
        for inner, one in value.items():
            is_change = key == "changes" and isinstance(one, list) and len(one) == 2
            yield _line(inner, " → ".join(_words(inner, side) for side in one) if is_change else _words(inner, one))
        return
    yield _line(key, _words(key, value))


def _line(key: str, text: str) -> DetailLine:
    return DetailLine(label=str(_LABELS.get(key, key)), value=text, is_named=key in _LABELS)


def _words(key: str, value: Any) -> str:
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "、".join(_words(key, one) for one in value) or DASH
    if key == "permissions":
        return permission_label(str(value))
    if key == "role" and value in roles():
        return str(roles()[value].name)
    return str(_REASONS.get(value, value)) if key == "reason" else str(value)
