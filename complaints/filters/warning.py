"""How the list of signals is narrowed."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter

from ..models.labels import CLASS_LABELS, choices
from ..models.warning import GRADE_LABELS, METHOD_LABELS, STATE_LABELS
from ..selectors.warning_series import WATCHED_CLASSES

SIGNAL_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=choices(STATE_LABELS), multiple=True),
        RegionFilter("region", _("Region")),
        ChoiceFilter(
            "class", _("Class"), field="service_class", choices=[(code, CLASS_LABELS[code]) for code in WATCHED_CLASSES], multiple=True
        ),
        ChoiceFilter("method", _("Found by"), choices=choices(METHOD_LABELS), multiple=True),
        ChoiceFilter("severity", _("Severity"), choices=choices(GRADE_LABELS), multiple=True),
        DateRangeFilter("on", _("Found for"), is_date=True),
    )
)
