"""How to make one row of each model of inspection in a place; merged into `rows.ROWS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.db.models import Model

from complaints.models import Finding, FindingRollup, InspectionResult, QualityRollup, Sample, SampleItem, Ticket, TicketScore

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
MONTH = date(2026, 11, 1)
NUMBER = "13912348765"


def _of(place: Place, number: int) -> Ticket:
    """The place's first ticket, and further ones of its own."""
    if number == 0:
        return place.rows["complaints.Ticket"]  # type: ignore[return-value]
    return Ticket.objects.create(
        system="eoms", ticket_id=f"I-{place.region.code}-{number}-{Ticket.objects.count()}", region=place.county, accepted_at=NOW,
        accepted_on=DAY, department=place.marker, explanation=f"近期 {place.marker} {NUMBER}",
    )  # fmt: skip


def _score(place: Place, number: int) -> TicketScore:
    return TicketScore.objects.create(
        ticket=_of(place, number), region=place.county, day=DAY, department=place.marker, score=60, findings=1, severity=2, cause="other",
        inspected_at=NOW,
    )  # fmt: skip


def _finding(place: Place, number: int) -> Finding:
    return Finding.objects.create(
        ticket=_of(place, number), region=place.county, day=DAY, department=place.marker, rule="vague_time", severity=2, version="1.0",
        field="explanation", words=f"{place.marker} {NUMBER}", start=0, end=3, note=f"{number} {place.marker} {NUMBER}", found_at=NOW,
    )  # fmt: skip


def _sample(place: Place, number: int) -> Sample:
    sample = Sample.objects.create(
        region=place.county, method="random", seed=f"{place.marker} {number}", first_day=MONTH, last_day=DAY, department=place.marker,
        size=5, drawn_by=place.person, drawn_at=NOW,
    )  # fmt: skip
    SampleItem.objects.create(sample=sample, ticket=_of(place, number), inspector=place.person, position=1, done_at=NOW)
    return sample


def _result(place: Place, number: int) -> InspectionResult:
    return InspectionResult.objects.create(
        ticket=_of(place, number), region=place.county, department=place.marker, state="answered", opinion=f"{place.marker} {NUMBER}",
        inspector=place.person, decided_at=NOW, answer=f"{place.marker} {NUMBER}", answered_by=place.person, answered_at=NOW,
    )  # fmt: skip


def _quality(place: Place, number: int) -> QualityRollup:
    return QualityRollup.objects.create(
        month=MONTH, region=place.county, department=f"{place.marker}{number or ''}", tickets=9, with_findings=4, score_sum=700, stated=9,
        other_cause=2, judged=9, solved=5,
    )  # fmt: skip


def _findings(place: Place, number: int) -> FindingRollup:
    return FindingRollup.objects.create(
        month=MONTH, region=place.county, department=f"{place.marker}{number or ''}", rule="vague_time", findings=5, tickets=4,
        confirmed=2, rejected=1, by_hand=1,
    )  # fmt: skip


ROWS: Mapping[str, Callable[[Place, int], Model]] = {
    "complaints.TicketScore": _score,
    "complaints.Finding": _finding,
    "complaints.Sample": _sample,
    "complaints.InspectionResult": _result,
    "complaints.QualityRollup": _quality,
    "complaints.FindingRollup": _findings,
}
