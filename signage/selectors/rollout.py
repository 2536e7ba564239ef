"""How far publications have come: which of the screens concerned have them."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from portalkit.access.selectors import Access

from ..models import Publication, Schedule, Screen
from .schedules import visible_schedules
from .screens import visible_screens


@dataclass(frozen=True)
class Rollout:
    """How far a publication has come: screens that have it, of those concerned; of an old one as it stood when its list was swept away."""

    publication: Publication
    done: int
    total: int

    @property
    def missing(self) -> int:
        return self.total - self.done


def rollouts_of(schedule: Schedule) -> list[Rollout]:
    """The last publications, newest first. One query."""
    return [_rollout(row) for row in with_rollout(schedule.publications.all()).order_by("-pk")[:5]]


def rollout_of(publication: Publication) -> Rollout:
    """One query."""
    return _rollout(with_rollout(Publication.objects.select_related("schedule")).get(pk=publication.pk))


def visible_publications(access: Access) -> QuerySet[Publication]:
    """Of schedules that the caller sees; settings of screens have none."""
    return Publication.objects.filter(schedule__in=visible_schedules(access).values("pk")).select_related("schedule", "revision")


def screens_without(publication: Publication, access: Access) -> QuerySet[Screen]:
    """The screens concerned, in the caller's reach, that have not said that they have all of it; none once the list is swept away."""
    if publication.swept_at:
        return Screen.objects.none()
    rows = visible_screens(access).filter(publications__publication=publication)
    return rows.exclude(status__complete_revision__gte=publication.pk)


def with_rollout(rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """Annotates `total`, the screens listed, and `done`, those of them that have it."""
    has_it = Q(screens__screen__status__complete_revision__gte=F("pk"))
    return rows.annotate(total=Count("screens"), done=Count("screens", filter=has_it))


def _rollout(row: Publication) -> Rollout:
    if row.reached is not None and row.concerned is not None:
        return Rollout(row, row.reached, row.concerned)
    counted: dict[str, int] = vars(row)
    return Rollout(row, counted["done"], counted["total"])
