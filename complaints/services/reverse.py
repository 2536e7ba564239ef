"""Works out reverse analysis after tickets came in, changed or went, and keeps it beside them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse as address_of
from django.utils.translation import gettext as _

from portalkit.audit.domain.actors import Actor
from portalkit.imports.models import BatchState, ImportBatch
from portalkit.jobs import services as jobs
from portalkit.jobs.models import Job

from ..domain.reverse import Evidence, Start, judged, starts_of, verdict_of
from ..domain.taxonomy import System
from ..models import ReverseFinding, Status, Ticket
from ..selectors.inspection.evidence import Inspected, inspected_of

REVERSE = "complaints.reverse"
CHUNK = 2000
_KEPT = ("region_id", "accepted_on", "cause_side", "start", "starts", "step", "reason", "reasons")


class Half(NamedTuple):
    """What the rules need of one ticket."""

    pk: int
    system: str
    crm_no: str
    counted: bool
    region_id: int
    accepted_on: Any
    accepted_at: datetime
    dispatched_at: datetime | None
    taken_at: datetime | None
    replied_at: datetime | None
    accept_by: datetime | None
    handle_by: datetime | None
    resolved_at: datetime | None
    planned_at: datetime | None
    closed_at: datetime | None
    status: str
    cause: str
    cause_side: str
    prehandling: str
    explanation: str
    solved: bool | None
    satisfied: bool | None
    contacted: bool | None
    not_contacted_reason: str
    reassignments: int | None
    reopenings: int | None
    escalated: bool | None
    inspection_result: str


def start_reverse(*, by: Actor, now: datetime, batch: int | None = None) -> Job:
    """Puts the job in line: over the tickets of one import, or over all of them."""
    key = f"batch-{batch}" if batch else "all"
    params = {"batch": batch} if batch else {}
    title = _("Look for the failed step of tickets")
    return jobs.enqueue(kind=REVERSE, key=key, title=title, params=params, by=by, now=now, result_url=address_of("complaints:reverse"))


def follow_inspection(*, batch_id: int | None, by: Actor, now: datetime) -> None:
    """What was found is evidence, for the import's tickets and the other halves of their matters. An undone import names none: for all."""
    standing = ImportBatch.objects.filter(pk=batch_id or 0).exclude(state=BatchState.UNDONE)
    start_reverse(by=by, now=now, batch=batch_id if standing.exists() else None)


def to_judge(*, batch: int | None) -> Iterator[list[int]]:
    """Primary keys in chunks: of the import's tickets, or of all counted ones."""
    rows = Ticket.objects.filter(batch=batch) if batch else Ticket.objects.filter(counted=True)
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield chunk
        last = chunk[-1]


@transaction.atomic
def rejudge(*, tickets: Sequence[int], now: datetime) -> int:
    """Brings the findings of these tickets and of the other halves of their matters up to date; returns how many rows changed.

    Done twice it changes nothing the second time.
    """
    halves = _halves(tickets)
    inspected = inspected_of([half.pk for half in halves])
    wanted = dict(filter(None, (_wanted(matter, now, inspected) for matter in _matters(halves))))
    kept = {row[0]: row[1:] for row in ReverseFinding.objects.filter(ticket__in=[half.pk for half in halves]).values_list("ticket", *_KEPT)}
    changed = {ticket: values for ticket, values in wanted.items() if kept.get(ticket) != values}
    gone = [ticket for ticket in kept if ticket not in wanted]
    ReverseFinding.objects.bulk_create(
        [ReverseFinding(ticket_id=ticket, **dict(zip(_KEPT, values, strict=True))) for ticket, values in changed.items()],
        update_conflicts=True,
        unique_fields=["ticket"],
        update_fields=["region", *_KEPT[1:]],
        batch_size=500,
    )
    ReverseFinding.objects.filter(ticket__in=gone).delete()
    return len(changed) + len(gone)


