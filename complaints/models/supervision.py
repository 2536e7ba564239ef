"""Supervision: limits, the watches that run, what is on hold, and long-planned cases. Notices stand in `notices`."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.calendars.models import WorkingCalendar
from portalkit.regions.models import Region

from ..domain.supervision.legacy import LegacyStanding, LegacyState
from ..domain.supervision.stopwatch import Alarm, LimitSource, Watch, WatchState
from ..domain.taxonomy import TICKET_CLASSES
from .labels import CLASS_LABELS, Label, choices
from .tickets import Ticket

WATCH_LABELS: Mapping[str, Label] = {Watch.ACCEPT: _("Time to take on"), Watch.REPLY: _("Time to reply"), Watch.SOLVE: _("Time to solve")}
STATE_LABELS: Mapping[str, Label] = {
    WatchState.RUNNING: _("Under way"),
    WatchState.PAUSED: _("On hold"),
    WatchState.MET: _("In time"),
    WatchState.MISSED: _("Too late"),
    WatchState.UNKNOWN: _("Unknown"),
}
ALARM_LABELS: Mapping[str, Label] = {Alarm.NONE: _("In time so far"), Alarm.AT_RISK: _("At risk"), Alarm.OVERDUE: _("Overdue")}
SOURCE_LABELS: Mapping[str, Label] = {
    LimitSource.EXPORT: _("Limit of the export"),
    LimitSource.RULE: _("Deadline rule"),
    LimitSource.LEGACY: _("Agreed date"),
    LimitSource.NONE: _("No limit"),
}
LEGACY_LABELS: Mapping[str, Label] = {
    LegacyState.PROPOSED: _("Proposed"),
    LegacyState.APPROVED: _("Approved"),
    LegacyState.REFUSED: _("Not approved"),
    LegacyState.REPLACED: _("Replaced"),
}
STANDING_LABELS: Mapping[str, Label] = {
    LegacyStanding.PROPOSED: _("Proposed"),
    LegacyStanding.DUE: _("Agreed"),
    LegacyStanding.REVIEW: _("Due for review"),
    LegacyStanding.OVERDUE: _("Overdue"),
    LegacyStanding.SOLVED: _("Solved"),
    LegacyStanding.REFUSED: _("Not approved"),
    LegacyStanding.REPLACED: _("Replaced"),
}
RULE_CLASSES = [(code, label) for code, label in choices(CLASS_LABELS) if code in {str(one) for one in TICKET_CLASSES}]


class SupervisionState(models.Model):
    """One row: `number` grows with every change of a running watch or a notice, `refreshed_at` is when watches were last worked out."""

    number = models.BigIntegerField(default=0)
    refreshed_at = models.DateTimeField(null=True)


class DeadlineRule(models.Model):
    """A limit in minutes of a working calendar, for tickets that meet every condition that is stated. Ended, never changed."""

    watch = models.CharField(_("Stop-watch"), max_length=8, choices=choices(WATCH_LABELS))
    urgency = models.CharField(_("Urgency"), max_length=40, blank=True, db_default="")
    service_class = models.CharField(_("Class"), max_length=12, choices=RULE_CLASSES, blank=True, db_default="")
    department = models.CharField(_("Department"), max_length=160, blank=True, db_default="")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Region"))
    minutes = models.PositiveIntegerField(_("Limit in minutes"))
    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.PROTECT, related_name="+", verbose_name=_("Working calendar"))
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    made_by = models.CharField(_("Set by"), max_length=150, blank=True, db_default="")
    ended_by = models.CharField(_("Ended by"), max_length=150, blank=True, db_default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["watch", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="deadline_above_zero"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="deadline_valid_from_before_to"),
            models.UniqueConstraint(
                fields=["watch", "urgency", "service_class", "department", "region", "valid_from"],
                condition=Q(region__isnull=False),
                name="deadline_once_per_region_and_day",
            ),
            models.UniqueConstraint(
                fields=["watch", "urgency", "service_class", "department", "valid_from"],
                condition=Q(region__isnull=True),
                name="deadline_once_everywhere_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_watch_display()} {self.minutes}′"


class OpenWatch(models.Model):
    """A watch that runs or is on hold, with its due time worked out ahead: the board counts these few rows and not all tickets.

    Without a limit `limit_seconds`, `at_risk_at` and `due_at` are None; the latter two also while a hold lies before them.
    `paused_at` is when the present hold began; `paused_seconds` what ended holds took, in the calendar of the limit.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    watch = models.CharField(_("Stop-watch"), max_length=8, choices=choices(WATCH_LABELS))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    department = models.CharField(_("Department"), max_length=160, blank=True)
    urgency = models.CharField(_("Urgency"), max_length=40, blank=True)
    service_class = models.CharField(_("Class"), max_length=12, choices=choices(CLASS_LABELS))
    started_at = models.DateTimeField(_("Since"))
    source = models.CharField(_("Limit from"), max_length=8, choices=choices(SOURCE_LABELS), blank=True)
    calendar = models.CharField(max_length=40, blank=True)
    limit_seconds = models.BigIntegerField(_("Limit"), null=True)
    at_risk_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("Due"), null=True)
    paused_at = models.DateTimeField(_("On hold since"), null=True)
    paused_seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ticket", "watch"], name="open_watch_once_per_ticket"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at", "id"], name="open_watch_by_due_time"),
            models.Index(fields=["region", "watch", "due_at"], name="open_watch_by_region"),
        ]


class TicketPause(models.Model):
    """A ticket put on hold by a person, with the reason."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)
    made_by = models.CharField(max_length=150)
    ended_by = models.CharField(max_length=150, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="pause_open_once_per_ticket"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(started_at__lte=F("ended_at")), name="pause_started_before_ended"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason


class PendingSpan(models.Model):
    """A ticket whose system says that it is on hold, from when the portal first saw that until it no longer did."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="pending_open_once_per_ticket"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(started_at__lte=F("ended_at")), name="pending_started_before_ended"),
        ]


class LegacyCase(models.Model):
    """A long-planned case: until the agreed time the date stands in place of the limit to solve. Author and decider are two people."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    project = models.CharField(_("Project"), max_length=160, blank=True, db_default="")
    reason = models.CharField(_("Reason"), max_length=500)
    expected_at = models.DateTimeField(_("Expected time"))
    state = models.CharField(_("State"), max_length=8, choices=choices(LEGACY_LABELS), default=LegacyState.PROPOSED.value)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Proposed by"))
    proposed_at = models.DateTimeField(_("Proposed at"))
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by"))
    decided_at = models.DateTimeField(_("Decided at"), null=True)
    opinion = models.CharField(_("Opinion"), max_length=500, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="legacy_decided_by_another"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True) | (~Q(state="proposed") & Q(decided_by__isnull=False)),
                name="legacy_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="legacy_has_reason"),
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="proposed"), name="legacy_proposed_once_per_ticket"),
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="approved"), name="legacy_approved_once_per_ticket"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["region", "state"], name="legacy_by_region")]

    def __str__(self) -> str:
        return f"{self.ticket} {self.expected_at:%Y-%m-%d}"
