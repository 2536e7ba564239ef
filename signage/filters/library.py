"""What content can be narrowed by."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..models import Content, Tag


def _valid(wanted: bool) -> Q:  # noqa: FBT001 - the filter hands its value over
    now = timezone.now()
    is_valid = (Q(valid_from=None) | Q(valid_from__lte=now)) & (Q(valid_to=None) | Q(valid_to__gt=now))
    return is_valid if wanted else ~is_valid


CONTENT_FILTERS = FilterSet(
    (
        TextFilter("q", _("Search"), fields=("title", "advertiser", "licence_note")),
        RegionFilter("region", _("Region")),
        ChoiceFilter("kind", _("Kind of content"), choices=Content.Kind.choices),
        ChoiceFilter("media", _("Medium"), choices=Content.Media.choices),
        ChoiceFilter(
            "tag",
            _("Tag"),
            choices=lambda: [(tag.name, tag.name) for tag in Tag.objects.filter(contents__isnull=False).distinct()],
            where=lambda name: Q(pk__in=Content.objects.filter(tags__name=name).values("pk")),
        ),
        BooleanFilter("valid", _("Valid now"), where=_valid),
        BooleanFilter("retired", _("Retired"), field="is_retired"),
    )
)
