"""Findings and returned tickets in reach, and everything that inspection knows of one ticket."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from portalkit.access.selectors import Access

from ...models import Finding, InspectionResult, Judgement, SampleItem, Ticket, TicketScore
from ...permissions import ComplaintsPermission


@dataclass(frozen=True)
class Judged:
    """A finding as the caller sees it: `verdict` is the caller's own where others' would sway, else the one that stands."""

    finding: Finding
    verdict: str
    judged_by: str

    @property
    def is_open(self) -> bool:
        return self.verdict == Finding.Verdict.OPEN


@dataclass(frozen=True)
class TicketInspection:
    """`score` is None while no pass has seen the ticket. `is_blind`: the caller is to judge without knowing what others said.

    `results` are the rounds, newest first; `open_result` waits for an answer or for the inspector.
    """

    ticket: Ticket
    score: TicketScore | None
    findings: tuple[Judged, ...]
    results: tuple[InspectionResult, ...]
    is_blind: bool

    @property
    def open_result(self) -> InspectionResult | None:
        waiting = (InspectionResult.State.RETURNED, InspectionResult.State.ANSWERED)
        return next((result for result in self.results if result.state in waiting), None)

    @property
    def unjudged(self) -> int:
        return sum(one.is_open for one in self.findings)


def findings(access: Access) -> QuerySet[Finding]:
    """Newest complaints first, each with its ticket and the ticket's `score`."""
    points = TicketScore.objects.filter(ticket=OuterRef("ticket")).values("score")
    rows = access.scope(ComplaintsPermission.VIEW, Finding.objects.select_related("ticket", "region__parent"))
    return rows.annotate(score=Subquery(points)).order_by("-day", "-pk")


def returned_tickets(access: Access) -> QuerySet[InspectionResult]:
    """Every round of every ticket that was sent back, newest first."""
    rows = InspectionResult.objects.exclude(state=InspectionResult.State.PASSED)
    scoped = access.scope(ComplaintsPermission.VIEW, rows.select_related("ticket", "region__parent", "inspector", "answered_by"))
    return scoped.order_by("-decided_at", "-pk")


def inspection_of(access: Access, ticket: Ticket) -> TicketInspection:
    """`ticket` is one that the caller may see. Five queries, four of them for a caller who inspects nothing."""
    rows = tuple(Finding.objects.filter(ticket=ticket).order_by("-severity", "rule", "start", "pk"))
    is_blind = bool(access.user) and SampleItem.objects.filter(ticket=ticket, inspector=access.user, done_at=None).exists()
    words = {
        (one.finding_id, one.inspector_id): one
        for one in Judgement.objects.filter(finding__in=[row.pk for row in rows]).select_related("inspector").order_by("judged_at", "pk")
    }
    latest = {finding: one for (finding, _inspector), one in words.items()}
    own = {finding: one for (finding, inspector), one in words.items() if access.user and inspector == access.user.pk}
    seen = own if is_blind else latest
    results = InspectionResult.objects.filter(ticket=ticket).select_related("inspector", "answered_by").order_by("-pk")
    return TicketInspection(
        ticket=ticket,
        score=TicketScore.objects.filter(ticket=ticket).first(),
        findings=tuple(_judged(row, seen.get(row.pk)) for row in rows if not (is_blind and row.by_hand and row.pk not in own)),
        results=tuple(results),
        is_blind=is_blind,
    )


def _judged(row: Finding, word: Judgement | None) -> Judged:
    if word is None:
        return Judged(row, Finding.Verdict.OPEN, "")
    verdict = Finding.Verdict.CONFIRMED if word.is_confirmed else Finding.Verdict.REJECTED
    return Judged(row, verdict, str(word.inspector))
