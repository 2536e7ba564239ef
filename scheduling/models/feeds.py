"""The calendar feed of an agent's own shifts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import Agent


class CalendarFeed(models.Model):
    """An address that calendars fetch without signing in. Only the SHA-256 of its secret is kept."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, related_name="calendar_feed", verbose_name=_("Agent"))
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("Made at"))
    fetched_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.agent)
