"""How the list of jobs is narrowed."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.audit.domain.actors import ActorKind
from portalkit.filters import ChoiceFilter, DateRangeFilter, FilterSet, TextFilter

from .domain.kinds import all_kinds, label_of
from .models import JobState

PEOPLE, ROUTINE = "people", "routine"
_BY_SCHEDULE = Q(owner=None, actor_kind=ActorKind.SYSTEM)


def _kinds() -> Sequence[tuple[str, str]]:
    return sorted(((kind.code, label_of(kind.code)) for kind in all_kinds()), key=lambda pair: pair[1])


JOB_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=JobState.choices, multiple=True),
        ChoiceFilter("kind", _("Kind"), choices=_kinds, multiple=True),
        ChoiceFilter(
            "origin",
            _("Asked by"),
            choices=[(PEOPLE, _("People and machines")), (ROUTINE, _("The schedule"))],
            where=lambda value: _BY_SCHEDULE if value == ROUTINE else ~_BY_SCHEDULE,
        ),
        DateRangeFilter("asked", _("Asked for"), field="created_at"),
        TextFilter("q", _("Search"), fields=("title", "error")),
    )
)
