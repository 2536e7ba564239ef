"""Filters of the lists of users, tokens and audit events."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import Grant
from portalkit.access.selectors.roles import roles
from portalkit.audit.domain.actions import named_actions
from portalkit.audit.domain.actors import ActorKind
from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter

_KIND_LABELS = {ActorKind.USER: _("User"), ActorKind.MACHINE: _("Machine"), ActorKind.SYSTEM: _("System")}


class _GrantRegionFilter(RegionFilter):
    """Users with a role in the region or below. By key, since a join would show a user once for every grant."""

    def condition(self, value: Any) -> Q:
        return Q(pk__in=Grant.objects.filter(region__path__startswith=value.path).values("user"))


def _holds(role: str) -> Q:
    return Q(pk__in=Grant.objects.filter(role=role).values("user"))


USER_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("username", "full_name", "department", "email")),
        ChoiceFilter("role", _("Role"), choices=lambda: [(role.code, role.name) for role in roles().values()], where=_holds),
        _GrantRegionFilter("region", _("Region")),
        BooleanFilter("is_active", _("State"), yes_label=_("Active"), no_label=_("Deactivated")),
    )
)

TOKEN_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("name", "hint")),
        RegionFilter("region", _("Region")),
        BooleanFilter(
            "is_revoked", _("State"), yes_label=_("Revoked"), no_label=_("Not revoked"), where=lambda value: Q(revoked_at__isnull=not value)
        ),
    )
)

EVENT_FILTERS = FilterSet(
    (
        DateRangeFilter("at", _("Time"), field="at"),
        ChoiceFilter("action", _("Action"), choices=lambda: list(named_actions().items()), multiple=True),
        TextFilter("actor", _("Who"), fields=("actor_name", "address")),
        ChoiceFilter("actor_kind", _("Caller"), choices=[(kind.value, label) for kind, label in _KIND_LABELS.items()]),
        TextFilter("object", _("Object"), fields=("object_label", "object_type", "object_id")),
        BooleanFilter(
            "is_sealed", _("Seal"), yes_label=_("Sealed"), no_label=_("Not sealed yet"), where=lambda value: Q(sequence__isnull=not value)
        ),
    )
)
