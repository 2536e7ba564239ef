"""Playlists are drafts: saving one changes nothing on any screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ...models import Content, Playlist, PlaylistItem


class PlaylistInUse(Exception):
    """A schedule was made of it."""


@dataclass(frozen=True)
class ItemValues:
    """`duration_ms` None: the content's own."""

    content: Content
    duration_ms: int | None
    transition: str
    valid_from: datetime | None
    valid_to: datetime | None


@transaction.atomic
def add_playlist(*, title: str, region: Region, by: Actor, user: User, now: datetime) -> Playlist:
    playlist = Playlist.objects.create(title=title, region=region, owner=user, changed_at=now)
    record(by=by, action="signage.add_playlist", on=playlist, region_code=region.code, at=now)
    return playlist


@transaction.atomic
def change_playlist(*, playlist: Playlist, title: str, items: Sequence[ItemValues], by: Actor, now: datetime) -> Playlist:
    """Puts these items in the place of those there are, in their order."""
    found = Playlist.objects.select_for_update(of=("self",)).select_related("region").get(pk=playlist.pk)
    found.title, found.changed_at = title, now
    found.save(update_fields=["title", "changed_at"])
    found.items.all().delete()
    PlaylistItem.objects.bulk_create(
        [PlaylistItem(playlist=found, position=place, **vars(item)) for place, item in enumerate(items, start=1)]
    )
    detail = {"items": [item.content.title for item in items]}
    record(by=by, action="signage.change_playlist", on=found, region_code=found.region.code, detail=detail, at=now)
    return found


@transaction.atomic
def remove_playlist(*, playlist: Playlist, by: Actor, now: datetime) -> None:
    """Raises PlaylistInUse."""
    record(by=by, action="signage.remove_playlist", on=playlist, region_code=playlist.region.code, at=now)
    try:
        playlist.delete()
    except ProtectedError:
        raise PlaylistInUse(playlist.title) from None
