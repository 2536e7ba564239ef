"""What may be shown: content, its versions, their files."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.files.models import StoredFile
from portalkit.regions.models import Region

from ..domain import kinds


class Tag(models.Model):
    """A word that content is found by, or that screens are grouped by."""

    name = models.CharField(_("Tag"), max_length=40, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Content(models.Model):
    """A thing in the library. `current` is its newest usable version; what is on air names versions, never content.

    Readers in a region see its content and that of the regions above it.
    """

    class Kind(models.TextChoices):
        BRAND = kinds.ContentKind.BRAND.value, _("Brand")
        SERVICE = kinds.ContentKind.SERVICE.value, _("Service")
        PROMOTION = kinds.ContentKind.PROMOTION.value, _("Promotion")
        TRAINING = kinds.ContentKind.TRAINING.value, _("Staff training")
        EMERGENCY = kinds.ContentKind.EMERGENCY.value, _("Emergency notice")
        SECURITY = kinds.ContentKind.SECURITY.value, _("Security information")
        ADVERT = kinds.ContentKind.ADVERT.value, _("Phone advert")

    class Media(models.TextChoices):
        IMAGE = kinds.MediaType.IMAGE.value, _("Picture")
        VIDEO = kinds.MediaType.VIDEO.value, _("Video clip")
        DOCUMENT = kinds.MediaType.DOCUMENT.value, _("Document")
        BUNDLE = kinds.MediaType.BUNDLE.value, _("HTML bundle")
        NOTICE = kinds.MediaType.NOTICE.value, _("Text notice")

    title = models.CharField(_("Title"), max_length=120)
    kind = models.CharField(_("Kind of content"), max_length=10, choices=Kind.choices)
    media = models.CharField(_("Medium"), max_length=10, choices=Media.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Owner"))
    advertiser = models.CharField(_("Advertiser"), max_length=80, blank=True, default="")
    licence_note = models.CharField(_("Licence note"), max_length=300, blank=True, default="")
    tags = models.ManyToManyField(Tag, blank=True, related_name="contents", verbose_name=_("Tags"))
    valid_from = models.DateTimeField(_("Valid from"), null=True, blank=True)
    valid_to = models.DateTimeField(_("Valid until"), null=True, blank=True)
    is_retired = models.BooleanField(_("Retired"), default=False)
    created_at = models.DateTimeField(_("Added at"))
    current = models.ForeignKey("ContentVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in kinds.ContentKind]), name="content_kind_known"),
            models.CheckConstraint(condition=Q(media__in=[media.value for media in kinds.MediaType]), name="content_media_known"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="content_valid_from_before_to"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContentVersion(models.Model):
    """One state of content; a replacement is the next one. Never changed after it is made.

    `duration_ms` is what the medium itself lasts (a clip), None where the playlist says. `text` is what a notice holds: `title`, `body`,
    `tone`. `made_from` says what came in and what was done to it: `name`, `size`, `sha256`, `notes` (codes of domain words).
    """

    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("Version"))
    width = models.PositiveIntegerField(_("Width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("Height"), null=True, blank=True)
    duration_ms = models.PositiveIntegerField(_("Duration"), null=True, blank=True)
    text = models.JSONField(default=dict, blank=True)
    thumbnail = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_from = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("Made at"))

    class Meta:
        ordering: ClassVar[list[str]] = ["content", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["content", "number"], name="content_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.content_id} v{self.number}"


class MediaFile(models.Model):
    """A file that players fetch: the picture, the clip, a page of a document (`page` from 1), the archive of a bundle.

    `chunks` are the SHA-256 of each piece of `domain.kinds.CHUNK_BYTES`, in hexadecimal: a player checks what it
    has piece by piece.
    """

    version = models.ForeignKey(ContentVersion, on_delete=models.CASCADE, related_name="files")
    page = models.PositiveIntegerField(default=1)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    content_type = models.CharField(max_length=40)
    chunks = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["version", "page"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "page"], name="media_file_page_once"),
            models.CheckConstraint(condition=Q(page__gte=1), name="media_file_page_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.page}"


class Upload(models.Model):
    """A file on its way in, piece by piece; `received` bytes are durable. `values` are what the form said of the content to be.

    `content` names what it replaces. Finished, it waits for the job that checks it; `refusal` says why it was turned down.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    values = models.JSONField(default=dict)
    content = models.ForeignKey(Content, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    made = models.ForeignKey(ContentVersion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(received__gte=0) & Q(received__lte=F("size")), name="upload_received_within_size"),
        ]

    def __str__(self) -> str:
        return self.name
