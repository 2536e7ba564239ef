"""Whether what a schedule plays may be shown everywhere it plays: content belongs to a region, and is shown in it and below it only."""

from collections.abc import Collection, Iterable

from ..models import Content, ScheduleRevision


def places_meant(revision: ScheduleRevision) -> list[str]:
    """The paths of the regions and halls that it names; tags only narrow them."""
    if revision.is_whole_region:
        return [revision.schedule.region.path]
    regions = [region.path for region in revision.regions.all()]
    return regions + [screen.hall.region.path for screen in revision.screens.select_related("hall__region")]


def content_of(revision: ScheduleRevision) -> list[Content]:
    """What its frozen items show. One query."""
    versions = {item["version"] for item in revision.items}
    return list(Content.objects.filter(versions__in=versions).select_related("region").order_by("title", "pk").distinct())


def out_of_reach(contents: Iterable[Content], places: Collection[str]) -> list[Content]:
    """Those whose region does not hold all of the places. Reads `region`."""
    return [content for content in contents if not all(place.startswith(content.region.path) for place in places)]
