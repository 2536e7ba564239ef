"""What findings and returned tickets can be narrowed by. The charts of quality speak in these parameters."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, MonthFilter, RegionFilter, TextFilter

from ..models import Finding, InspectionResult, TicketScore
from ..models.inspection import RULE_LABELS, SEVERITY_LABELS
from .tickets import EXACTLY

_SEVERITIES = [(str(code), label) for code, label in SEVERITY_LABELS.items()]
_BANDS = {"0-59": (0, 59), "60-79": (60, 79), "80-100": (80, 100)}
_BAND_LABELS = [(band, f"{low}–{high}") for band, (low, high) in _BANDS.items()]
_RETURN_STATES = [pair for pair in InspectionResult.State.choices if pair[0] != InspectionResult.State.PASSED]


def _department(text: str) -> Q:
    """A part of its name; after `=` the whole name, and `=` alone means that none is stated."""
    return Q(department=text[len(EXACTLY) :]) if text.startswith(EXACTLY) else Q(department__icontains=text)


def _scored(band: str) -> Q:
    low, high = _BANDS[band]
    return Q(ticket__in=TicketScore.objects.filter(score__gte=low, score__lte=high).values("ticket"))


FINDING_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("ticket__ticket_id", "words")),
        MonthFilter("month", _("Month"), field="day", is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("rule", _("Rule"), choices=list(RULE_LABELS.items()), multiple=True),
        ChoiceFilter("severity", _("Severity"), choices=_SEVERITIES, multiple=True),
        ChoiceFilter("verdict", _("Verdict"), choices=Finding.Verdict.choices, multiple=True),
        TextFilter("department", _("Department"), where=_department),
        ChoiceFilter("score", _("Score"), choices=_BAND_LABELS, where=_scored),
        BooleanFilter("by_hand", _("Found by hand")),
    )
)
RETURN_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("ticket__ticket_id", "opinion")),
        MonthFilter("month", _("Month"), field="ticket__accepted_on", is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("state", _("State"), choices=_RETURN_STATES, multiple=True),
        TextFilter("department", _("Department"), where=_department),
    )
)
