"""What was recorded and what was not: leases, segments, gaps, events."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..domain.causes import Cause, EventKind
from .register import Camera, StorageNode, Volume

CAUSES = {
    Cause.NONE: _("No cause known"),
    Cause.SWITCHED_OFF: _("Switched off"),
    Cause.UNREACHABLE: _("Camera not reachable"),
    Cause.WRONG_PASSWORD: _("User name or password refused"),
    Cause.NOT_A_STREAM: _("The address answers with something that is no video stream"),
    Cause.UNSUPPORTED_CODEC: _("Codec that cannot be stored"),
    Cause.ADDRESS_REFUSED: _("Address outside the allowed subnets"),
    Cause.STREAM_ENDED: _("The camera ended the stream"),
    Cause.STREAM_STALLED: _("No packets for too long"),
    Cause.STREAM_DAMAGED: _("The stream could not be read"),
    Cause.CLOCK_STEP: _("The node's clock was set"),
    Cause.NO_VOLUME: _("No volume to write to"),
    Cause.DISK_FULL: _("Disk full"),
    Cause.DISK_FAILED: _("Disk failed"),
    Cause.RECORDER_STOPPED: _("Recorder stopped"),
    Cause.RECORDER_CRASHED: _("Recorder broke down"),
    Cause.MOVED: _("Moved to another node"),
}
CAUSE_CHOICES = [(str(cause), label) for cause, label in CAUSES.items()]


class RecordingLease(models.Model):
    """Who records a camera. Taking it over raises `epoch`, so that two recorders never write under the same one."""

    camera = models.OneToOneField(Camera, on_delete=models.CASCADE, related_name="lease")
    node = models.ForeignKey(StorageNode, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=36)
    epoch = models.PositiveBigIntegerField()
    renewed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.camera_id} @ {self.node_id} #{self.epoch}"


class Segment(models.Model):
    """One file of footage. The row follows the durable file, never the other way round.

    `start` and `end` are UTC to the microsecond; `fragments` is the table of `domain.fragments`; `init_bytes` the length of the
    boxes before the first fragment. An OPEN segment still grows: its row shows what was durable a few seconds ago and has no sha256.
    DELETING marks footage about to go, EVICTING a file about to go of which the archive keeps a copy. `archive_key` names it in the
    archive; `is_local` says whether the node's file is still there.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Growing")
        CLOSED = "closed", _("Closed file")
        DELETING = "deleting", _("Being deleted")
        EVICTING = "evicting", _("Left to the archive")

    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="segments")
    epoch = models.PositiveBigIntegerField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True, default="")
    volume = models.ForeignKey(Volume, on_delete=models.PROTECT, related_name="segments")
    path = models.CharField(max_length=255)
    init_bytes = models.PositiveIntegerField()
    fragments = models.BinaryField()
    codec = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    packets = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CLOSED)
    is_local = models.BooleanField(default=True)
    archive_key = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["camera", "start"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["camera", "epoch", "start"], name="segment_once"),
            models.UniqueConstraint(fields=["volume", "path"], name="segment_path_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="segment_start_before_end"),
            models.CheckConstraint(condition=Q(state="open") | ~Q(sha256=""), name="segment_closed_has_digest"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["camera", "start"], name="segment_camera_start"),
            models.Index(fields=["volume", "start"], name="segment_volume_start"),
            models.Index(fields=["volume"], condition=Q(state__in=["deleting", "evicting"]), name="segment_going"),
            models.Index(fields=["volume", "start"], condition=~Q(archive_key=""), name="segment_archived"),
        ]

    def __str__(self) -> str:
        return self.path


class Gap(models.Model):
    """A time in which a camera should have been recorded and was not. `end` is empty while it lasts."""

    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="gaps")
    start = models.DateTimeField()
    end = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=20, choices=CAUSE_CHOICES)
    node = models.ForeignKey(StorageNode, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["camera", "start"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["camera", "start"], name="gap_once"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="gap_start_before_end"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["end"], name="gap_end"),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.start:%F %T} {self.cause}"


class CameraEvent(models.Model):
    """Something seen in the picture: a mark on the timeline. `score` is what the measure said, from 0 to 1."""

    class Kind(models.TextChoices):
        MOTION = EventKind.MOTION.value, _("Motion")
        BLACK = EventKind.BLACK.value, _("Black picture")
        FROZEN = EventKind.FROZEN.value, _("Frozen picture")
        BLURRED = EventKind.BLURRED.value, _("Blurred picture")
        COLOUR_CAST = EventKind.COLOUR_CAST.value, _("Colour cast")

    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    start = models.DateTimeField()
    end = models.DateTimeField()
    score = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["camera", "start"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["camera", "kind", "start"], name="camera_event_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="camera_event_start_before_end"),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.kind} {self.start:%F %T}"


class PictureLook(models.Model):
    """How far the pictures of a camera that lie on a node have been looked at for events.

    `segment_start` and `footage_until` are those of the last segment looked at, `picture_at` the key frame that the next look begins with,
    `memory` what `domain.picture_events` keeps in between. `fault` is what the last look still saw at its end.
    """

    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="looks")
    node = models.ForeignKey(StorageNode, on_delete=models.CASCADE, related_name="+")
    segment_start = models.DateTimeField(null=True, blank=True)
    footage_until = models.DateTimeField(null=True, blank=True)
    picture_at = models.DateTimeField(null=True, blank=True)
    memory = models.JSONField(default=dict, blank=True)
    fault = models.CharField(max_length=12, choices=CameraEvent.Kind.choices, blank=True, default="")
    fault_since = models.DateTimeField(null=True, blank=True)
    fault_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["camera", "node"], name="picture_look_once"),
            models.CheckConstraint(
                condition=Q(fault="", fault_since=None, fault_until=None) | ~Q(fault="") & Q(fault_until__gte=F("fault_since")),
                name="picture_look_fault_has_times",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["camera"], condition=~Q(fault=""), name="picture_look_fault"),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} @ {self.node_id}"
