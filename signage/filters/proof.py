"""What proof of play can be narrowed by."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter

from ..models import Content, Schedule

PROOF_FILTERS = FilterSet(
    (
        DateRangeFilter("day", pgettext_lazy("dates", "Days"), field="hour"),
        RegionFilter("region", _("Region or hall"), field="hall__region"),
        ChoiceFilter("kind", _("Kind of content"), field="version__content__kind", choices=Content.Kind.choices, multiple=True),
        ChoiceFilter("schedule", _("Kind of schedule"), field="schedule__kind", choices=Schedule.Kind.choices),
        TextFilter(
            "q", _("Content, advertiser"), fields=("version__content__title", "version__content__advertiser", "schedule__title")
        ),
    )
)  # fmt: skip
