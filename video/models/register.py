"""What is recorded, where, and on what: cameras, storage nodes, their volumes, the addresses that may be dialled."""

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region
from storefronts.models import Hall

from ..domain.causes import VolumeState

DIGITS = RegexValidator(r"^[0-9]{20}\Z", _("A device id has 20 digits."))


class StorageNode(models.Model):
    """A machine near the halls. `name` is what `recorder --node` is given; its jobs run on the queue `video.<name>`.

    `media_url` is where browsers reach the node's own HTTP service (live pictures); empty: it has none.
    """

    name = models.SlugField(_("Name"), max_length=40, unique=True)
    title = models.CharField(_("Title"), max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    media_url = models.URLField(_("Address of its media service"), blank=True, default="")
    is_enabled = models.BooleanField(_("In service"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.title

    @property
    def queue(self) -> str:
        return f"video.{self.name}"


class Volume(models.Model):
    """A folder of a node that holds footage. It is written to only while the marker file in it bears `marker`."""

    class State(models.TextChoices):
        UNKNOWN = VolumeState.UNKNOWN.value, _("Not seen yet")
        READY = VolumeState.READY.value, _("Ready")
        NO_MARKER = VolumeState.NO_MARKER.value, _("No marker file")
        WRONG_MARKER = VolumeState.WRONG_MARKER.value, _("Marker of another volume")
        FULL = VolumeState.FULL.value, _("Full")
        FAILED = VolumeState.FAILED.value, _("Broken")

    node = models.ForeignKey(StorageNode, on_delete=models.PROTECT, related_name="volumes", verbose_name=_("Storage node"))
    marker = models.UUIDField(_("Marker"), unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("Title"), max_length=80)
    path = models.CharField(_("Folder"), max_length=255)
    quota_bytes = models.BigIntegerField(_("Quota"), null=True, blank=True)
    is_enabled = models.BooleanField(_("In service"), default=True)
    state = models.CharField(_("State"), max_length=12, choices=State.choices, default=State.UNKNOWN)
    total_bytes = models.BigIntegerField(null=True, blank=True)
    free_bytes = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["node", "title"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["node", "path"], name="volume_path_once_a_node"),
            models.CheckConstraint(condition=Q(quota_bytes=None) | Q(quota_bytes__gt=0), name="volume_quota_positive"),
        ]

    def __str__(self) -> str:
        return self.title


class AddressRule(models.Model):
    """A subnet whose addresses may be dialled for cameras of halls in a region's subtree. Without a rule nothing is dialled."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    network = models.CharField(_("Subnet"), max_length=43)
    ports = models.CharField(_("Ports"), max_length=60, default="554 80")
    note = models.CharField(_("Note"), max_length=200, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["region__path", "network"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["region", "network"], name="address_rule_once"),
        ]

    def __str__(self) -> str:
        return self.network


class Camera(models.Model):
    """A camera of a hall. Addresses hold no credentials: those are `username` and the sealed, write-only password.

    `generation` rises with every change that the recorder must notice; `volume` is a wish, empty leaves it to the node.
    """

    class Source(models.TextChoices):
        RTSP = "rtsp", _("IP camera (RTSP)")
        DEMO = "demo", _("Generated picture")

    gb_id = models.CharField(_("Device id"), max_length=20, unique=True, validators=[DIGITS])
    name = models.CharField(_("Name"), max_length=80)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="cameras", verbose_name=_("Hall"))
    node = models.ForeignKey(
        StorageNode, on_delete=models.PROTECT, null=True, blank=True, related_name="cameras", verbose_name=_("Storage node")
    )
    volume = models.ForeignKey(Volume, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Volume"))
    source = models.CharField(_("Source"), max_length=8, choices=Source.choices, default=Source.RTSP)
    main_url = models.CharField(_("Main stream"), max_length=300, blank=True, default="")
    sub_url = models.CharField(_("Sub stream"), max_length=300, blank=True, default="")
    onvif_url = models.CharField(_("ONVIF service"), max_length=300, blank=True, default="")
    username = models.CharField(_("User name at the camera"), max_length=60, blank=True, default="")
    password_sealed = models.BinaryField(default=b"", blank=True, editable=False)
    keeps_audio = models.BooleanField(_("Record sound"), default=False)
    is_enabled = models.BooleanField(_("Record"), default=True)
    keep_days = models.PositiveSmallIntegerField(_("Days to keep"), null=True, blank=True)
    generation = models.PositiveBigIntegerField(default=1, editable=False)
    manufacturer = models.CharField(_("Manufacturer"), max_length=80, blank=True, default="")
    model = models.CharField(_("Model"), max_length=80, blank=True, default="")
    firmware = models.CharField(_("Firmware"), max_length=80, blank=True, default="")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["hall__region__path", "gb_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(keep_days=None) | Q(keep_days__gt=0), name="camera_keep_days_positive"),
            models.CheckConstraint(condition=~Q(source="rtsp") | ~Q(main_url=""), name="camera_rtsp_has_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def legal_retention_days(self) -> int:
        """Those of its hall; the law knows none for generated pictures, which show nobody."""
        return 0 if self.source == self.Source.DEMO else self.hall.legal_retention_days
