"""Filters of the list of imports."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, TextFilter

from .domain.registry import all_specs
from .models import BatchState


def batch_filters() -> FilterSet:
    """By kind, state, day of upload and name; made when asked, because the apps declare their kinds at start."""
    return FilterSet(
        (
            ChoiceFilter("kind", _("Kind of data"), choices=[(spec.code, spec.label) for spec in all_specs()], multiple=True),
            ChoiceFilter("state", _("State"), choices=BatchState.choices, multiple=True),
            DateRangeFilter("uploaded", _("Uploaded"), field="created_at"),
            TextFilter("q", _("Search"), fields=("file__name", "by_name")),
        )
    )
