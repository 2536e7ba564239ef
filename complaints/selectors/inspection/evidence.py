"""What inspection knows of tickets, as evidence for the analyses that ask which step failed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ...domain.quality.rules import RuleCode
from ...models import Finding, InspectionResult, TicketScore


@dataclass(frozen=True)
class Inspected:
    """`vague_reply`: a finding of vague time words that nobody rejected. `returned` and `passed` are what the last inspector decided.

    None is unknown: the ticket has not been through the rules, or no inspector has ended its inspection.
    """

    vague_reply: bool | None = None
    returned: bool | None = None
    passed: bool | None = None


def inspected_of(tickets: Collection[int]) -> Mapping[int, Inspected]:
    """By primary key, those of the tickets of which anything is known. Three queries."""
    scored = set(TicketScore.objects.filter(ticket__in=tickets).values_list("ticket__pk", flat=True))
    standing = Finding.objects.filter(ticket__in=tickets, rule=RuleCode.VAGUE_TIME).exclude(verdict=Finding.Verdict.REJECTED)
    vague = set(standing.values_list("ticket__pk", flat=True))
    ended = dict(InspectionResult.objects.filter(ticket__in=tickets).order_by("pk").values_list("ticket__pk", "state"))
    return {
        ticket: Inspected(
            vague_reply=ticket in vague if ticket in scored | vague else None,
            returned=_is(ended.get(ticket), passed=False),
            passed=_is(ended.get(ticket), passed=True),
        )
        for ticket in scored | vague | set(ended)
    }


def _is(state: str | None, *, passed: bool) -> bool | None:
    return None if state is None else (state == InspectionResult.State.PASSED) is passed
