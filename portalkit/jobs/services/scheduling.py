"""Starts the recurring work that is due."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portalkit.audit.domain.actors import SYSTEM

from ..domain.schedules import Schedule, all_schedules, latest_slot
from ..models import Job, ScheduleSlot
from .enqueuing import enqueue


def start_due(*, now: datetime) -> list[Job]:
    """Puts the work of every slot that has come in line, each slot once however many schedulers run.

    After a pause only the latest slot of a schedule is caught up. A schedule seen for the first time starts with its next slot.
    """
    slots = {schedule.code: (schedule, latest_slot(schedule, now)) for schedule in all_schedules()}
    taken = set(
        ScheduleSlot.objects.filter(schedule__in=slots, slot__in={slot for _, slot in slots.values()}).values_list("schedule", "slot")
    )
    due = [(schedule, slot) for code, (schedule, slot) in slots.items() if (code, slot) not in taken]
    return [job for schedule, slot in due if (job := _start(schedule, slot, now)) is not None]


def _start(schedule: Schedule, slot: datetime, now: datetime) -> Job | None:
    is_new = not ScheduleSlot.objects.filter(schedule=schedule.code).exists()
    try:
        with transaction.atomic():
            row = ScheduleSlot.objects.create(schedule=schedule.code, slot=slot, created_at=now)
            if is_new:
                return None
            row.job = enqueue(kind=schedule.kind, key=schedule.code, title="", params=schedule.params, by=SYSTEM, now=now)
            row.save(update_fields=["job"])
            return row.job
    except IntegrityError:
        return None
