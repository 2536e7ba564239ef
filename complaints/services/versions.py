"""Raises the number by which caches and live pages see that data changed."""

from django.db.models import F
from django.db.models.functions import Now

from ..models import DataVersion


def bump() -> None:
    """One more, in the caller's transaction."""
    if not DataVersion.objects.filter(pk=1).update(number=F("number") + 1, changed_at=Now()):
        DataVersion.objects.create(pk=1, number=1, changed_at=Now())
