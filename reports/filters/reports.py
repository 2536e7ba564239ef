"""What reports can be narrowed by."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..domain.comparison import Change
from ..models import KIND_CHOICES, LANGUAGE_CHOICES, VersionState
from ..selectors.waiting import has_commentary_to_approve


def _to_approve(is_so: bool) -> Q:  # noqa: FBT001
    return has_commentary_to_approve() if is_so else ~has_commentary_to_approve()


REPORT_FILTERS = FilterSet(
    (
        ChoiceFilter("kind", _("Kind"), choices=KIND_CHOICES, multiple=True),
        TextFilter("period", _("Period"), lookup="startswith", placeholder="2026-10"),
        RegionFilter("region", _("Region")),
        ChoiceFilter("state", _("State"), choices=VersionState.choices),
        BooleanFilter("to_approve", _("Commentary to approve"), where=_to_approve),
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
