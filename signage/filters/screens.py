"""What screens can be narrowed by."""

from collections.abc import Iterable

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..models import Layout
from ..panels.screens import STATE_LABELS

NO_LAYOUT = "-"
_BEHIND = Q(status=None) | Q(status__complete_revision__lt=F("revision"))


def _is_behind(value: bool) -> Q:  # noqa: FBT001
    return _BEHIND if value else ~_BEHIND


def screen_filters(*, tags: Iterable[str], layouts: Iterable[Layout] | None) -> FilterSet:
    """For rows that `selectors.screens.with_states` annotated. A hall is chosen as a region: it is a leaf of the tree.

    `layouts` None: not to be narrowed by them.
    """
    by_layout = () if layouts is None else (_layout_filter(layouts),)
    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("name", "place", "hall__region__name", "hall__region__name_en", "hall__region__code")),
            RegionFilter("region", _("Region or hall"), field="hall__region"),
            ChoiceFilter("state", _("State"), choices=[(str(state), label) for state, label in STATE_LABELS.items()], multiple=True),
            ChoiceFilter("tag", _("Tag"), field="tags__name", choices=[(tag, tag) for tag in tags]),
            *by_layout,
            BooleanFilter("behind", _("Missing a publication"), where=_is_behind),
        )
    )


def _layout_filter(layouts: Iterable[Layout]) -> ChoiceFilter:
    return ChoiceFilter(
        "layout",
        _("Layout"),
        choices=[*((str(layout.pk), layout.name) for layout in layouts), (NO_LAYOUT, _("One zone"))],
        where=lambda value: Q(layout=None) if value == NO_LAYOUT else Q(layout=int(value)),
    )
