"""What shifts, labour rules, rosters and banks of hours can be narrowed by."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.approvals.models import STATE_LABELS
from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter

from ..panels.rules import RULE_LABELS

_REGION = RegionFilter("region", _("Region"))


def _published(is_so: bool) -> Q:  # noqa: FBT001
    out = Q(published_at__isnull=False, withdrawn_at=None)
    return out if is_so else ~out


def _rules() -> list[tuple[str, Any]]:
    return [(str(code), label) for code, label in RULE_LABELS.items()]


SHIFT_FILTERS = FilterSet(
    (BooleanFilter("active", _("Active"), field="is_active"), TextFilter("q", _("Search"), fields=("code", "name")), _REGION)
)
RULE_FILTERS = FilterSet((ChoiceFilter("rule", _("Rule"), field="code", choices=_rules), _REGION))
ROSTER_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=STATE_LABELS, multiple=True),
        BooleanFilter("published", _("Published"), where=_published),
        DateRangeFilter("first_day", _("From day"), is_date=True),
        _REGION,
    )
)
BANK_FILTERS = FilterSet((TextFilter("team", _("Team"), fields=("team",)), TextFilter("q", _("Search"), fields=("code", "name")), _REGION))
