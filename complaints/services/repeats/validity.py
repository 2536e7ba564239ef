"""Tickets that should not have been dispatched: what the rules find, and what people say about it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.repeats import RepeatRules, invalid_findings, plain_text
from ...domain.repeats.texts import place_names
from ...models import InvalidTicket, Ticket, ValidityDecision
from ...selectors.repeats.reading import ReadTicket, RulesInForce
from .. import versions
from .rollups import refresh_rollups

_ROWS_AT_ONCE = 400
_LONGEST_NOTE = 200


class NothingJudged(Exception):
    """No verdict of a person is in force for the ticket."""


def write_findings(tickets: Sequence[ReadTicket], in_force: RulesInForce, *, first: date, until: date, now: datetime) -> int:
    """Brings the findings of the days to the rules; verdicts of people stay. Runs in the caller's transaction. Returns what changed."""
    stored = {row.ticket_id: row for row in InvalidTicket.objects.filter(day__gte=first, day__lt=until)}
    verdicts = dict(ValidityDecision.objects.filter(withdrawn_at=None).values_list("ticket_id", "verdict"))
    coming: list[InvalidTicket] = []
    changed: list[InvalidTicket] = []
    wanted: set[int] = set()
    for one in tickets:
        row = _row(one, verdicts.get(one.dispatch.id, ""), in_force, now)
        if row is None:
            continue
        wanted.add(one.dispatch.id)
        there = stored.get(one.dispatch.id)
        if there is None:
            coming.append(row)
        elif _said(there) != _said(row):
            row.pk = there.pk
            changed.append(row)
    gone = [row.pk for ticket, row in stored.items() if ticket not in wanted]
    for start in range(0, len(gone), _ROWS_AT_ONCE):
        InvalidTicket.objects.filter(pk__in=gone[start : start + _ROWS_AT_ONCE]).delete()
    InvalidTicket.objects.bulk_create(coming, batch_size=_ROWS_AT_ONCE)
    InvalidTicket.objects.bulk_update(changed, ["region", "day", "code", "findings", "verdict", "found_at", "version"], batch_size=100)
    return len(coming) + len(changed) + len(gone)


@transaction.atomic
def judge_ticket(*, ticket: Ticket, verdict: str, by: Actor, now: datetime, note: str = "") -> InvalidTicket | None:
    """Says whether a ticket is valid, in place of an earlier verdict. Returns its row among the invalid tickets, if it has one."""
    ValidityDecision.objects.filter(ticket=ticket, withdrawn_at=None).update(withdrawn_at=now)
    kept = InvalidTicket.Verdict(verdict)
    ValidityDecision.objects.create(ticket=ticket, verdict=kept, by_name=by.name, at=now, note=note[:_LONGEST_NOTE])
    finding = InvalidTicket.objects.filter(ticket=ticket).first()
    if finding is None and kept == InvalidTicket.Verdict.INVALID:
        finding = InvalidTicket(
            ticket=ticket, region_id=ticket.region_id, day=ticket.accepted_on, code=InvalidTicket.Code.PERSON, found_at=now, version=0
        )
    if finding is not None:
        finding.verdict = kept
        finding.save()
    _note(ticket, "complaints.judge_validity", {"verdict": str(kept), "note": note}, by, now)
    return finding


@transaction.atomic
def withdraw_verdict(*, ticket: Ticket, by: Actor, now: datetime) -> None:
    """Takes the verdict back; the rules' finding stands again, or nothing. Raises NothingJudged."""
    if not ValidityDecision.objects.filter(ticket=ticket, withdrawn_at=None).update(withdrawn_at=now):
        raise NothingJudged(ticket.ticket_id)
    InvalidTicket.objects.filter(ticket=ticket, code=InvalidTicket.Code.PERSON).delete()
    InvalidTicket.objects.filter(ticket=ticket).update(verdict=InvalidTicket.Verdict.NONE)
    _note(ticket, "complaints.withdraw_validity", {}, by, now)


def _note(ticket: Ticket, action: str, detail: dict[str, object], by: Actor, now: datetime) -> None:
    record(by=by, action=action, on=ticket, region_code=ticket.region.code, detail=detail, at=now)
    refresh_rollups(first=ticket.accepted_on, last=ticket.accepted_on, regions=[ticket.region_id])
    versions.bump()


def _row(one: ReadTicket, verdict: str, in_force: RulesInForce, now: datetime) -> InvalidTicket | None:
    found = [finding for finding in invalid_findings(one.facts, in_force.rules.invalid) if not _is_told(finding.code, one, in_force.rules)]
    if not found and verdict != InvalidTicket.Verdict.INVALID:
        return None
    return InvalidTicket(
        ticket_id=one.dispatch.id,
        region_id=one.region_id,
        day=one.day,
        code=str(found[0].code) if found else InvalidTicket.Code.PERSON,
        findings=[{"code": str(finding.code), "words": list(finding.words)} for finding in found],
        verdict=verdict,
        found_at=now,
        version=in_force.version,
    )


def _is_told(code: str, one: ReadTicket, rules: RepeatRules) -> bool:
    """A ticket without a place of its own may name one in its text."""
    return code == InvalidTicket.Code.NOWHERE and bool(place_names(plain_text(one.facts.text, rules), rules))


def _said(row: InvalidTicket) -> tuple[object, ...]:
    return (row.region_id, row.day, str(row.code), row.findings, str(row.verdict))
