"""What is on the volumes, as the retention run of their node counted it: pages read this and not millions of segments."""

from typing import ClassVar

from django.db import models

from .register import Camera, Volume


class Holding(models.Model):
    """The footage of a camera on one volume. `size` in bytes is what lies there; `seconds` count what the archive has as well.

    `bytes_per_day` is what came in lately; empty: too little to tell.
    """

    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="holdings")
    volume = models.ForeignKey(Volume, on_delete=models.CASCADE, related_name="holdings")
    oldest_at = models.DateTimeField()
    newest_at = models.DateTimeField()
    size = models.BigIntegerField()
    held_bytes = models.BigIntegerField(default=0)
    seconds = models.FloatField()
    bytes_per_day = models.BigIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["camera", "volume"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["camera", "volume"], name="holding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} @ {self.volume_id}"


class VolumeOutlook(models.Model):
    """How a volume stands. `usable_bytes` of footage fit before some must go, which is `days_it_holds` at the rate of now.

    From `danger_at` on footage that the law wants kept no longer fits; `short_bytes` are wanted now and must not be had.
    """

    volume = models.OneToOneField(Volume, on_delete=models.CASCADE, related_name="outlook")
    used_bytes = models.BigIntegerField()
    usable_bytes = models.BigIntegerField(null=True, blank=True)
    held_bytes = models.BigIntegerField(default=0)
    bytes_per_day = models.BigIntegerField(null=True, blank=True)
    days_it_holds = models.FloatField(null=True, blank=True)
    danger_at = models.DateTimeField(null=True, blank=True)
    short_bytes = models.BigIntegerField(default=0)
    enforced_at = models.DateTimeField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.volume_id} {self.enforced_at:%F %T}"
