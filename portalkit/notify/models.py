from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from portalkit.files.models import StoredFile


class Channel(models.TextChoices):
    PAGE = "page", _("In the portal")
    EMAIL = "email", _("By e-mail")
    HOOK = "hook", _("HTTP hook")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")


class Message(models.Model):
    """One message on one channel. `key` makes sending it twice harmless. A message of the portal itself is sent by being there.

    `address` is an e-mail address or the name of a configured hook, empty on the channel `page`.
    """

    channel = models.CharField(max_length=8, choices=Channel.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["channel", "key"], name="message_once_per_channel_key"),
            models.CheckConstraint(condition=~Q(channel="page") | Q(user__isnull=False), name="message_in_the_portal_has_a_reader"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_try"], condition=Q(state="waiting"), name="message_waiting"),
            models.Index(fields=["user", "-id"], condition=Q(channel="page"), name="message_by_reader"),
        ]

    def __str__(self) -> str:
        return self.subject


class Attachment(models.Model):
    """A stored file that leaves with an e-mail."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name


class Wish(models.Model):
    """Which channels a user wants beside the portal itself."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    by_email = models.BooleanField(default=True)
