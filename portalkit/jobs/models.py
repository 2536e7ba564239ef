from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.regions.models import Region

from .domain.kinds import label_of


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """Background work; this row is the truth, Celery only rings. One open job per (kind, key).

    `claim` is the token of the run that owns a running job. `attempts` counts runs whose work failed, `interruptions` runs whose
    worker died; `rung_at` is the last time a worker was called. `language` is the language of texts written for the owner.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True)
    queue = models.CharField(max_length=40)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    interruptions = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    rung_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    cancel_requested = models.BooleanField(default=False)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(null=True)
    progress_note = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    error = models.TextField(blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    actor_kind = models.CharField(max_length=10, default=ActorKind.SYSTEM, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.CharField(max_length=40, blank=True)
    actor_name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state__in=["queued", "running"]), name="job_open_once_per_kind_key"
            ),
            models.CheckConstraint(condition=Q(state="running") | Q(claim=""), name="job_claim_only_while_running"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["run_after"], condition=Q(state="queued"), name="job_queued"),
            models.Index(fields=["started_at"], condition=Q(state="running"), name="job_running"),
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(fields=["state", "finished_at"], name="job_by_state_and_end"),
        ]

    def __str__(self) -> str:
        return self.title or self.kind_label

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def actor(self) -> Actor:
        """Who asked for the work."""
        return Actor(kind=ActorKind(self.actor_kind), identifier=self.actor_id, name=self.actor_name)


class ScheduleSlot(models.Model):
    """One run of a schedule at one planned time; unique, so two schedulers start it once.

    `job` is empty for the slot in which a schedule was first seen: it starts with the next one.
    """

    schedule = models.CharField(max_length=60)
    slot = models.DateTimeField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["schedule", "slot"], name="schedule_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule} {self.slot:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """When a long-running process last said that it works."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
