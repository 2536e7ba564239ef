"""The lists of users, machine tokens and audit events."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portalkit.access.panels.permissions import permission_label
from portalkit.access.selectors.roles import roles
from portalkit.tables.domain.columns import Column, Table


def _role_names(user: Any) -> str:
    names = {str(roles()[grant.role].name) for grant in user.grants.all() if grant.role in roles()}
    return "、".join(sorted(names))


def _region_names(user: Any) -> str:
    return "、".join(dict.fromkeys(grant.region.display_name for grant in user.grants.all()))


def _is_expired(token: Any) -> bool:
    expires_at: datetime | None = token.expires_at
    return expires_at is not None and expires_at <= timezone.now()


def _token_state(token: Any) -> str:
    if token.revoked_at:
        return str(_("Revoked"))
    return str(_("Expired") if _is_expired(token) else _("Valid"))


def _token_tone(token: Any) -> str:
    return "neutral" if token.revoked_at or _is_expired(token) else "good"


def _event_region(event: Any) -> str:
    is_chinese = (get_language() or "").startswith("zh")
    name = event.region_name if is_chinese else event.region_name_en or event.region_name
    return str(name or event.region_code)


def _is_sealed(event: Any) -> str:
    return str(_("Sealed") if event.sequence else _("Not sealed yet"))


USERS = Table(
    key="access.users",
    title=_("Users"),
    columns=(
        Column("username", _("User name"), "username", order_by="username"),
        Column("full_name", _("Full name"), "full_name", order_by="full_name"),
        Column("department", _("Department"), "department", order_by="department"),
        Column("roles", _("Roles"), _role_names),
        Column("regions", _("Regions"), _region_names),
        Column("is_active", _("State"), lambda user: str(_("Active") if user.is_active else _("Deactivated")), kind="badge",
               tone=lambda user: "good" if user.is_active else "neutral", order_by="is_active"),
        Column("last_login", _("Last sign-in"), "last_login", kind="datetime", order_by="last_login"),
        Column("email", _("E-mail"), "email", order_by="email", shown=False),
        Column("date_joined", _("Created"), "date_joined", kind="datetime", order_by="date_joined", shown=False),
    ),
    default_order="username",
    row_link=lambda user: reverse("access:user", args=[user.pk]),
)  # fmt: skip

TOKENS = Table(
    key="access.tokens",
    title=_("Machine tokens"),
    columns=(
        Column("name", _("Name"), "name", order_by="name"),
        Column("hint", _("Ends in"), lambda token: f"…{token.hint}"),
        Column("region", _("Region"), "region.display_name", order_by="region__path"),
        Column("permissions", _("Permissions"), lambda token: "、".join(map(permission_label, token.permissions)), is_long=True),
        Column("state", _("State"), _token_state, kind="badge", tone=_token_tone,
               order_by="revoked_at"),
        Column("expires_at", _("Ends on"), "expires_at", kind="datetime", order_by="expires_at"),
        Column("last_used_at", _("Last used"), "last_used_at", kind="datetime", order_by="last_used_at"),
        Column("created_by", _("Issued by"), lambda token: str(token.created_by), order_by="created_by__username"),
        Column("created_at", _("Issued"), "created_at", kind="datetime", order_by="created_at", shown=False),
    ),
    default_order="-created_at",
    row_link=lambda token: reverse("access:token", args=[token.pk]),
)  # fmt: skip

EVENTS = Table(
    key="access.events",
    title=_("Audit log"),
    columns=(
        Column("at", _("Time"), "at", kind="datetime", order_by="id"),
        Column("actor", _("Who"), "actor_label", order_by="actor_name"),
        Column("action", _("Action"), "action_label", order_by="action"),
        Column("object", _("Object"), "object_label", order_by="object_label"),
        Column("object_type", _("Kind"), "object_type", order_by="object_type", shown=False),
        Column("object_id", _("Object number"), "object_id", shown=False),
        Column("region", _("Region"), _event_region, order_by="region_code"),
        Column("address", _("IP address"), "address", order_by="address"),
        Column("seal", _("Seal"), _is_sealed, kind="badge", tone=lambda event: "good" if event.sequence else "neutral",
               order_by="sequence"),
        Column("sequence", _("Seal number"), "sequence", kind="number", order_by="sequence", shown=False),
        Column("actor_kind", _("Caller"), "actor_kind", shown=False),
        Column("action_code", _("Action code"), "action", shown=False),
    ),
    default_order="-at",
    row_link=lambda event: reverse("access:event", args=[event.pk]),
)  # fmt: skip
