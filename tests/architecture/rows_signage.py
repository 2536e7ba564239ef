"""Makers for the rows of hall signage; every text carries the place's marker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from portalkit.files.models import StoredFile
from signage.domain.tokens import digest_of
from signage.models import (
    Content,
    ContentVersion,
    Layout,
    LayoutZone,
    MediaFile,
    PlayCount,
    Playlist,
    Publication,
    PublicationScreen,
    Schedule,
    ScheduleRevision,
    Screen,
    ScreenCommand,
    ScreenFault,
    Screenshot,
    ScreenStatus,
    Upload,
)
from storefronts.models import Hall

if TYPE_CHECKING:
    from tests.architecture.world import Place

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
Maker = Callable[["Place", int], Model]


def _layout(place: Place, number: int) -> Layout:
    layout = Layout.objects.create(name=f"Layout {number} {place.marker}", region=place.region)
    LayoutZone.objects.create(layout=layout, name="main", title=place.marker, left=0, top=0, width=12, height=12)
    return layout


def _content(place: Place, number: int) -> Content:
    return Content.objects.create(
        title=f"Content {number} {place.marker}", kind="advert", media="image", region=place.region, owner=place.person,
        advertiser=place.marker, licence_note=place.marker, created_at=NOW,
    )  # fmt: skip


def _version(place: Place, number: int) -> ContentVersion:
    content, stored = place.rows["signage.Content"], place.rows["files.StoredFile"]
    assert isinstance(content, Content)
    assert isinstance(stored, StoredFile)
    version = ContentVersion.objects.create(content=content, number=number + 1, thumbnail=stored, made_by=place.person, made_at=NOW)
    MediaFile.objects.create(version=version, file=stored, content_type="image/jpeg")
    content.current = version
    content.save()
    return version


def _upload(place: Place, number: int) -> Upload:
    values = {"title": place.marker, "modified": 0}
    return Upload.objects.create(
        owner=place.person, region=place.region, name=f"{number} {place.marker}.jpg", size=9, values=values, created_at=timezone.now()
    )


def _playlist(place: Place, number: int) -> Playlist:
    return Playlist.objects.create(title=f"Playlist {number} {place.marker}", region=place.region, owner=place.person, changed_at=NOW)


def _schedule(place: Place, number: int) -> Schedule:
    return Schedule.objects.create(title=f"Schedule {number} {place.marker}", kind="advert", region=place.region, created_at=NOW)


def _revision(place: Place, number: int) -> ScheduleRevision:
    schedule, playlist = place.rows["signage.Schedule"], place.rows["signage.Playlist"]
    assert isinstance(schedule, Schedule)
    assert isinstance(playlist, Playlist)
    return ScheduleRevision.objects.create(
        schedule=schedule, number=number + 1, title=schedule.title, playlist=playlist, author=place.person, first_day=date(2026, 11, 1),
        plays_per_hour=4, made_at=NOW, state="submitted", submitted_at=NOW,
    )  # fmt: skip


def _publication(place: Place, number: int) -> Publication:
    schedule, revision = place.rows["signage.Schedule"], place.rows["signage.ScheduleRevision"]
    return Publication.objects.create(
        action="publish", schedule_id=schedule.pk, revision_id=revision.pk, at=NOW + number * HOUR, by_name=place.marker
    )


def _screen(place: Place, number: int) -> Screen:
    hall, layout = place.rows["storefronts.Hall"], place.rows["signage.Layout"]
    assert isinstance(hall, Hall)
    assert isinstance(layout, Layout)
    return Screen.objects.create(
        hall=hall, name=f"Screen {number} {place.marker}", place=place.marker, layout=layout, paired_at=NOW, paired_by_name=place.marker,
        token_digest=digest_of(f"{place.marker} {number}"),
    )  # fmt: skip


def _lacking(place: Place, number: int) -> PublicationScreen:
    """Screens beyond the first, each of which lacks the publication."""
    screen = _screen(place, 1000 + number)
    return PublicationScreen.objects.create(publication_id=place.rows["signage.Publication"].pk, screen=screen)


def _status(place: Place, number: int) -> ScreenStatus:
    screen, version = place.rows["signage.Screen"], place.rows["signage.ContentVersion"]
    playing = [{"zone": "main", "schedule": 1, "item": str(version.pk), "title": place.marker, "since": 1_795_000_000_000}]
    return ScreenStatus.objects.create(
        screen_id=screen.pk, seen_at=timezone.now(), version=place.marker, browser=place.marker, playing=playing
    )


def _fault(place: Place, number: int) -> ScreenFault:
    screen = place.rows["signage.Screen"]
    return ScreenFault.objects.create(
        screen_id=screen.pk, code="bad_media", subject=f"{number} {place.marker}", detail=place.marker, first_at=NOW, last_at=NOW
    )


def _command(place: Place, number: int) -> ScreenCommand:
    screen = place.rows["signage.Screen"]
    return ScreenCommand.objects.create(
        screen_id=screen.pk, batch=UUID(int=screen.pk * 1000 + number), kind="reload", asked_by_name=place.marker, asked_at=NOW,
        expires_at=NOW + HOUR, error=place.marker, done_at=NOW,
    )  # fmt: skip


def _screenshot(place: Place, number: int) -> Screenshot:
    screen, stored = place.rows["signage.Screen"], place.rows["files.StoredFile"]
    return Screenshot.objects.create(screen_id=screen.pk, file_id=stored.pk, taken_at=NOW + number * HOUR)


def _count(place: Place, number: int) -> PlayCount:
    screen, schedule, version = (place.rows[f"signage.{name}"] for name in ("Screen", "Schedule", "ContentVersion"))
    hall = place.rows["storefronts.Hall"]
    return PlayCount.objects.create(
        screen_id=screen.pk, hall_id=hall.pk, schedule_id=schedule.pk, version_id=version.pk,
        hour=timezone.now().replace(minute=0, second=0, microsecond=0) - number * HOUR,
        item=str(version.pk), zone="main", plays=4, milliseconds=32_000, sequence=1,
    )  # fmt: skip


ROWS: Mapping[str, Maker] = {
    "signage.Layout": _layout,
    "signage.Content": _content,
    "signage.ContentVersion": _version,
    "signage.Upload": _upload,
    "signage.Playlist": _playlist,
    "signage.Schedule": _schedule,
    "signage.ScheduleRevision": _revision,
    "signage.Publication": _publication,
    "signage.Screen": _screen,
    "signage.PublicationScreen": _lacking,
    "signage.ScreenStatus": _status,
    "signage.ScreenFault": _fault,
    "signage.ScreenCommand": _command,
    "signage.Screenshot": _screenshot,
    "signage.PlayCount": _count,
}