def _halves(tickets: Collection[int]) -> list[Half]:
    """The tickets with every other ticket of their matters."""
    found = [Half(*row) for row in Ticket.objects.filter(pk__in=tickets).values_list(*Half._fields)]
    numbers = {half.crm_no for half in found if half.crm_no}
    known = {half.pk for half in found}
    others = Ticket.objects.filter(crm_no__in=numbers).values_list(*Half._fields) if numbers else ()
    return found + [half for half in (Half(*row) for row in others) if half.pk not in known]


def _matters(halves: Sequence[Half]) -> Iterator[list[Half]]:
    """The tickets by matter, the counted one first."""
    by_number: dict[str, list[Half]] = defaultdict(list)
    for half in halves:
        if half.crm_no:
            by_number[half.crm_no].append(half)
        elif half.counted:
            yield [half]
    for matter in by_number.values():
        yield sorted(matter, key=lambda half: not half.counted)


def _wanted(matter: Sequence[Half], now: datetime, inspected: Mapping[int, Inspected]) -> tuple[int, tuple[Any, ...]] | None:
    """The row of a matter; None for one that the analysis does not start from."""
    main = matter[0]
    solved = main.solved if main.solved is not None else _first(half.solved for half in matter)
    starts = starts_of(
        solved=solved,
        satisfied=_satisfied(matter),
        reopenings=max((half.reopenings or 0 for half in matter), default=0),
        escalated=any(half.escalated for half in matter),
    )
    if not main.counted or not starts:
        return None
    found = judged(_evidence(matter, starts=starts, solved=solved, inspected=_together(matter, inspected)), now=now)
    return main.pk, (
        main.region_id,
        main.accepted_on,
        main.cause_side,
        str(found.start),
        ",".join(starts),
        str(found.step),
        str(found.reason),
        ",".join(found.reasons),
    )


def _evidence(matter: Sequence[Half], *, starts: tuple[Start, ...], solved: bool | None, inspected: Inspected) -> Evidence:
    main = matter[0]
    verdict = verdict_of(main.inspection_result)
    is_dispatched = main.system == System.EOMS
    has_prehandling = any(half.prehandling.strip() for half in matter)
    return Evidence(
        starts=starts,
        cause=main.cause,
        cause_side=main.cause_side,
        has_prehandling=has_prehandling if has_prehandling or is_dispatched else None,
        accepted_at=main.accepted_at,
        dispatched_at=main.dispatched_at,
        taken_at=main.taken_at,
        accept_by=main.accept_by,
        answered_at=main.replied_at or main.resolved_at or main.closed_at,
        handle_by=main.handle_by,
        planned_at=_first(half.planned_at for half in matter),
        dispatches=sum(half.system == System.EOMS for half in matter),
        reassignments=max((half.reassignments or 0 for half in matter), default=0),
        reopenings=max((half.reopenings or 0 for half in matter), default=0),
        solved=solved,
        is_done=main.status in (Status.RESOLVED, Status.CLOSED) or bool(main.resolved_at or main.closed_at),
        contacted=main.contacted,
        says_why_not_contacted=bool(main.not_contacted_reason.strip()),
        has_reply=any(half.explanation.strip() for half in matter),
        vague_reply=inspected.vague_reply,
        returned=inspected.returned if inspected.returned is not None else verdict.returned,
        passed_inspection=inspected.passed if inspected.passed is not None else verdict.passed,
    )


def _together(matter: Sequence[Half], inspected: Mapping[int, Inspected]) -> Inspected:
    """A fault that inspection found on one half is the matter's."""
    known = [inspected[half.pk] for half in matter if half.pk in inspected]
    return Inspected(
        vague_reply=_any(one.vague_reply for one in known),
        returned=_any(one.returned for one in known),
        passed=_first(one.passed for one in known),
    )


def _any(values: Iterator[bool | None]) -> bool | None:
    known = [value for value in values if value is not None]
    return any(known) if known else None


def _satisfied(matter: Sequence[Half]) -> bool | None:
    """One half that says dissatisfied is enough: the customer said it to somebody."""
    said = {half.satisfied for half in matter}
    return False if False in said else True if True in said else None


def _first(values: Any) -> Any:
    return next((value for value in values if value is not None), None)
