"""What the library can be narrowed by."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.filters import ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..models import Content, Tag

USABLE, COMING, EXPIRED, RETIRED = "usable", "coming", "expired", "retired"
_STATES = ((USABLE, _("Usable")), (COMING, _("Not valid yet")), (EXPIRED, _("Expired")), (RETIRED, _("Retired")))


def content_filters(*, tags: Iterable[Tag], owners: Iterable[User], now: datetime) -> FilterSet:
    """Tags and owners offered are those that something visible has."""
    usable = (Q(valid_from=None) | Q(valid_from__lte=now)) & (Q(valid_to=None) | Q(valid_to__gt=now))
    states = {
        USABLE: usable & Q(is_retired=False, current__isnull=False),
        COMING: Q(is_retired=False, valid_from__gt=now),
        EXPIRED: Q(is_retired=False, valid_to__lte=now),
        RETIRED: Q(is_retired=True),
    }
    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("title", "advertiser", "licence_note")),
            ChoiceFilter("kind", _("Kind of content"), choices=Content.Kind.choices),
            ChoiceFilter("media", _("Medium"), choices=Content.Media.choices),
            RegionFilter("region", _("Region"), field="region"),
            ChoiceFilter("tag", _("Tag"), choices=[(tag.name, tag.name) for tag in tags], where=lambda name: Q(tags__name=name)),
            ChoiceFilter("state", _("Validity"), choices=_STATES, where=lambda value: states[value]),
            ChoiceFilter("owner", _("Owner"), choices=[(owner.username, str(owner)) for owner in owners], field="owner__username"),
        )
    )
