"""Tells people of notices and agreed dates: in the portal, and by e-mail. Each step of a notice is told once to each."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portalkit.access.models import User
from portalkit.notify.models import Channel, Message
from portalkit.notify.services import notify, send
from portalkit.periods.domain.calendar import SHANGHAI

from ...domain.supervision.notices import NoticeStep
from ...models import EscalationContact, LegacyCase, NoticeEvent, SupervisionNotice
from ...selectors.supervision.notices import contacts_for


@transaction.atomic
def tell_level(notice: SupervisionNotice, event: NoticeEvent, *, now: datetime) -> int:
    """Those of the notice's level learn that they must answer. Returns how many were told."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _SUBJECTS[NoticeStep(event.step)]().format(number=notice.number, department=notice.department or _("not stated"))
        body = _("{reason}\nTickets: {tickets}. Answer by {time}.").format(
            reason=notice.reason, tickets=notice.tickets_count, time=f"{notice.reply_by.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        )
    return _tell(contacts_for(notice), subject=subject, body=body, url=_url(notice), key=_key(event), now=now)


@transaction.atomic
def tell_opener(notice: SupervisionNotice, event: NoticeEvent, *, now: datetime) -> int:
    """Whoever opened the notice learns that it was answered. Returns how many were told."""
    if notice.opened_by_user is None:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Supervision notice {number} was answered").format(number=notice.number)
    notify(user=notice.opened_by_user, subject=subject, body=event.text, url=_url(notice), key=_key(event), now=now)
    return 1


@transaction.atomic
def tell_of_review(case: LegacyCase, *, now: datetime) -> int:
    """Author and decider learn that the agreed date comes near; once for a date. Returns how many were told."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Agreed date of ticket {ticket} comes near: {day}").format(
            ticket=case.ticket, day=f"{case.expected_at.astimezone(SHANGHAI):%Y-%m-%d}"
        )
    url = reverse("complaints:legacy_case", args=[case.pk])
    people = {user.pk: user for user in (case.proposed_by, case.decided_by) if user is not None}
    key = f"complaints.legacy {case.pk} {case.expected_at:%Y%m%d%H%M}"
    told = set(Message.objects.filter(channel=Channel.PAGE, key__in=[f"{key} {pk}" for pk in people]).values_list("user", flat=True))
    for user in (user for pk, user in people.items() if pk not in told):
        notify(user=user, subject=subject, url=url, key=key, now=now)
    return len(people.keys() - told)


@transaction.atomic
def tell_decision(case: LegacyCase, *, now: datetime) -> None:
    """The author learns what was decided."""
    with translation.override(settings.LANGUAGE_CODE):
        decision = case.get_state_display()
        subject = _("Long-planned case of ticket {ticket}: {decision}").format(ticket=case.ticket, decision=decision)
    url = reverse("complaints:legacy_case", args=[case.pk])
    notify(user=case.proposed_by, subject=subject, body=case.opinion, url=url, key=f"complaints.legacy decided {case.pk}", now=now)


def _opened() -> str:
    return _("Supervision notice {number} for {department}")


def _raised() -> str:
    return _("Supervision notice {number} for {department} was raised to you: nobody answered in time")


def _reopened() -> str:
    return _("Supervision notice {number} for {department} is open again")


_SUBJECTS = {NoticeStep.OPENED: _opened, NoticeStep.ESCALATED: _raised, NoticeStep.REOPENED: _reopened}


def _tell(contacts: Iterable[EscalationContact], *, subject: str, body: str, url: str, key: str, now: datetime) -> int:
    """Every user and address once, however many contacts lead there."""
    contacts = list(contacts)
    users: dict[int, User] = {one.user.pk: one.user for one in contacts if one.user is not None and one.user.is_active}
    addresses = {one.email.lower(): one.email for one in contacts if one.email}
    known = {user.email.lower() for user in users.values() if user.email}
    for user in users.values():
        notify(user=user, subject=subject, body=body, url=url, key=key, now=now)
    fresh = [address for lower, address in sorted(addresses.items()) if lower not in known]
    for address in fresh:
        send(to=address, subject=subject, body=body, url=url, channel=Channel.EMAIL, key=f"{key} {address}"[:160], now=now)
    return len(users) + len(fresh)


def _key(event: NoticeEvent) -> str:
    return f"complaints.notice {event.notice_id} {event.pk}"


def _url(notice: SupervisionNotice) -> str:
    return reverse("complaints:notice", args=[notice.pk])
