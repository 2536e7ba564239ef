"""What reports can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..domain.comparison import Change
from ..models import KIND_CHOICES, LANGUAGE_CHOICES, VersionState

REPORT_FILTERS = FilterSet(
    (
        ChoiceFilter("kind", _("Kind"), choices=KIND_CHOICES, multiple=True),
        TextFilter("period", _("Period"), lookup="startswith", placeholder="2026-10"),
        RegionFilter("region", _("Region")),
        ChoiceFilter("state", _("State"), choices=VersionState.choices),
        ChoiceFilter("language", _("Language"), choices=LANGUAGE_CHOICES),
    )
)
SHOWN_CHANGES = FilterSet(
    (
        ChoiceFilter(
            "change",
            _("Difference"),
            choices=[
                (Change.ADDED.value, _("added")),
                (Change.GONE.value, _("gone")),
                (Change.CHANGED.value, _("changed")),
                (Change.SAME.value, _("the same")),
            ],
            multiple=True,
        ),
    )
)
