"""What tickets can be narrowed by. Every drill-down of a chart or figure speaks in these parameters."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, MonthFilter, RegionFilter, TextFilter

from ..domain.taxonomy import TICKET_CLASSES
from ..models import Finding, Status
from ..models.inspection import RULE_LABELS
from ..models.labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, SYSTEM_LABELS, TYPE_LABELS, choices

_CLASSES = [(str(code), CLASS_LABELS[code]) for code in TICKET_CLASSES]


EXACTLY = "="


def _counted(counted: bool) -> Q:  # noqa: FBT001
    return Q(counted=counted)


def _channel(text: str) -> Q:
    """A part of its name; after `=` the whole name, and `=` alone means that none is stated."""
    return Q(channel=text[len(EXACTLY) :]) if text.startswith(EXACTLY) else Q(channel__icontains=text)


def _found_by(rule: str) -> Q:
    """Tickets on which the rule's finding stands: nobody rejected it."""
    standing = Finding.objects.filter(ticket=OuterRef("pk"), rule=rule).exclude(verdict=Finding.Verdict.REJECTED)
    return Q(Exists(standing))


TICKET_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("ticket_id", "crm_no", "subject", "content")),
        MonthFilter("month", _("Month"), field="accepted_on", is_date=True),
        DateRangeFilter("accepted", _("Complained on"), field="accepted_on", is_date=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter("class", _("Class"), field="service_class", choices=_CLASSES, multiple=True),
        ChoiceFilter("type", _("Type"), field="complaint_type", choices=choices(TYPE_LABELS), multiple=True),
        ChoiceFilter("cause", _("Cause"), choices=choices(CAUSE_LABELS), multiple=True),
        ChoiceFilter("side", _("Control"), field="cause_side", choices=choices(SIDE_LABELS), multiple=True),
        ChoiceFilter("status", _("Status"), choices=Status.choices, multiple=True),
        ChoiceFilter("system", _("Source system"), choices=choices(SYSTEM_LABELS)),
        TextFilter("channel", _("Channel"), where=_channel),
        BooleanFilter("solved", _("Solved")),
        ChoiceFilter("finding", _("Inspection found"), choices=list(RULE_LABELS.items()), where=_found_by),
        BooleanFilter("counted", _("Counts as a complaint"), where=_counted),
    )
)
