"""What halls can be narrowed by."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from .models import Hall


def hall_filters(*, today: date) -> FilterSet:
    def closed(value: bool) -> Q:  # noqa: FBT001
        over = Q(region__valid_to__isnull=False, region__valid_to__lte=today)
        return over if value else ~over

    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("region__code", "region__name", "region__name_en", "address")),
            RegionFilter("region", _("Region")),
            ChoiceFilter("class", _("Hall class"), field="hall_class", choices=Hall.Class.choices),
            BooleanFilter("hours", _("Has opening hours"), where=lambda value: ~Q(opening="") if value else Q(opening="")),
            BooleanFilter("closed", _("Closed down"), where=closed),
        )
    )
