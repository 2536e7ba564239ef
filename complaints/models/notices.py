"""Supervision notices (督办单), their tickets and timeline, and the chain that they climb."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.calendars.models import WorkingCalendar
from portalkit.regions.models import Region

from ..domain.supervision.notices import FIRST_LEVEL, HIGHEST_LEVEL, NoticeState, NoticeStep, Standing
from .labels import Label, choices
from .supervision import WATCH_LABELS
from .tickets import Ticket

NOTICE_LABELS: Mapping[str, Label] = {
    NoticeState.OPEN: _("Waiting for an answer"),
    NoticeState.ANSWERED: _("Answered"),
    NoticeState.CLOSED: _("Closed"),
}
STEP_LABELS: Mapping[str, Label] = {
    NoticeStep.OPENED: _("Notice opened"),
    NoticeStep.ESCALATED: _("Raised to the next level"),
    NoticeStep.ANSWERED: _("Answered"),
    NoticeStep.CLOSED: _("Closed"),
    NoticeStep.REOPENED: _("Opened again"),
}
_LEVELS = Q(level__gte=FIRST_LEVEL, level__lte=HIGHEST_LEVEL)


class EscalationLevel(models.Model):
    """A step of the chain: who it is, and how long it may take to answer, in minutes of a working calendar."""

    level = models.PositiveSmallIntegerField(_("Level"), unique=True)
    name = models.CharField(_("Name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True, db_default="")
    reply_minutes = models.PositiveIntegerField(_("Time to answer in minutes"))
    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.PROTECT, related_name="+", verbose_name=_("Working calendar"))

    class Meta:
        ordering: ClassVar[list[str]] = ["level"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_LEVELS, name="escalation_level_in_chain"),
            models.CheckConstraint(condition=Q(reply_minutes__gt=0), name="escalation_reply_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.display_name}"

    @property
    def display_name(self) -> str:
        """The name in the reader's language."""
        return self.name if (get_language() or "").startswith("zh") else self.name_en or self.name


class EscalationContact(models.Model):
    """Who is told at a level: a user (page, and e-mail as wished) or an address. No department, no region: of all."""

    level = models.PositiveSmallIntegerField(_("Level"))
    department = models.CharField(_("Department"), max_length=160, blank=True, db_default="")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Region"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("User"))
    email = models.EmailField(_("E-mail address"), blank=True, db_default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["level", "department", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_LEVELS, name="contact_level_in_chain"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | (Q(user__isnull=True) & ~Q(email="")), name="contact_user_or_address"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else self.email


class AutomaticNotice(models.Model):
    """Whether tickets so many minutes past a watch's due time get a notice of level 1 by themselves."""

    watch = models.CharField(_("Stop-watch"), max_length=8, choices=choices(WATCH_LABELS), unique=True)
    overdue_minutes = models.PositiveIntegerField(_("Minutes overdue"))
    is_active = models.BooleanField(_("On"), default=False, db_default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]


class SupervisionNotice(models.Model):
    """A demand to a department about tickets. `region` is the smallest that holds them all. `is_automatic`: a rule opened it.

    `opened_by_user` and `answered_by_user` are who is told of what happens next.
    """

    number = models.CharField(_("Notice"), max_length=20, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("Region"))
    department = models.CharField(_("Department"), max_length=160, blank=True)
    state = models.CharField(_("State"), max_length=8, choices=choices(NOTICE_LABELS), default=NoticeState.OPEN.value)
    level = models.PositiveSmallIntegerField(_("Level"), default=FIRST_LEVEL)
    reason = models.CharField(_("Reason"), max_length=500)
    reply_by = models.DateTimeField(_("Answer by"))
    is_automatic = models.BooleanField(_("By rule"), default=False)
    opened_at = models.DateTimeField(_("Opened at"))
    opened_by = models.CharField(_("Opened by"), max_length=150)
    opened_by_user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(_("Answered at"), null=True)
    answered_by = models.CharField(_("Answered by"), max_length=150, blank=True, db_default="")
    closed_at = models.DateTimeField(_("Closed at"), null=True)
    result = models.CharField(_("Result"), max_length=500, blank=True, db_default="")
    tickets_count = models.PositiveIntegerField(_("Tickets"), default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_LEVELS, name="notice_level_in_chain"),
            models.CheckConstraint(condition=~Q(reason=""), name="notice_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closed_at__isnull=False) & ~Q(result="")), name="notice_closed_with_result"
            ),
            models.CheckConstraint(condition=~Q(state="answered") | Q(answered_at__isnull=False), name="notice_answered_at_a_time"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reply_by"], condition=Q(state="open"), name="notice_open_by_time"),
            models.Index(fields=["region", "-opened_at"], name="notice_by_region"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> Standing:
        return Standing(state=NoticeState(self.state), level=self.level, reply_by=self.reply_by)


class NoticeTicket(models.Model):
    """A ticket of a notice. `automatic_watch` names the watch for which a rule took it up: once, however often the rule runs."""

    notice = models.ForeignKey(SupervisionNotice, on_delete=models.CASCADE, related_name="entries")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    automatic_watch = models.CharField(max_length=8, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "ticket"], name="notice_names_ticket_once"),
            models.UniqueConstraint(
                fields=["ticket", "automatic_watch"], condition=~Q(automatic_watch=""), name="ticket_taken_up_once_per_watch"
            ),
        ]


class NoticeEvent(models.Model):
    """A step in the life of a notice; `level` is the one it had after it."""

    notice = models.ForeignKey(SupervisionNotice, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    step = models.CharField(max_length=10, choices=choices(STEP_LABELS))
    level = models.PositiveSmallIntegerField()
    by_name = models.CharField(max_length=150)
    text = models.CharField(max_length=500, blank=True, db_default="")
    told = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
