"""How the list of alarms is narrowed."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter

from .domain.kinds import all_kinds
from .models import SEVERITY_LABELS

OPEN, CLEARED = "open", "cleared"


def kind_choices() -> Sequence[tuple[str, str]]:
    return sorted(((kind.code, str(kind.label)) for kind in all_kinds()), key=lambda pair: pair[1])


def _state(value: str) -> Q:
    return Q(cleared_at=None) if value == OPEN else ~Q(cleared_at=None)


def _acknowledged(value: bool) -> Q:  # noqa: FBT001
    return ~Q(acknowledged_at=None) if value else Q(acknowledged_at=None)


ALARM_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=[(OPEN, _("Open alarms")), (CLEARED, _("Cleared alarms"))], where=_state),
        ChoiceFilter("severity", _("Severity"), choices=[(str(code), label) for code, label in SEVERITY_LABELS.items()], multiple=True),
        BooleanFilter("acknowledged", _("Acknowledged"), where=_acknowledged),
        RegionFilter("region", _("Region")),
        ChoiceFilter("kind", _("Kind of alarm"), choices=kind_choices, multiple=True),
        DateRangeFilter("raised", _("Raised"), field="raised_at"),
        TextFilter("q", _("Search"), fields=("object_instance", "specific_problem", "additional_text")),
    )
)
