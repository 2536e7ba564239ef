"""What agents can be narrowed by."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, FilterSet, RegionFilter, TextFilter

from ..models import Queue


def agent_filters(
    *, queues: Iterable[Queue], teams: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]], today: date
) -> FilterSet:
    """Teams, groups and queues offered are those that the caller may see."""
    there = Q(last_day=None, first_day__lte=today) | Q(last_day__gte=today, first_day__lte=today)
    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("code", "name")),
            ChoiceFilter("team", _("Team"), choices=teams, multiple=True),
            ChoiceFilter("skill", _("Skill"), field="skills__queue__code", choices=[(queue.code, queue.display_name) for queue in queues]),
            ChoiceFilter("group", _("Rotation group"), field="rotation_group", choices=groups),
            RegionFilter("region", _("Region")),
            BooleanFilter("there", _("Employed today"), where=lambda value: there if value else ~there),
            BooleanFilter("away", _("Absent today"), field="is_away"),
        )
    )
