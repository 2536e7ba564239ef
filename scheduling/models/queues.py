"""Queues of the hotline, what called in, and what people said of single days."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.imports.models import ImportBatch
from portalkit.regions.models import Region


class Queue(models.Model):
    """Calls of one kind, answered by the agents who have its skill. `region` is where the hotline stands."""

    class Channel(models.TextChoices):
        VOICE = "voice", _("Voice")
        CHAT = "chat", _("Chat")

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True, default="")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    channel = models.CharField(_("Channel of the queue"), max_length=8, choices=Channel.choices, default=Channel.VOICE)
    is_active = models.BooleanField(_("Active"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(channel__in=["voice", "chat"]), name="queue_channel_known"),
            models.CheckConstraint(condition=~Q(name=""), name="queue_has_name"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.name if (get_language() or "").startswith("zh") else self.name_en or self.name


class CallVolume(models.Model):
    """The calls of one interval of a queue. Unknown is None, never 0. `aht_seconds` is the mean handling time of the answered ones."""

    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="volumes", verbose_name=_("Queue"))
    starts_at = models.DateTimeField(_("Interval start"))
    minutes = models.PositiveSmallIntegerField(_("Minutes"))
    offered = models.PositiveIntegerField(_("Calls offered"))
    answered = models.PositiveIntegerField(_("Calls answered"), null=True, blank=True)
    abandoned = models.PositiveIntegerField(_("Calls abandoned"), null=True, blank=True)
    in_target = models.PositiveIntegerField(_("Answered within 20 s"), null=True, blank=True)
    aht_seconds = models.FloatField(_("Handling time, s"), null=True, blank=True)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "starts_at"], name="call_volume_once_per_interval"),
            models.CheckConstraint(condition=Q(minutes__in=[5, 10, 15, 20, 30, 60]), name="call_volume_minutes_known"),
            models.CheckConstraint(condition=Q(answered=None) | Q(answered__lte=F("offered")), name="call_volume_answered_of_offered"),
            models.CheckConstraint(condition=Q(abandoned=None) | Q(abandoned__lte=F("offered")), name="call_volume_abandoned_of_offered"),
            models.CheckConstraint(condition=Q(aht_seconds=None) | Q(aht_seconds__gte=0), name="call_volume_aht_not_negative"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["starts_at", "queue"], name="call_volume_by_time")]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.starts_at:%Y-%m-%d %H:%M}"


class DayMark(models.Model):
    """What a planner said of a day of a queue: an outlier that no forecast shall learn from, or an ordinary day that looks like one."""

    class Kind(models.TextChoices):
        OUTLIER = "outlier", _("Outlier")
        ORDINARY = "ordinary", _("Ordinary day")

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="marks", verbose_name=_("Queue"))
    day = models.DateField(_("Day"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind.choices)
    note = models.CharField(_("Note"), max_length=200, blank=True, default="")
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "day"], name="day_mark_once_per_day"),
            models.CheckConstraint(condition=Q(kind__in=["outlier", "ordinary"]), name="day_mark_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.day} {self.kind}"


class Campaign(models.Model):
    """A campaign that makes customers call: `targets` × `call_back_rate` calls, halved every `half_life_days`."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("Queue"))
    first_day = models.DateField(_("From day"))
    last_day = models.DateField(_("To day"))
    targets = models.PositiveIntegerField(_("Target customers"))
    call_back_rate = models.FloatField(_("Call-back rate"), null=True, blank=True)
    half_life_days = models.FloatField(_("Half-life, days"), null=True, blank=True)
    is_paid = models.BooleanField(_("Costs the customer money"), default=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    row_hash = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["first_day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="campaign_first_before_last"),
            models.CheckConstraint(
                condition=Q(call_back_rate=None) | Q(call_back_rate__gte=0, call_back_rate__lte=1), name="campaign_rate_is_share"
            ),
            models.CheckConstraint(condition=Q(half_life_days=None) | Q(half_life_days__gt=0), name="campaign_half_life_positive"),
        ]

    def __str__(self) -> str:
        return self.name
