"""Filters of the lists of users, tokens and audit events."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.selectors.roles import roles
from portalkit.audit.domain.actions import named_actions
from portalkit.audit.domain.actors import ActorKind
from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, TextFilter

_KIND_LABELS = {ActorKind.USER: _("User"), ActorKind.MACHINE: _("Machine"), ActorKind.SYSTEM: _("System")}

USER_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("username", "full_name", "department", "email")),
        ChoiceFilter(
            "role",
            _("Role"),
            choices=lambda: [(role.code, role.name) for role in roles().values()],
            where=lambda code: Q(grants__role=code),
        ),
        BooleanFilter("is_active", _("Active")),
    )
)

TOKEN_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("name", "hint")),
        BooleanFilter("is_revoked", _("Revoked"), where=lambda value: Q(revoked_at__isnull=not value)),
    )
)

EVENT_FILTERS = FilterSet(
    (
        DateRangeFilter("at", _("Time"), field="at"),
        ChoiceFilter("action", _("Action"), choices=lambda: list(named_actions().items()), multiple=True),
        TextFilter("actor", _("Who"), fields=("actor_name", "address")),
        ChoiceFilter("actor_kind", _("Caller"), choices=[(kind.value, label) for kind, label in _KIND_LABELS.items()]),
        TextFilter("object", _("Object"), fields=("object_label", "object_type", "object_id")),
    )
)
