"""Content as lists and pages show it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.jobs.models import Job

from ..models import Content, ContentVersion, MediaFile, Playlist, PlaylistItem, Schedule, Upload
from ..permissions import SignagePermission
from .scoping import seen


@dataclass(frozen=True)
class Usage:
    """Where content is used: playlists, and schedules that have it on air."""

    playlists: list[Playlist]
    schedules: list[Schedule]


def visible_content(access: Access) -> QuerySet[Content]:
    return seen(access, Content.objects.select_related("region__parent", "owner", "current"))


def changeable_content(access: Access) -> QuerySet[Content]:
    return access.scope(SignagePermission.AUTHOR, Content.objects.select_related("region__parent", "owner", "current"))


def listed_content(access: Access) -> QuerySet[Content]:
    """With `version_count` and `is_used` in a playlist."""
    used = PlaylistItem.objects.filter(content=OuterRef("pk"))
    return visible_content(access).prefetch_related("tags").annotate(version_count=Count("versions", distinct=True), is_used=Exists(used))


def versions_of_content(content: Content) -> QuerySet[ContentVersion]:
    return content.versions.select_related("made_by")


def page_count(version: ContentVersion) -> int:
    """Of a document; 1 of what has one file, 0 of a notice."""
    return version.files.count()


def usage_of(content: Content, access: Access) -> Usage:
    playlists = seen(access, Playlist.objects.filter(items__content=content).select_related("region__parent").distinct())
    versions = set(content.versions.values_list("pk", flat=True))
    rows = seen(access, Schedule.objects.filter(on_air__isnull=False).select_related("on_air", "region__parent"))
    schedules = [one for one in rows if one.on_air and any(item["version"] in versions for item in one.on_air.items)]
    return Usage(list(playlists), schedules)


def visible_version(access: Access, pk: int) -> ContentVersion | None:
    rows = ContentVersion.objects.filter(pk=pk, content__in=visible_content(access).values("pk"))
    return rows.select_related("content", "thumbnail").first()


def media_page(version: ContentVersion, page: int) -> MediaFile | None:
    return MediaFile.objects.filter(version=version, page=page).select_related("file").first()


def own_upload(user: User, key: UUID) -> Upload | None:
    return Upload.objects.filter(pk=key, owner=user).select_related("region", "content", "made__content").first()


def open_uploads(user: User) -> QuerySet[Upload]:
    """What the person has under way or was refused of late."""
    rows = Upload.objects.filter(owner=user).select_related("content", "made__content")
    return rows.filter(Q(finished_at=None) | Q(made=None)).order_by("-created_at")[:20]


def job_of(upload: Upload) -> Job | None:
    return Job.objects.filter(kind="signage.ingest", key=str(upload.key)).order_by("-pk").first()
