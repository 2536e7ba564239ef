"""An inspector's word on findings; score and sums follow in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record

from ...domain.quality.rules import RuleCode
from ...domain.quality.scores import score
from ...models import Finding, Judgement, Ticket, TicketScore
from ...selectors.inspection.rules import rule_book
from ..reverse import rejudge
from .people import person_of
from .sums import refresh_of


class NoFinding(Exception):
    """Another pass has taken the finding away in the meantime."""


@dataclass(frozen=True)
class ByHand:
    """What an inspector writes down: the rule it belongs to, the words and their field, a note."""

    rule: RuleCode
    field: str = ""
    words: str = ""
    note: str = ""


@transaction.atomic
def judge_finding(*, finding: Finding, is_confirmed: bool, by: Actor, now: datetime) -> Finding:
    """The inspector's own judgement is kept, and the finding stands as the last one who judged it said. Raises NoFinding."""
    found = Finding.objects.select_for_update(no_key=True).filter(pk=finding.pk).select_related("ticket", "region").first()
    if found is None:
        raise NoFinding(finding.pk)
    Judgement.objects.update_or_create(finding=found, inspector_id=person_of(by), defaults={"is_confirmed": is_confirmed, "judged_at": now})
    found.verdict = Finding.Verdict.CONFIRMED if is_confirmed else Finding.Verdict.REJECTED
    found.save(update_fields=["verdict"])
    _score_again(found, now)
    detail = {"ticket": found.ticket.ticket_id, "rule": found.rule, "verdict": found.verdict}
    record(by=by, action="complaints.judge_finding", on=found, region_code=found.region.code, detail=detail, at=now)
    return found


@transaction.atomic
def add_finding(*, ticket: Ticket, seen: ByHand, by: Actor, now: datetime) -> Finding:
    """A finding that no rule made; it counts as confirmed by whoever adds it. The words are looked up in the field."""
    setting = rule_book().inspector(ticket.accepted_on).settings[seen.rule]
    text = getattr(ticket, seen.field) if seen.field else ""
    start = text.find(seen.words) if seen.words and isinstance(text, str) else -1
    found = Finding.objects.create(
        ticket=ticket,
        region=ticket.region,
        day=ticket.accepted_on,
        department=ticket.department,
        rule=seen.rule,
        severity=int(setting.severity),
        version=setting.version,
        field=seen.field,
        words=seen.words[:200],
        start=start if start >= 0 else None,
        end=start + len(seen.words) if start >= 0 else None,
        note=seen.note,
        by_hand=True,
        verdict=Finding.Verdict.CONFIRMED,
        found_at=now,
    )
    Judgement.objects.create(finding=found, inspector_id=person_of(by), is_confirmed=True, judged_at=now)
    _score_again(found, now)
    detail = {"ticket": ticket.ticket_id, "rule": str(seen.rule)}
    record(by=by, action="complaints.add_finding", on=found, region_code=ticket.region.code, detail=detail, at=now)
    return found


@transaction.atomic
def take_back_finding(*, finding: Finding, by: Actor, now: datetime) -> None:
    """Takes away what an inspector added by hand. Raises NoFinding for one of a rule: those are rejected, not removed."""
    found = Finding.objects.select_for_update(no_key=True).filter(pk=finding.pk, by_hand=True).select_related("ticket", "region").first()
    if found is None:
        raise NoFinding(finding.pk)
    detail = {"ticket": found.ticket.ticket_id, "rule": found.rule}
    record(by=by, action="complaints.take_back_finding", on=found, region_code=found.region.code, detail=detail, at=now)
    found.delete()
    _score_again(found, now)


def _score_again(finding: Finding, now: datetime) -> None:
    """From the findings that stand; a ticket that no pass has seen yet gets its first score."""
    ticket = finding.ticket
    standing = list(Finding.objects.filter(ticket=ticket).exclude(verdict=Finding.Verdict.REJECTED).values_list("rule", "severity"))
    weights = rule_book().inspector(ticket.accepted_on).weights
    counted = {
        "score": score((rule for rule, _ in standing), weights=weights),
        "findings": len(standing),
        "severity": max((severity for _, severity in standing), default=0),
    }
    copied = {name: getattr(ticket, name) for name in ("region", "department", "cause", "solved")}
    first = {"day": ticket.accepted_on, "inspected_at": now, **copied, **counted}
    TicketScore.objects.update_or_create(ticket=ticket, defaults=counted, create_defaults=first)
    refresh_of(finding)
    rejudge(tickets=[ticket.pk], now=now)
