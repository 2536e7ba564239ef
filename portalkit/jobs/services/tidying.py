"""Forgets what nobody will ask for any more."""

from datetime import datetime, timedelta

from ..models import Job, JobState, ScheduleSlot

KEPT_ROUTINE = timedelta(days=3)
KEPT_SLOTS = timedelta(days=40)


def forget_routine(*, now: datetime) -> int:
    """Removes finished work that the schedule started, and old slots; failures and users' jobs stay. Returns how many rows went."""
    routine = Job.objects.filter(owner=None, actor_kind="system", state=JobState.DONE, finished_at__lt=now - KEPT_ROUTINE)
    jobs, _ = routine.delete()
    slots, _ = ScheduleSlot.objects.filter(created_at__lt=now - KEPT_SLOTS).delete()
    return jobs + slots
