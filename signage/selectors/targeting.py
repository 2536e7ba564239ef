"""Which screens a revision means, and which revisions a screen."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from ..domain.targets import Place, Target, matches
from ..models import ScheduleRevision, Screen


def target_of(revision: ScheduleRevision) -> Target:
    """Reads `regions`, `screens` and `schedule.region`: prefetch them for many."""
    paths = frozenset(region.path for region in revision.regions.all())
    screens = frozenset(screen.pk for screen in revision.screens.all())
    return Target(
        paths=frozenset({revision.schedule.region.path}) if revision.is_whole_region else paths,
        screens=screens,
        tags_any=frozenset(revision.tags_any),
        tags_all=frozenset(revision.tags_all),
        tags_none=frozenset(revision.tags_none),
        within=revision.schedule.region.path,
    )


def place_of(screen: Screen) -> Place:
    """Reads `hall.region` and `tags`: prefetch them for many."""
    return Place(screen=screen.pk, path=screen.hall.region.path, tags=frozenset(tag.name for tag in screen.tags.all()))


def placed_screens() -> QuerySet[Screen]:
    """Screens in service with what `place_of` reads."""
    return Screen.objects.filter(is_enabled=True).select_related("hall__region").prefetch_related("tags")


def standing_in(targets: Iterable[Target]) -> Q:
    """Narrows screens to those that the targets name or that stand in their subtrees; their tags are for `matches` to look at."""
    wanted = list(targets)
    somewhere = Q(pk__in=frozenset().union(*(target.screens for target in wanted)))
    for path in frozenset().union(*(target.paths for target in wanted)):
        somewhere |= Q(hall__region__path__startswith=path)
    return somewhere


def screens_meant(targets: Iterable[Target]) -> list[Screen]:
    """The screens in service that any of the targets means. Two queries."""
    wanted = list(targets)
    return [
        screen for screen in placed_screens().filter(standing_in(wanted)) if any(matches(target, place_of(screen)) for target in wanted)
    ]
