"""Reads the library: which content a caller sees, what it is used for, what is on its way in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from portalkit.access.domain.roles import EVERYWHERE
from portalkit.access.models import User
from portalkit.access.selectors import Access
from portalkit.approvals.domain.steps import ApprovalState
from portalkit.regions.models import Level, Region

from ..domain.kinds import MediaType
from ..domain.media_links import expiry_of, signature
from ..models import Content, ContentVersion, MediaFile, Playlist, Schedule, ScheduleRevision, Tag, Upload
from ..permissions import SignagePermission
from .manifests import media_secret
from .unrolling import BUNDLE_ENTRY

_DAY = 86_400


@dataclass(frozen=True)
class Usage:
    """Where content stands: in playlists, and in schedules that show one of its versions or wait for approval to."""

    playlists: Sequence[Playlist]
    schedules: Sequence[Schedule]


def visible_content(access: Access, permission: str = SignagePermission.VIEW) -> QuerySet[Content]:
    """The content of the caller's regions, and that of the regions above them: what a prefecture gives, its halls may show."""
    rows = Content.objects.select_related("region", "owner", "current")
    own = access.regions(permission).values("pk")
    return rows.filter(Q(region__in=own) | Q(region__path__in=_above(access, permission)))


def changeable_content(access: Access) -> QuerySet[Content]:
    """The content of the regions where the caller is an author."""
    return access.scope(SignagePermission.AUTHOR, Content.objects.select_related("region", "owner", "current"))


def choosable_content(access: Access) -> QuerySet[Content]:
    """What a playlist of the caller may hold: visible, not retired, with a version to show."""
    return visible_content(access).filter(is_retired=False, current__isnull=False)


def authoring_regions(access: Access) -> QuerySet[Region]:
    """Where the caller may put content: regions wider than a hall, or halls for whoever has nothing else. In tree order."""
    own = access.regions(SignagePermission.AUTHOR).order_by("path")
    wide = own.exclude(level=Level.HALL)
    return wide if wide.exists() else own


def counted_versions(rows: QuerySet[Content]) -> QuerySet[Content]:
    """For lists: with the number of versions and the tags."""
    return rows.annotate(version_count=Count("versions", distinct=True)).prefetch_related("tags")


def versions_with_files(content: Content) -> QuerySet[ContentVersion]:
    """Newest first."""
    return content.versions.select_related("made_by", "thumbnail").prefetch_related("files__file").order_by("-number")


def usage_of(content: Content, access: Access) -> Usage:
    """As far as the caller sees it."""
    playlists = access.scope(SignagePermission.VIEW, Playlist.objects.filter(items__content=content)).distinct()
    seen = access.regions(SignagePermission.VIEW).values_list("pk", flat=True)
    showing = schedules_showing(content)
    visible = set(seen.filter(pk__in={schedule.region_id for schedule in showing})) if showing else set()
    return Usage(playlists=list(playlists), schedules=[schedule for schedule in showing if schedule.region_id in visible])


def schedules_showing(content: Content) -> list[Schedule]:
    """Schedules whose frozen items name a version of the content: on air, or waiting for approval. Two queries."""
    wanted = set(content.versions.values_list("pk", flat=True))
    frozen = ScheduleRevision.objects.filter(Q(schedule__on_air=F("pk")) | Q(state=ApprovalState.SUBMITTED))
    rows = frozen.select_related("schedule__region").order_by("schedule", "number")
    showing = (revision.schedule for revision in rows if wanted & {item["version"] for item in revision.items})
    return list({schedule.pk: schedule for schedule in showing}.values())


def twins_of(version: ContentVersion, access: Access) -> list[Content]:
    """Other visible content that was made from the same bytes."""
    digest = version.made_from.get("sha256")
    if not digest:
        return []
    same = ContentVersion.objects.filter(made_from__sha256=digest).values("content")
    return list(visible_content(access).filter(pk__in=same).exclude(pk=version.content_id)[:5])


def file_to_show(access: Access, *, version: int, page: int) -> MediaFile | None:
    """A file of a version that the caller may see."""
    rows = MediaFile.objects.select_related("file", "version__content").filter(version=version, page=page)
    return rows.filter(version__content__in=visible_content(access).order_by().values("pk")).first()


def thumbnail_to_show(access: Access, *, version: int) -> ContentVersion | None:
    """A version with a thumbnail, of content that the caller may see."""
    return _with_thumbnail(access).select_related("thumbnail").filter(pk=version).first()


def with_thumbnail_to_show(access: Access, *, versions: Collection[int]) -> frozenset[int]:
    """Those of the versions that `thumbnail_to_show` finds. One query."""
    return frozenset(_with_thumbnail(access).filter(pk__in=versions).values_list("pk", flat=True))


def bundle_address(version: ContentVersion, *, now: datetime) -> str | None:
    """Where a bundle can be looked at: the address that players use, for a day. Reads its files."""
    file = next(iter(version.files.all()), None)
    if version.content.media != MediaType.BUNDLE or file is None:
        return None
    expires = expiry_of(int(now.timestamp()) // _DAY * _DAY)
    signed = signature(media_secret(), digest=file.file.sha256, expires=expires)
    return f"/player/bundles/{expires}/{signed}/{file.file.sha256}/{BUNDLE_ENTRY}"


def open_uploads(user: User) -> QuerySet[Upload]:
    """The person's unfinished uploads."""
    return Upload.objects.filter(owner=user, finished_at=None).select_related("content", "region").order_by("-created_at")


def own_upload(user: User, key: UUID) -> Upload | None:
    """An upload is its owner's alone."""
    return Upload.objects.filter(owner=user, pk=key).select_related("region", "owner", "content", "made__content").first()


def own_uploads(user: User, keys: Collection[UUID]) -> QuerySet[Upload]:
    """Those of the uploads that are the person's, with what became of them."""
    return Upload.objects.filter(owner=user, pk__in=keys).select_related("made__content")


def tags_of_content(access: Access) -> QuerySet[Tag]:
    """What something that the caller sees is found by; the tags of screens are not among them."""
    return Tag.objects.filter(contents__in=visible_content(access).order_by().values("pk")).distinct().order_by("name")


def owners_of_content(access: Access) -> QuerySet[User]:
    """Who owns something that the caller sees."""
    return User.objects.filter(pk__in=visible_content(access).order_by().values("owner")).order_by("username")


def _with_thumbnail(access: Access) -> QuerySet[ContentVersion]:
    return ContentVersion.objects.filter(thumbnail__isnull=False, content__in=visible_content(access).order_by().values("pk"))


def _above(access: Access, permission: str) -> set[str]:
    """The paths of the regions above those where the caller has the permission."""
    found: set[str] = set()
    for root in access.paths.get(str(permission), ()):
        parts = [part for part in root.split("/") if part] if root != EVERYWHERE else []
        found |= {f"/{'/'.join(parts[:depth])}/" for depth in range(1, len(parts))}
    return found
