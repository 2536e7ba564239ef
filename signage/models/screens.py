"""The screens of halls, their layouts, and what reaches them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region
from storefronts.models import Hall

from ..domain import kinds
from .library import Tag


class Layout(models.Model):
    """How a screen is divided: zones on a grid."""

    name = models.CharField(_("Name"), max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    columns = models.PositiveSmallIntegerField(_("Columns"), default=12)
    rows = models.PositiveSmallIntegerField(_("Rows"), default=12)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(columns__range=(1, 48), rows__range=(1, 48)), name="layout_grid_of_sane_size"),
        ]

    def __str__(self) -> str:
        return self.name


class LayoutZone(models.Model):
    """A rectangle of a layout in grid cells, counted from 0 at the top left. `name` is what schedules ask for."""

    layout = models.ForeignKey(Layout, on_delete=models.CASCADE, related_name="zones")
    name = models.SlugField(_("Name"), max_length=20)
    title = models.CharField(_("Title"), max_length=40)
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["layout", "top", "left"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["layout", "name"], name="layout_zone_name_once"),
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="layout_zone_has_size"),
        ]

    def __str__(self) -> str:
        return self.title


class Screen(models.Model):
    """A screen of a hall. Only the SHA-256 of its player's token is kept. `revision` is the publication that it is to have.

    `tag_text` is what an import says of the tags.
    `layout` None: one zone, `main`. `hours` is when it is on, a list of seven lists (from Monday) of `["HH:MM", "HH:MM"]`; empty: always.
    `download_windows` is when it may fetch media, like day parts; empty: always. `bytes_per_hour` bounds what it fetches.
    """

    class Orientation(models.TextChoices):
        LANDSCAPE = "landscape", _("Landscape")
        PORTRAIT = "portrait", _("Portrait")

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="screens", verbose_name=_("Hall"))
    name = models.CharField(_("Name"), max_length=80)
    place = models.CharField(_("Place"), max_length=120, blank=True, default="")
    orientation = models.CharField(_("Orientation"), max_length=10, choices=Orientation.choices, default=Orientation.LANDSCAPE)
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, null=True, blank=True, related_name="screens", verbose_name=_("Layout"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="screens", verbose_name=_("Tags"))
    time_zone = models.CharField(_("Time zone"), max_length=40, default="Asia/Shanghai")
    is_enabled = models.BooleanField(_("In service"), default=True)
    volume = models.PositiveSmallIntegerField(_("Volume, %"), default=0)
    hours = models.JSONField(_("Hours of operation"), default=list, blank=True)
    download_windows = models.JSONField(_("Download windows"), default=list, blank=True)
    bytes_per_hour = models.BigIntegerField(_("Download limit per hour"), null=True, blank=True)
    revision = models.BigIntegerField(default=0)
    token_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    paired_at = models.DateTimeField(_("Paired at"), null=True, blank=True)
    paired_by_name = models.CharField(max_length=150, blank=True, default="")
    tag_text = models.CharField(max_length=1000, blank=True, default="")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["hall__region__path", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "name"], name="screen_name_once_a_hall"),
            models.CheckConstraint(condition=Q(volume__lte=100), name="screen_volume_to_hundred"),
            models.CheckConstraint(condition=Q(bytes_per_hour=None) | Q(bytes_per_hour__gt=0), name="screen_limit_positive"),
            models.CheckConstraint(condition=Q(token_digest=None) | Q(paired_at__isnull=False), name="screen_token_since_pairing"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone_names(self) -> list[str]:
        return [zone.name for zone in self.layout.zones.all()] if self.layout else [kinds.MAIN_ZONE]


class Pairing(models.Model):
    """A player that shows a code and waits for somebody to say which screen it is. Once the token was handed out the row is gone."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=8, unique=True)
    poll_digest = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    about = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    claimed_by_name = models.CharField(max_length=150, blank=True, default="")
    token_sealed = models.BinaryField(default=b"", blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return self.code


class ScreenManifest(models.Model):
    """What a screen was last told, ready to be sent again. `etag` names revision and day; `body` is JSON text."""

    screen = models.OneToOneField(Screen, on_delete=models.CASCADE, related_name="manifest")
    etag = models.CharField(max_length=60)
    body = models.TextField()
    built_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.screen_id} {self.etag}"


class Nudge(models.Model):
    """Something the event stream tells players, in order of `pk`. `screens` None: all of them. Old rows are swept away."""

    kind = models.CharField(max_length=12)
    screens = models.JSONField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
