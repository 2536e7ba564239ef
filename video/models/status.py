"""How cameras and nodes are now: one row each, written by the recorder every few seconds.

The watch marks the cameras of a silent node UNKNOWN; nobody else writes here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..domain.causes import CameraState
from .recording import CAUSE_CHOICES
from .register import Camera, StorageNode


class CameraStatus(models.Model):
    """`bit_rate` in bit/s, `frame_rate` in 1/s and `gop_seconds` over the last complete groups of pictures."""

    class State(models.TextChoices):
        OFF = CameraState.OFF.value, _("Off")
        CONNECTING = CameraState.CONNECTING.value, _("Connecting")
        RECORDING = CameraState.RECORDING.value, _("Recording")
        FAILING = CameraState.FAILING.value, _("Failing")
        UNKNOWN = CameraState.UNKNOWN.value, _("Unknown")

    camera = models.OneToOneField(Camera, on_delete=models.CASCADE, related_name="status")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNKNOWN)
    cause = models.CharField(max_length=20, choices=CAUSE_CHOICES, blank=True, default="")
    since = models.DateTimeField()
    updated_at = models.DateTimeField()
    last_frame_at = models.DateTimeField(null=True, blank=True)
    codec = models.CharField(max_length=40, blank=True, default="")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    bit_rate = models.PositiveIntegerField(null=True, blank=True)
    frame_rate = models.FloatField(null=True, blank=True)
    gop_seconds = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.camera_id} {self.state}"


class NodeStatus(models.Model):
    """`spool_rows` wait on the node for the centre, the oldest since `spool_since`; `orphans` are files that no row names."""

    node = models.OneToOneField(StorageNode, on_delete=models.CASCADE, related_name="status")
    holder = models.CharField(max_length=36)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    cameras = models.PositiveIntegerField(default=0)
    recording = models.PositiveIntegerField(default=0)
    spool_rows = models.PositiveIntegerField(default=0)
    spool_since = models.DateTimeField(null=True, blank=True)
    orphans = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.node_id} {self.heartbeat_at:%F %T}"
