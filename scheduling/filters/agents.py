"""What agents can be narrowed by."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.filters import BooleanFilter, ChoiceFilter, DateRangeFilter, FilterSet, RegionFilter, TextFilter

from ..models import Absence, Queue


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


def absence_filters(*, queues: Iterable[Queue], teams: Sequence[tuple[str, str]], today: date) -> FilterSet:
    """Teams and queues offered are those that the caller may see."""

    def state(value: str) -> Q:
        if value == "coming":
            return Q(first_day__gt=today)
        return Q(last_day__lt=today) if value == "over" else Q(first_day__lte=today, last_day__gte=today)

    return FilterSet(
        (
            TextFilter("q", _("Search"), fields=("agent__code", "agent__name", "note")),
            ChoiceFilter("kind", _("Kind"), choices=Absence.Kind.choices, multiple=True),
            DateRangeFilter("day", _("Day"), where=lambda span: _overlaps(span.first, span.last)),
            ChoiceFilter(
                "state", _("State"), choices=[("coming", _("coming")), ("running", _("running")), ("over", _("over"))], where=state
            ),
            ChoiceFilter("team", _("Team"), field="agent__team", choices=teams, multiple=True),
            ChoiceFilter(
                "queue", _("Queue"), field="agent__skills__queue__code", choices=[(queue.code, queue.display_name) for queue in queues]
            ),
            RegionFilter("region", _("Region"), field="agent__region"),
        )
    )


def _overlaps(low: date | None, high: date | None) -> Q:
    found = Q(last_day__gte=low) if low else Q()
    return found & (Q(first_day__lte=high) if high else Q())
