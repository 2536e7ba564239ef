"""Playlists, what they hold, and where they are used."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet

from portalkit.access.selectors import Access

from ..domain.freezing import SHORTEST_MS, USUAL_MS, Piece
from ..models import Content, MediaFile, Playlist, PlaylistItem, Schedule, ScheduleRevision
from ..permissions import SignagePermission
from .scoping import seen


def visible_playlists(access: Access) -> QuerySet[Playlist]:
    return seen(access, Playlist.objects.select_related("region__parent", "owner"))


def changeable_playlists(access: Access) -> QuerySet[Playlist]:
    return access.scope(SignagePermission.AUTHOR, Playlist.objects.select_related("region__parent", "owner"))


def listed_playlists(access: Access) -> QuerySet[Playlist]:
    """With `item_count`, and `is_used` where a schedule on air has a copy of it."""
    on_air = Schedule.objects.filter(on_air__playlist=OuterRef("pk"))
    return visible_playlists(access).annotate(item_count=Count("items", distinct=True), is_used=Exists(on_air))


def usable_content(access: Access) -> QuerySet[Content]:
    """What may go into a playlist."""
    rows = Content.objects.filter(is_retired=False, current__isnull=False)
    return seen(access, rows.select_related("region__parent", "current")).order_by("title", "pk")


def content_to_choose(playlist: Playlist, access: Access) -> dict[int, Content]:
    """What may stand in the playlist, by its id: what is usable, and what stands there already though it no longer is."""
    usable = {content.pk: content for content in usable_content(access)}
    return usable | {item.content_id: item.content for item in items_of(playlist) if item.content_id not in usable}


def items_of(playlist: Playlist) -> list[PlaylistItem]:
    """In order, with their content. One query, or none where they are prefetched."""
    if "items" in getattr(playlist, "_prefetched_objects_cache", {}):
        return list(playlist.items.all())
    return list(playlist.items.select_related("content__current", "content__region"))


def pieces_of(playlist: Playlist) -> list[Piece]:
    return [piece_of(item) for item in items_of(playlist)]


def piece_of(item: PlaylistItem) -> Piece:
    """Reads `content.current`."""
    return Piece(
        title=item.content.title,
        version=item.content.current_id,
        own_ms=item.content.current.duration_ms if item.content.current else None,
        duration_ms=item.duration_ms,
        transition=item.transition,
        bounds=((item.valid_from, item.valid_to), (item.content.valid_from, item.content.valid_to)),
        is_retired=item.content.is_retired,
    )


def pages_of(items: Sequence[PlaylistItem]) -> Mapping[int, int]:
    """How many pages the current version of each content has, by the version's id. One query."""
    return pages_of_versions([item.content.current_id for item in items if item.content.current_id])


def pages_of_versions(versions: Iterable[int]) -> Mapping[int, int]:
    """How many pages each has, by its id; none of a version without files. One query."""
    rows = MediaFile.objects.filter(version__in=list(versions)).order_by().values("version").annotate(pages=Count("pk"))
    return {row["version"]: row["pages"] for row in rows}


def length_ms(items: Sequence[PlaylistItem], pages: Mapping[int, int]) -> int:
    """What one pass lasts."""
    return sum(lasts_ms(item) * max(1, pages.get(item.content.current_id or 0, 1)) for item in items if item.content.current_id)


def lasts_ms(item: PlaylistItem) -> int:
    """What an item lasts, a document each of its pages."""
    own = item.content.current.duration_ms if item.content.current else None
    return max(SHORTEST_MS, item.duration_ms or own or USUAL_MS)


def used_by(playlist: Playlist, access: Access) -> QuerySet[Schedule]:
    """The schedules that have a copy of it in any revision."""
    revisions = ScheduleRevision.objects.filter(schedule=OuterRef("pk"), playlist=playlist)
    return seen(access, Schedule.objects.filter(Exists(revisions)).select_related("region__parent", "on_air"))
