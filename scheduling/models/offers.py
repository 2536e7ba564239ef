"""Offers from the hours pool and what agents answer."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User

from .people import Agent
from .queues import Queue
from .rosters import Roster


class ShiftOffer(models.Model):
    """Overtime, early leave or a free shift in a window of a day of a published roster. `places` agents may take it, the first to say so.

    `starts` and `ends` are minutes from midnight of `day`. `asked_at_once` agents are asked at a time; whoever refuses makes room for the
    next. `effect` holds hours missing and to spare before and after all places are taken, as it was when the offer was made.
    """

    class Kind(models.TextChoices):
        OVERTIME = "overtime", _("Overtime offer")
        EARLY_LEAVE = "early_leave", _("Early leave")
        FREE_SHIFT = "free_shift", _("Free shift")

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="offers", verbose_name=_("Roster"))
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind.choices)
    day = models.DateField(_("Day"))
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Queue"))
    places = models.PositiveSmallIntegerField(_("Places offered"))
    taken = models.PositiveSmallIntegerField(_("Places taken"), default=0)
    asked_at_once = models.PositiveSmallIntegerField(_("Asked at a time"))
    deadline = models.DateTimeField(_("Answer until"))
    note = models.CharField(_("Note"), max_length=200, blank=True, default="")
    effect = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("Made at"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Made by"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends"), ends__lte=2880) & Q(starts__lt=1440), name="shift_offer_window_possible"
            ),
            models.CheckConstraint(condition=Q(places__gte=1, taken__lte=F("places")), name="shift_offer_not_overbooked"),
            models.CheckConstraint(condition=Q(asked_at_once__gte=F("places")), name="shift_offer_asks_enough"),
            models.CheckConstraint(condition=Q(kind__in=["overtime", "early_leave", "free_shift"]), name="shift_offer_kind_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["day"], name="shift_offer_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class OfferReply(models.Model):
    """A candidate of an offer, `turn` in the order of fairness from 1. `minutes` change the agent's bank when the offer is taken."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not asked yet")
        ASKED = "asked", _("Asked")
        TAKEN = "taken", _("Offer taken")
        REFUSED = "refused", _("Offer refused")

    offer = models.ForeignKey(ShiftOffer, on_delete=models.CASCADE, related_name="replies")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="offer_replies", verbose_name=_("Agent"))
    turn = models.PositiveSmallIntegerField(_("Turn"))
    state = models.CharField(_("State"), max_length=8, choices=State.choices, default=State.WAITING)
    balance = models.IntegerField()
    minutes = models.IntegerField()
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["offer", "turn"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["offer", "agent"], name="offer_reply_once_per_agent"),
            models.CheckConstraint(condition=~Q(minutes=0), name="offer_reply_changes_hours"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["agent", "state"], name="offer_reply_by_agent")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.agent_id}"
