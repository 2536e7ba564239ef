"""Raises the number by which live pages see that supervision changed."""

from datetime import datetime

from django.db.models import F

from ...models import SupervisionState


def touch(*, refreshed_at: datetime | None = None) -> None:
    """One more, in the caller's transaction."""
    SupervisionState.objects.get_or_create(pk=1)
    changes = {"refreshed_at": refreshed_at} if refreshed_at else {}
    SupervisionState.objects.filter(pk=1).update(number=F("number") + 1, **changes)


def note_refresh(*, at: datetime) -> None:
    """Nothing changed, but that is known now."""
    SupervisionState.objects.get_or_create(pk=1)
    SupervisionState.objects.filter(pk=1).update(refreshed_at=at)
