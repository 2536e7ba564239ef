"""How an inspection ends, and the way of a returned ticket: returned → answered → accepted, or sent back again."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.notify.services import notify

from ...models import InspectionResult, SampleItem, Ticket
from ...selectors.inspection.people import who_answer_for
from ..reverse import rejudge
from .people import person_of

State = InspectionResult.State
OPEN_STATES = (State.RETURNED, State.ANSWERED)


class AlreadyReturned(Exception):
    """The ticket waits for its department, or its answer for the inspector."""


class NotYours(Exception):
    """The returned ticket is not in the state in which this can be done."""


class NothingOpen(Exception):
    """The ticket lies in no open sample of the caller."""


class WordsMissing(Exception):
    """An opinion or answer without words helps nobody."""


@transaction.atomic
def conclude(*, ticket: Ticket, is_passed: bool, by: Actor, now: datetime, opinion: str = "") -> InspectionResult:
    """Ends the inspection: passed, or returned to the department with an opinion. The caller's open items of this ticket are done.

    Raises AlreadyReturned, WordsMissing.
    """
    if not is_passed and not opinion.strip():
        raise WordsMissing
    if InspectionResult.objects.filter(ticket=ticket, state__in=OPEN_STATES).exists():
        raise AlreadyReturned(ticket)
    result = InspectionResult.objects.create(
        ticket=ticket,
        region=ticket.region,
        department=ticket.department,
        state=State.PASSED if is_passed else State.RETURNED,
        opinion=opinion.strip(),
        inspector_id=person_of(by),
        decided_at=now,
        closed_at=now if is_passed else None,
    )
    SampleItem.objects.filter(ticket=ticket, inspector=person_of(by), done_at=None).update(done_at=now)
    rejudge(tickets=[ticket.pk], now=now)
    _record(by, "complaints.pass_ticket" if is_passed else "complaints.return_ticket", result, now)
    if not is_passed:
        _tell_department(result, now)
    return result


@transaction.atomic
def finish_look(*, ticket: Ticket, by: Actor, now: datetime) -> None:
    """The caller's open items of this ticket are done, without a word on the ticket itself: a second look, or one that is returned already.

    Raises NothingOpen.
    """
    if not SampleItem.objects.filter(ticket=ticket, inspector=person_of(by), done_at=None).update(done_at=now):
        raise NothingOpen(ticket)
    detail = {"ticket": ticket.ticket_id, "system": ticket.system}
    record(by=by, action="complaints.finish_look", on=ticket, region_code=ticket.region.code, detail=detail, at=now)


@transaction.atomic
def answer_return(*, result: InspectionResult, answer: str, by: Actor, now: datetime) -> InspectionResult:
    """The department's answer; the inspector is told. Raises NotYours, WordsMissing."""
    if not answer.strip():
        raise WordsMissing
    found = _locked(result, State.RETURNED)
    found.state, found.answer, found.answered_by_id, found.answered_at = State.ANSWERED, answer.strip(), person_of(by), now
    found.save()
    _record(by, "complaints.answer_return", found, now)
    notify(
        user=found.inspector,
        subject=_("Answer to the returned ticket {ticket}").format(ticket=found.ticket.ticket_id),
        url=_url(found),
        key=f"complaints.return_answered {found.pk}",
        now=now,
    )
    return found


@transaction.atomic
def accept_answer(*, result: InspectionResult, by: Actor, now: datetime) -> InspectionResult:
    """The matter of the return is closed. Raises NotYours."""
    found = _locked(result, State.ANSWERED)
    found.state, found.closed_at = State.ACCEPTED, now
    found.save()
    _record(by, "complaints.accept_answer", found, now)
    return found


@transaction.atomic
def send_again(*, result: InspectionResult, opinion: str, by: Actor, now: datetime) -> InspectionResult:
    """The answer does not do: closes this round and opens the next one with a new opinion. Raises NotYours, WordsMissing."""
    if not opinion.strip():
        raise WordsMissing
    found = _locked(result, State.ANSWERED)
    found.state, found.closed_at = State.SENT_AGAIN, now
    found.save()
    return conclude(ticket=found.ticket, is_passed=False, opinion=opinion, by=by, now=now)


def _locked(result: InspectionResult, state: str) -> InspectionResult:
    rows = InspectionResult.objects.select_for_update(of=("self",)).select_related("ticket", "region", "inspector")
    found = rows.get(pk=result.pk)
    if found.state != state:
        raise NotYours(found.state)
    return found


def _tell_department(result: InspectionResult, now: datetime) -> None:
    for person in who_answer_for(result.region, on=now.date()):
        notify(
            user=person,
            subject=_("Ticket {ticket} was returned by inspection").format(ticket=result.ticket.ticket_id),
            url=_url(result),
            key=f"complaints.returned {result.pk} {person.pk}",
            now=now,
        )


def _url(result: InspectionResult) -> str:
    return reverse("complaints:returned_ticket", args=[result.pk])


def _record(by: Actor, action: str, result: InspectionResult, now: datetime) -> None:
    detail = {"ticket": result.ticket.ticket_id, "system": result.ticket.system, "state": result.state}
    record(by=by, action=action, on=result.ticket, region_code=result.region.code, detail=detail, at=now)
