"""What groups and invalid tickets can be narrowed by."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, NumberRangeFilter, RegionFilter, TextFilter

from ..domain.taxonomy import TICKET_CLASSES
from ..models import InvalidTicket, RepeatGroup
from ..models.labels import CLASS_LABELS

_CLASSES = [(str(code), CLASS_LABELS[code]) for code in TICKET_CLASSES]


def _state(state: str) -> Q:
    if state == "confirmed":
        return Q(undecided=0)
    return Q(undecided=F("tickets") - 1) if state == "open" else Q(undecided__gt=0, undecided__lt=F("tickets") - 1)


GROUP_FILTERS = FilterSet(
    (
        ChoiceFilter("kind", _("Kind"), choices=RepeatGroup.Kind.choices, multiple=True),
        RegionFilter("region", _("Region")),
        MonthFilter("month", _("Month"), field="last_on", is_date=True),
        DateRangeFilter("last", _("Last complaint"), field="last_on", is_date=True),
        NumberRangeFilter("size", _("Tickets"), field="tickets"),
        ChoiceFilter("class", _("Class"), field="service_class", choices=_CLASSES, multiple=True),
        ChoiceFilter(
            "state",
            _("Judged"),
            choices=[("open", _("not yet confirmed")), ("partly", _("partly confirmed")), ("confirmed", _("confirmed"))],
            where=_state,
        ),
        TextFilter("department", _("Department"), fields=("department",)),
    )
)
INVALID_FILTERS = FilterSet(
    (
        ChoiceFilter("code", _("Reason"), choices=InvalidTicket.Code.choices, multiple=True),
        RegionFilter("region", _("Region")),
        MonthFilter("month", _("Month"), field="day", is_date=True),
        DateRangeFilter("day", _("Complained on"), is_date=True),
        ChoiceFilter(
            "verdict",
            _("Verdict"),
            choices=[(value or "none", label) for value, label in InvalidTicket.Verdict.choices],
            where=lambda value: Q(verdict="" if value == "none" else value),
        ),
        TextFilter("department", _("Department"), fields=("ticket__department",)),
    )
)
