"""How screens do: what they report, what they are told to do, what they played."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.files.models import StoredFile
from storefronts.models import Hall

from ..domain import kinds
from .library import ContentVersion
from .programme import Schedule
from .screens import Screen


class ScreenStatus(models.Model):
    """What a screen said last. `applied_revision` is what it plays by, `complete_revision` the newest all of whose media it has.

    `sequence` rises with every report of a player from its start on. `playing` is a list of `{"zone", "schedule", "item", "title",
    "since"}`; `verified` the SHA-256 of media it holds whole.
    """

    screen = models.OneToOneField(Screen, on_delete=models.CASCADE, related_name="status")
    seen_at = models.DateTimeField(_("Last contact"))
    started_at = models.DateTimeField(_("Running since"), null=True, blank=True)
    sequence = models.PositiveBigIntegerField(null=True, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    version = models.CharField(pgettext_lazy("screen", "Player"), max_length=40, blank=True, default="")
    browser = models.CharField(max_length=200, blank=True, default="")
    applied_revision = models.BigIntegerField(default=0)
    complete_revision = models.BigIntegerField(default=0)
    wanted_bytes = models.BigIntegerField(default=0)
    held_bytes = models.BigIntegerField(default=0)
    free_bytes = models.BigIntegerField(_("Free space"), null=True, blank=True)
    clock_offset_ms = models.IntegerField(_("Clock offset"), null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    is_off = models.BooleanField(default=False)
    playing = models.JSONField(default=list)
    verified = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["seen_at"], name="screen_status_by_contact")]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.seen_at:%F %T}"


class ScreenFault(models.Model):
    """Something that does not work at a screen, from `first_at` on; open until `cleared_at`. `code` is one of domain.faults."""

    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, related_name="faults")
    code = models.CharField(max_length=30)
    subject = models.CharField(max_length=80, blank=True, default="")
    detail = models.CharField(max_length=300, blank=True, default="")
    first_at = models.DateTimeField(_("Since"))
    last_at = models.DateTimeField(_("Last seen"))
    cleared_at = models.DateTimeField(_("Cleared at"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["screen", "code", "subject"], condition=Q(cleared_at=None), name="screen_fault_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.code}"


class ScreenCommand(models.Model):
    """Something a screen is told to do, `params` with it. Done when the player says so; `error` is what it said instead.

    Screens that were told at once share a `batch`.
    """

    class Kind(models.TextChoices):
        RELOAD = kinds.CommandKind.RELOAD.value, _("Start again")
        SCREENSHOT = kinds.CommandKind.SCREENSHOT.value, _("Take a picture")
        VOLUME = kinds.CommandKind.VOLUME.value, _("Set the volume")
        HOURS = kinds.CommandKind.HOURS.value, _("Set hours of operation")

    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, related_name="commands")
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    params = models.JSONField(default=dict)
    asked_by_name = models.CharField(max_length=150, blank=True, default="")
    asked_at = models.DateTimeField(_("Asked at"))
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(_("Done at"), null=True, blank=True)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["screen"], condition=Q(done_at=None), name="screen_command_open"),
        ]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.kind}"


class Screenshot(models.Model):
    """What a screen showed, as its player drew it."""

    screen = models.ForeignKey(Screen, on_delete=models.CASCADE, related_name="screenshots")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("Taken at"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.taken_at:%F %T}"


class PlayCount(models.Model):
    """Proof of play: how often and how long a screen played an item in a clock hour, cumulative. `sequence` rises with every report.

    `hour` is the hour's begin in UTC. A report whose sequence is not above the row's changes nothing. `player` marks the token that
    counted: one that is paired anew within the hour begins with nothing, and adds to what the one before it had counted. `hall` is where
    the screen was then: a token is good for one hall. Once no hour of a day can change any more, its rows become one (`is_day`), whose
    `hour` is the day's begin in Asia/Shanghai.
    """

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="play_counts")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField()
    is_day = models.BooleanField(default=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="play_counts")
    version = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="play_counts")
    item = models.CharField(max_length=40)
    zone = models.CharField(max_length=20)
    player = models.CharField(max_length=16, blank=True, default="")
    plays = models.PositiveIntegerField()
    milliseconds = models.PositiveBigIntegerField()
    sequence = models.PositiveBigIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["hour", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["screen", "hour", "schedule", "item", "zone", "player"], name="play_count_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hour", "schedule"], name="play_count_by_hour")]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.hour:%F %H} {self.item}"
