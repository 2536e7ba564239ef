"""Sets the chain that notices climb: how long each level may take, who is told there, and which rules open notices by themselves."""

from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.calendars.models import WorkingCalendar
from portalkit.regions.models import Region

from ...models import AutomaticNotice, EscalationContact, EscalationLevel


class NotAContact(Exception):
    """Neither a user nor an address, or both."""


@transaction.atomic
def set_level(
    *, level: int, name: str, reply_minutes: int, calendar: WorkingCalendar, by: Actor, now: datetime, name_en: str = ""
) -> EscalationLevel:
    """Holds for notices that are opened or raised from now on."""
    values = {"name": name, "name_en": name_en, "reply_minutes": reply_minutes, "calendar": calendar}
    row, _ = EscalationLevel.objects.update_or_create(level=level, defaults=values)
    detail = {"level": level, "minutes": reply_minutes, "calendar": calendar.code}
    record(by=by, action="complaints.set_level", on=row, detail=detail, at=now)
    return row


@transaction.atomic
def add_contact(
    *, level: int, by: Actor, now: datetime, department: str = "", region: Region | None = None, user: User | None = None, email: str = ""
) -> EscalationContact:
    """Who is told at a level; the same again gives the contact there is. Raises NotAContact."""
    if (user is None) == (not email):
        raise NotAContact
    row, is_new = EscalationContact.objects.get_or_create(level=level, department=department.strip(), region=region, user=user, email=email)
    if is_new:
        detail = {"level": level, "department": department, "contact": str(row)}
        record(by=by, action="complaints.add_contact", on=row, region_code=region.code if region else "", detail=detail, at=now)
    return row


@transaction.atomic
def remove_contact(*, contact: EscalationContact, by: Actor, now: datetime) -> None:
    detail = {"level": contact.level, "department": contact.department, "contact": str(contact)}
    record(by=by, action="complaints.remove_contact", on=contact, detail=detail, at=now)
    contact.delete()


@transaction.atomic
def set_automatic(*, watch: str, overdue_minutes: int, is_active: bool, by: Actor, now: datetime) -> AutomaticNotice:
    """Switches the rule of a watch on or off. Tickets that had a notice by rule before get none again."""
    row, _ = AutomaticNotice.objects.update_or_create(watch=watch, defaults={"overdue_minutes": overdue_minutes, "is_active": is_active})
    detail = {"watch": watch, "minutes": overdue_minutes, "active": is_active}
    record(by=by, action="complaints.set_automatic", on=row, detail=detail, at=now)
    return row
